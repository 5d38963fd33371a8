import type { Scenario } from '../scenario.ts';

const timetable = new Map([
  ['Ber', ['Berlin', 'Bern']],
  ['Bern', ['Bern']],
]);

export const scenario: Scenario<typeof import('./unsafe.ts')> = {
  title: 'The older answer comes last, and stays',
  story:
    'A field suggests stations while one types. Each key sends a question, and answers come in any order: the one to ' +
    '"Ber" takes longer than the one to "Bern" and overwrites it. The field reads Bern, the first suggestion is Berlin, ' +
    'Enter takes it, and the ticket leads to another country. At a desk the server is near and answers in order; on a ' +
    'train it is not.',
  rules: ['RG402'],
  drives: [
    {
      hazard: 'suggestions for what was typed before are chosen from',
      failure: /the field reads Bern, and Enter takes Berlin/,
      async program(t, load) {
        const { Destination } = load();
        const stations = t.wrap((text: string) => timetable.get(text) ?? [], { name: 'stations', park: 'return' });
        const field = Object.assign(new EventTarget(), { value: '' });
        const destination = new Destination(field, { stations });
        t.watch(field, 'value', 'field');
        t.watch(destination, 'suggestions');
        const type = (text: string) => {
          field.value = text;
          return destination.suggest(text);
        };
        t.task('Ber', () => {
          const shown = type('Ber');
          // Typed later, always; answered whenever.
          t.task('Bern', () => type('Bern'));
          return shown;
        });
        await t.all();
        const { chosen } = destination;
        if (chosen !== 'Bern') throw new Error(`the field reads Bern, and Enter takes ${chosen}`);
      },
    },
  ],
};
