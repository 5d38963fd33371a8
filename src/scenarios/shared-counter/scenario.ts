import type { Scenario } from '../scenario.ts';
import { Memory } from './memory.ts';
import { countTogether } from './real.ts';

const CELLS = ['next id', 'answered'];

export const scenario: Scenario<typeof import('./unsafe.ts')> = {
  title: 'Two threads count, and one of them for nothing',
  story:
    'The threads of a server count requests and number them in memory that they share. `cells[0]++` is one line, but ' +
    'not one step: a thread loads the number, adds one, and stores it. If another one does the same in between, both ' +
    'store the same: a request is not counted, and two get one number. On one thread, as in every unit test, it is ' +
    'exact; with four under load a good part of the counts is lost.',
  rules: ['RG502'],
  drives: [
    {
      hazard: 'of two requests one is not counted',
      failure: /1 of 2 requests is counted/,
      async program(t, load) {
        const memory = new Memory(t, CELLS);
        t.watch(memory.cells, '1', CELLS[1]);
        for (const name of ['thread 1', 'thread 2']) {
          // Each runs the program for itself; what they share is the memory.
          const thread = memory.ofThread();
          const { Statistics } = load(thread.world);
          t.task(name, () => {
            new Statistics(memory.buffer).count();
            return thread.stored();
          });
        }
        await t.all();
        const [, counted] = memory.cells;
        if (counted !== 2) throw new Error(`${counted} of 2 requests is counted`);
      },
    },
    {
      hazard: 'two requests get one number',
      failure: /two requests have number 0/,
      async program(t, load) {
        const memory = new Memory(t, CELLS);
        const ids: number[] = [];
        t.watch(memory.cells, '0', CELLS[0]);
        for (const name of ['thread 1', 'thread 2']) {
          const thread = memory.ofThread();
          const { Statistics } = load(thread.world);
          t.task(name, () => {
            const id = new Statistics(memory.buffer).nextId();
            t.note('has number', id);
            ids.push(id);
            return thread.stored();
          });
        }
        await t.all();
        if (ids[0] === ids[1]) throw new Error(`two requests have number ${ids[0]}`);
      },
    },
  ],
  real: {
    what: 'four threads count requests in memory that they share',
    failure: /of .* requests were not counted/,
    run: countTogether,
  },
};
