import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { World } from '../drive.ts';

/**
 * Memory as threads may see it: what one writes plainly is stored at a time that the explorer chooses, and until then
 * the others read the old value; `Atomics` reads and writes in one step.
 */
export class Memory {
  readonly cells: number[];
  /** To be handed to the program, which makes a view of it. */
  readonly buffer: SharedArrayBuffer;
  readonly #t: Trial;
  readonly #names: readonly string[];

  /** @param names of its cells, for the timeline */
  constructor(t: Trial, names: readonly string[]) {
    this.#t = t;
    this.#names = names;
    this.cells = names.map(() => 0);
    this.buffer = new SharedArrayBuffer(4 * names.length);
  }

  ofThread(): ThreadMemory {
    return new ThreadMemory(this.#t, this.cells, this.#names);
  }
}

class ThreadMemory {
  readonly #cells: number[];
  /** What it has written and not stored. */
  readonly #own = new Map<number, number>();
  readonly #stores: Promise<void>[] = [];
  /** One for each cell. */
  readonly #store: readonly ((value: number) => Promise<void>)[];

  constructor(t: Trial, cells: number[], names: readonly string[]) {
    this.#cells = cells;
    this.#store = names.map((name, cell) => {
      const store = (value: number) => {
        cells[cell] = value;
        this.#own.delete(cell);
      };
      return t.wrap(store, { name: `stores ${name}`, park: 'call' });
    });
  }

  /** What its program has for `Int32Array` and `Atomics`. */
  get world(): World {
    const view = new Proxy(this.#cells, {
      get: (cells, key) => this.#own.get(Number(key)) ?? cells[Number(key)],
      set: (_, key, value: number) => {
        this.#own.set(Number(key), value);
        this.#stores.push(this.#store[Number(key)]!(value));
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
        load: (_: unknown, cell: number) => this.#cells[cell],
        add: (_: unknown, cell: number, value: number) => {
          const before = this.#cells[cell]!;
          this.#cells[cell] = before + value;
          return before;
        },
      },
    };
  }

  /** Before a thread ends, all is stored. */
  async stored(): Promise<void> {
    await Promise.all(this.#stores);
  }
}
