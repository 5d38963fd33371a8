import { equal, ok } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof, World } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

/** Each thread runs the program for itself; what they share is the memory. */
export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'of two threads that count at once one counts for nothing',
    failure: /pages are counted/,
    async program(t, load) {
      const memory = new Memory(t);
      for (const name of ['A', 'B']) {
        const { Progress } = load(memory.world);
        t.task(name, () => new Progress(memory.buffer).count(1));
      }
      await t.all();
      await memory.settled();
      equal(memory.cells[1], 2, `${memory.cells[1]} of 2 pages are counted`);
    },
  },
  {
    hazard: 'a thread that is told of the stop does not see it',
    failure: /has not stopped/,
    async program(t, load) {
      const memory = new Memory(t);
      const [one, other] = [load(memory.world), load(memory.world)];
      new one.Progress(memory.buffer).stop();
      await t.wrap(() => {}, { name: 'tell' })();
      const isStopped = new other.Progress(memory.buffer).isStopped();
      await memory.settled();
      ok(isStopped, 'it has not stopped');
    },
  },
];

/**
 * Memory as threads may see it: what one writes plainly stays with it until it is written back, at a time that the
 * explorer chooses; `Atomics` reads and writes what all see.
 */
class Memory {
  readonly cells = [0, 0];
  readonly buffer = new SharedArrayBuffer(8);
  private readonly writing: Promise<void>[] = [];
  private readonly writeBack: (index: number, value: number) => Promise<void>;

  constructor(t: Trial) {
    const write = (index: number, value: number) => {
      this.cells[index] = value;
    };
    this.writeBack = t.wrap(write, { name: 'write back' });
  }

  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  /** Of one thread. */
  get world(): World {
    const { cells, writing, writeBack } = this;
    const own = new Map<number, number>();
    const view = new Proxy(cells, {
      get: (_, index) => own.get(Number(index)) ?? cells[Number(index)],
      set(_, index, value: number) {
        own.set(Number(index), value);
        writing.push(writeBack(Number(index), value));
        return true;
      },
    });
    return {
      Int32Array: class {
        constructor() {
          // biome-ignore lint/correctness/noConstructorReturn: the view stands for all of them
          return view;
        }
      },
      Atomics: {
        load: (_: unknown, index: number) => cells[index],
        store: (_: unknown, index: number, value: number) => cells.splice(index, 1, value),
        add: (_: unknown, index: number, value: number) => cells.splice(index, 1, cells[index]! + value)[0],
      },
    };
  }
}
