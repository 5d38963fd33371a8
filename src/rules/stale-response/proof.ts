import { equal } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'the results of the first query are shown for the second',
    failure: /shows the results of/,
    async program(t, load) {
      const search = t.wrap((query: string) => [query], { name: 'search' });
      const { SearchBox } = load({ search });
      const input = new EventEmitter();
      const box = new SearchBox(input);
      const [onInput] = input.listeners('input');
      // Typed one after the other; each answer comes when it likes.
      const shown = ['ra', 'race'].map((query) => onInput?.(query));
      await Promise.all(shown);
      equal(box.results[0], 'race', `it shows the results of ${box.results[0]}`);
    },
  },
  {
    hazard: 'the name of the first id is shown for the second',
    failure: /shows the name of/,
    async program(t, load) {
      const page = new Page();
      const loads: Promise<string>[] = [];
      const ask = t.wrap((id: number) => `name ${id}`, { name: 'loadName' });
      const loadName = (id: number) => {
        const found = ask(id);
        loads.push(found);
        return found;
      };
      const { useName } = load({ ...page.hooks, loadName });
      for (const id of [1, 2]) page.render(() => useName(id));
      await Promise.all(loads);
      await t.all();
      equal(page.state, 'name 2', `it shows the name of ${page.state}`);
    },
  },
];

/** As much of a component as one state and one effect need. */
class Page {
  state: unknown = '';
  private cleanup: (() => void) | undefined;

  readonly hooks = {
    useState: () => [this.state, (value: unknown) => (this.state = value)],
    useEffect: (effect: () => (() => void) | undefined) => {
      this.cleanup?.();
      this.cleanup = effect();
    },
  };

  render(component: () => unknown): void {
    component();
  }
}
