import { AsyncLocalStorage } from 'node:async_hooks';
import { Mutex } from '@raceguard/runtime';

declare function load(key: string): Promise<string>;

interface Slots {
  acquire(): Promise<void>;
  release(): void;
}

const tenant = new AsyncLocalStorage<string>();

/** What is kept while the consumer works, where no edit can say what is wanted instead. */
export class Store {
  private readonly mutex = new Mutex();
  private readonly slots: Slots;
  private readonly keys: string[] = [];

  constructor(slots: Slots) {
    this.slots = slots;
  }

  async *entries(): AsyncGenerator<string> {
    using _lock = await this.mutex.acquire();
    for (const key of this.keys) yield await load(key);
//                               ^^^^^^^^^^^^^^^^^^^^^ RG302 `this.mutex` is held over `yield await load(key)` for as long as the consumer likes
  }

  async *copies(): AsyncGenerator<string> {
    await this.slots.acquire();
    for (const key of this.keys) {
      yield key;
//    ^^^^^^^^^ RG302 `this.slots` stays taken if the consumer stops at `yield key`
      await load(key);
    }
    this.slots.release();
  }

  async *ofTenant(name: string): AsyncGenerator<string> {
    tenant.enterWith(name);
//  ^^^^^^^^^^^^^^^^^^^^^^ RG302 `tenant.enterWith` in a generator changes the context of its consumer
    for (const key of this.keys) yield await load(key);
  }
}

export async function* ticks(wait: () => Promise<void>): AsyncGenerator<number> {
  let now = 0;
  setInterval(() => now++, 1000);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `setInterval` goes on for ever if the consumer stops at `yield now`
  // Nobody stops this one.
  for (;;) {
    await wait();
    yield now;
  }
}

/** Nobody could remove what has no name. */
export async function* clicks(target: EventTarget, wait: () => Promise<void>): AsyncGenerator<Event> {
  const events: Event[] = [];
  target.addEventListener('click', (event) => events.push(event));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `target.addEventListener(…)` is not removed if the consumer stops at `yield* events.splice(0)`
  for (;;) {
    await wait();
    yield* events.splice(0);
  }
}

/** A task of the generator, which fills a queue that nobody reads any more. */
export async function* merged(sources: readonly AsyncIterable<string>[], wait: () => Promise<void>): AsyncGenerator<string> {
  const queue: string[] = [];
  const pump = async (source: AsyncIterable<string>) => {
    for await (const text of source) queue.push(text);
  };
  for (const source of sources) void pump(source);
//                                   ^^^^^^^^^^^^ RG302 `pump(source)` goes on if the consumer stops at `yield* queue.splice(0)`
  for (;;) {
    await wait();
    yield* queue.splice(0);
  }
}
