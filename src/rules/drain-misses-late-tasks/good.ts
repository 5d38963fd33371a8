const log = (error: unknown) => console.error(error);
const send = (url: string) => fetch(url).then(() => undefined, log);

/** Waits until nothing is left: late tasks are seen by the test. */
export class UntilEmpty {
  private readonly tasks = new Set<Promise<void>>();

  start(url: string): void {
    const task = send(url).finally(() => this.tasks.delete(task));
    this.tasks.add(task);
  }

  async drain(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
    this.tasks.clear();
  }
}

/** Late tasks go into the new array. */
export class SwapsFirst {
  private tasks: Promise<void>[] = [];

  start(url: string): void {
    this.tasks.push(send(url));
  }

  async flush(): Promise<void> {
    const batch = this.tasks;
    this.tasks = [];
    await Promise.all(batch);
    batch.length = 0;
  }
}

/** The array is emptied in the step that takes the tasks. */
export class TakesThemOut {
  private readonly tasks: Promise<void>[] = [];

  start(url: string): void {
    this.tasks.push(send(url));
  }

  async flush(): Promise<void> {
    while (this.tasks.length) await Promise.all(this.tasks.splice(0));
  }
}

/** What it waited for goes, nothing else. */
export class OnlyItsOwn {
  private readonly tasks = new Set<Promise<void>>();

  start(url: string): void {
    this.tasks.add(send(url));
  }

  async flush(): Promise<void> {
    const batch = [...this.tasks];
    await Promise.all(batch);
    for (const task of batch) this.tasks.delete(task);
  }
}

/** Nothing is added once it is closed. */
export class Closed {
  readonly #tasks = new Set<Promise<void>>();
  #closed = false;

  start(url: string): void {
    if (this.#closed) throw new Error('closed');
    this.#tasks.add(send(url));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#tasks);
    this.#tasks.clear();
  }
}

/** The same by a state, tested in a helper. */
export class ClosedByState {
  readonly #tasks = new Set<Promise<void>>();
  #state: 'open' | 'closing' | 'closed' = 'open';

  start(url: string): void {
    this.#assertOpen();
    this.#tasks.add(send(url));
  }

  async close(): Promise<void> {
    this.#state = 'closing';
    await this.#drain();
    this.#state = 'closed';
  }

  async #drain(): Promise<void> {
    await Promise.all(this.#tasks);
    this.#tasks.clear();
  }

  #assertOpen(): void {
    if (this.#state !== 'open') throw new Error(`It is ${this.#state}.`);
  }
}

/** The same by an abort. */
export class Aborted {
  readonly #tasks = new Set<Promise<void>>();
  readonly #controller = new AbortController();

  start(url: string): void {
    if (this.#controller.signal.aborted) return;
    this.#tasks.add(send(url));
  }

  async close(): Promise<void> {
    this.#controller.abort();
    await Promise.allSettled(this.#tasks);
    this.#tasks.clear();
  }
}

/** Walks over the Set itself: what is added meanwhile is walked over too. */
export class WalksOverItself {
  private readonly tasks = new Set<Promise<void>>();

  start(url: string): void {
    this.tasks.add(send(url));
  }

  async drain(): Promise<void> {
    for (const task of this.tasks) await task;
    this.tasks.clear();
  }
}

/** The handler that adds is taken away before the wait. */
export function collect(source: EventTarget) {
  const tasks = new Set<Promise<void>>();
  const add = () => void tasks.add(send('/event'));
  source.addEventListener('message', add);
  return async () => {
    source.removeEventListener('message', add);
    await Promise.all(tasks);
    tasks.clear();
  };
}

/** One function adds and waits in turn: nobody adds while it waits. */
export async function inBatches(urls: readonly string[]): Promise<void> {
  const batch: Promise<void>[] = [];
  for (const url of urls) {
    batch.push(send(url));
    if (batch.length < 10) continue;
    await Promise.all(batch);
    batch.length = 0;
  }
  await Promise.all(batch);
}

/** Only the function that waits starts them. */
export class Rounds {
  private pending: Promise<void>[] = [];

  async run(urls: readonly string[]): Promise<void> {
    for (const url of urls) this.startOne(url);
    await Promise.all(this.pending);
    this.pending = [];
  }

  private startOne(url: string): void {
    this.pending.push(send(url));
  }
}

/** Started once, at the beginning of its life. */
export class Workers {
  private loops: Promise<void>[] = [];

  start(): void {
    for (let i = 0; i < 4; i++) this.loops.push(send(`/worker/${i}`));
  }

  async stop(): Promise<void> {
    await Promise.all(this.loops);
    this.loops = [];
  }
}

/** Listeners, not tasks. */
export class Emitter {
  private readonly listeners = new Set<() => Promise<void>>();

  on(listener: () => Promise<void>): void {
    this.listeners.add(listener);
  }

  async close(): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener()));
    this.listeners.clear();
  }
}

/** Looks at what came meanwhile before it forgets it. */
export class KeepsLate {
  private tasks = new Set<Promise<void>>();

  start(url: string): void {
    this.tasks.add(send(url));
  }

  async flush(): Promise<void> {
    const seen = new Set(this.tasks);
    await Promise.all(seen);
    const late = [...this.tasks].filter((task) => !seen.has(task));
    this.tasks.clear();
    for (const task of late) this.tasks.add(task);
  }
}

declare function it(name: string, body: () => void | Promise<void>): void;
declare function afterEach(body: () => Promise<void>): void;

/** Tests run one after the other. */
const cleanups = new Set<Promise<void>>();
it('sends', () => {
  cleanups.add(send('/test'));
});
afterEach(async () => {
  await Promise.all(cleanups);
  cleanups.clear();
});
