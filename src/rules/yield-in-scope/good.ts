import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Mutex, TaskGroup } from '@raceguard/runtime';

declare function connect(url: string): Promise<Socket>;

interface Socket extends AsyncDisposable {
  next(): Promise<string | undefined>;
  close(): Promise<void>;
}

interface Slots {
  acquire(): Promise<void>;
  release(): void;
}

const tenant = new AsyncLocalStorage<string>();

export class Feed {
  private readonly mutex = new Mutex();
  private readonly slots: Slots;
  private readonly target: EventTarget;
  private cursor = 0;

  constructor(slots: Slots, target: EventTarget) {
    this.slots = slots;
    this.target = target;
  }

  /** Ended on every way out. */
  async *lines(url: string): AsyncGenerator<string> {
    const socket = await connect(url);
    try {
      for (let line = await socket.next(); line; line = await socket.next()) yield line;
    } finally {
      await socket.close();
    }
  }

  async *owned(url: string): AsyncGenerator<string> {
    await using socket = await connect(url);
    for (let line = await socket.next(); line; line = await socket.next()) yield line;
  }

  async *stacked(wait: () => Promise<void>): AsyncGenerator<number> {
    using stack = new DisposableStack();
    const clock = setInterval(() => this.cursor++, 1000);
    stack.defer(() => clearInterval(clock));
    for (;;) {
      await wait();
      yield this.cursor;
    }
  }

  /** By a function of its own, which the `finally` calls. */
  async *events(wait: () => Promise<boolean>): AsyncGenerator<Event> {
    const events: Event[] = [];
    const take = (event: Event) => void events.push(event);
    const end = () => this.target.removeEventListener('line', take);
    this.target.addEventListener('line', take);
    try {
      while (await wait()) yield* events.splice(0);
    } finally {
      end();
    }
  }

  /** Over before anything is handed out. */
  async *page(url: string): AsyncGenerator<string> {
    const socket = await connect(url);
    const line = await socket.next();
    await socket.close();
    if (line) yield line;
  }

  /** A loop over it ends it. */
  async *text(path: string): AsyncGenerator<string> {
    const stream = createReadStream(path, 'utf8');
    for await (const chunk of stream) yield String(chunk);
    stream.destroy();
  }

  /** Ended only where something is wrong: who reads to the end does not. */
  async *checked(url: string, isWanted: (line: string) => boolean): AsyncGenerator<string> {
    const socket = await connect(url);
    for (let line = await socket.next(); line; line = await socket.next()) {
      if (!isWanted(line)) {
        await socket.close();
        throw new Error(`Not wanted: ${line}`);
      }
      yield line;
    }
  }

  /** The lock is held while the cursor moves, not while the consumer works. */
  async *steps(): AsyncGenerator<number> {
    while (this.cursor < 10) {
      const at = await this.mutex.runExclusive(() => this.cursor++);
      yield at;
    }
  }

  async *moves(): AsyncGenerator<number> {
    while (this.cursor < 10) {
      const lock = await this.mutex.acquire();
      const at = this.cursor++;
      lock.release();
      yield at;
    }
  }

  /** A slot limits how many are read at a time: that is until the consumer has enough. */
  async *limited(read: () => Promise<string>): AsyncGenerator<string> {
    await this.slots.acquire();
    try {
      for (let i = 0; i < 3; i++) yield await read();
    } finally {
      this.slots.release();
    }
  }

  async *both(one: () => Promise<string>, beat: (signal: AbortSignal) => Promise<void>): AsyncGenerator<string> {
    await using group = new TaskGroup();
    void group.spawn(beat);
    try {
      for (let i = 0; i < 2; i++) yield await one();
    } finally {
      void group.cancel();
    }
  }

  /** The promise has an owner from the start. */
  async *answer(ask: () => Promise<string>): AsyncGenerator<string> {
    const pending = ask();
    pending.catch(() => {});
    yield 'thinking';
    yield await pending;
  }

  /** Each step enters the context for itself. */
  async *inContext(read: () => Promise<string>): AsyncGenerator<string> {
    for (let i = 0; i < 3; i++) yield await tenant.run('one', read);
  }

  /** A timer for one wait. */
  async *slowly(): AsyncGenerator<number> {
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      yield i;
    }
  }
}

/** Once, or of an emitter that goes with the generator, or for others. */
export async function* parts(source: EventEmitter, onPart: (part: string) => void): AsyncGenerator<string> {
  let isOver = false;
  source.on('end', () => {
    isOver = true;
  });
  source.on('part', onPart);
  const own = new EventEmitter();
  own.on('part', (part) => console.log(part));
  let later: EventEmitter | undefined;
  while (!isOver) {
    if (!later) {
      later = new EventEmitter();
      later.on('part', (part) => console.log(part));
    }
    yield 'part';
  }
}

/** A listener for one wait, which is over when it has fired; and those of the stream itself. */
export async function* collected(source: EventEmitter, stream: Readable): AsyncGenerator<unknown> {
  const chunks: unknown[] = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  for (;;) {
    if (chunks.length) yield chunks.shift();
    await new Promise<void>((resolve) => {
      const tick = () => {
        source.removeListener('tick', tick);
        resolve();
      };
      source.on('tick', tick);
    });
  }
}

/** The `finally` tells the task to stop. */
export async function* merged(source: AsyncIterable<string>, wait: () => Promise<void>): AsyncGenerator<string> {
  const queue: string[] = [];
  let isOver = false;
  const pump = async () => {
    for await (const text of source) {
      if (isOver) return;
      queue.push(text);
    }
  };
  void pump();
  try {
    for (;;) {
      await wait();
      yield* queue.splice(0);
    }
  } finally {
    isOver = true;
  }
}
