import { AsyncLocalStorage } from 'node:async_hooks';
import { type LockHandle, Mutex, TaskGroup } from '@raceguard/runtime';

declare function openFile(path: string): Promise<{ close(): Promise<void> }>;

interface Pool {
  acquire(): Promise<string>;
  release(connection: string): void;
}

interface Semaphore {
  acquire(): Promise<void>;
  release(): void;
}

const tenant = new AsyncLocalStorage<string>();

/** Any task may close a group, at any time. */
export class Query {
  private readonly group = new TaskGroup();

  start(read: (signal: AbortSignal) => Promise<void>): void {
    void this.group.spawn(read);
  }

  async close(): Promise<void> {
    await this.group.cancel();
  }
}

/** It looks again, after the wait, whether it's still wanted. */
export class Recorder {
  private readonly mutex = new Mutex();
  private lock: LockHandle | undefined;
  private isStopped = false;

  async start(): Promise<void> {
    this.lock = await this.mutex.acquire();
    if (this.isStopped) this.lock.release();
  }

  stop(): void {
    this.isStopped = true;
    this.lock?.release();
  }
}

/** Who leaves it waits until it's entered. */
export class Player {
  private readonly mutex = new Mutex();
  private lock: LockHandle | undefined;
  private started: Promise<void> | undefined;

  start(): Promise<void> {
    this.started ??= this.open();
    return this.started;
  }

  private async open(): Promise<void> {
    this.lock = await this.mutex.acquire();
  }

  async stop(): Promise<void> {
    await this.started;
    this.lock?.release();
  }
}

/** The halves of a scope that others put together: each caller owns the whole. */
export class Gate {
  private readonly semaphore: Semaphore;

  constructor(semaphore: Semaphore) {
    this.semaphore = semaphore;
  }

  async lock(): Promise<void> {
    await this.semaphore.acquire();
  }

  unlock(): void {
    this.semaphore.release();
  }
}

/** Helpers of one method, which enters and leaves. */
export class Importer {
  private readonly semaphore: Semaphore;

  constructor(semaphore: Semaphore) {
    this.semaphore = semaphore;
  }

  async import(read: () => Promise<void>): Promise<void> {
    await this.prepare();
    try {
      await read();
    } finally {
      this.finish();
    }
  }

  private async prepare(): Promise<void> {
    await this.semaphore.acquire();
  }

  private finish(): void {
    this.semaphore.release();
  }
}

/** What gives it back is set up once it is got. */
export class Runner {
  private readonly semaphore: Semaphore;

  constructor(semaphore: Semaphore) {
    this.semaphore = semaphore;
  }

  async run(start: () => { on(event: 'exit', listener: () => void): void }): Promise<void> {
    await this.semaphore.acquire();
    start().on('exit', () => this.semaphore.release());
  }
}

/** A timer is set before the wait, or behind another look, or for once, or it looks itself. */
export class Poller {
  private isStopped = false;
  private clock: ReturnType<typeof setInterval> | undefined;
  private next: ReturnType<typeof setTimeout> | undefined;
  private hint: ReturnType<typeof setTimeout> | undefined;
  private beat: ReturnType<typeof setInterval> | undefined;
  private readonly read: () => Promise<void>;

  constructor(read: () => Promise<void>) {
    this.read = read;
  }

  async start(): Promise<void> {
    this.clock = setInterval(() => void this.read(), 1000);
    await this.read();
    this.hint = setTimeout(() => console.log('slow'), 1000);
  }

  async poll(): Promise<void> {
    await this.read();
    if (this.isStopped) return;
    this.next = setTimeout(() => void this.poll(), 1000);
  }

  async pulse(): Promise<void> {
    await this.read();
    this.beat = setInterval(() => {
      if (!this.isStopped) console.log('still here');
    }, 1000);
  }

  stop(): void {
    this.isStopped = true;
    for (const timer of [this.hint, this.beat]) clearTimeout(timer);
    clearInterval(this.clock);
    clearTimeout(this.next);
    clearInterval(this.beat);
    clearTimeout(this.hint);
  }
}

/** A file, a connection: they are resources, not scopes. */
export class Session {
  private file: { close(): Promise<void> } | undefined;
  private connection: string | undefined;
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async start(path: string): Promise<void> {
    this.file = await openFile(path);
    this.connection = await this.pool.acquire();
  }

  async close(): Promise<void> {
    await this.file?.close();
    if (this.connection) this.pool.release(this.connection);
  }
}

/** The context belongs to the call. */
export class Tenants {
  run<T>(name: string, body: () => Promise<T>): Promise<T> {
    return tenant.run(name, body);
  }
}

/** One function takes it, and the object that it returns gives it back: nobody has that before. */
export async function openStore(mutex: Mutex): Promise<{ close(): void }> {
  const lock = await mutex.acquire();
  return { close: () => lock.release() };
}

const poller = new Poller(() => Promise.resolve());
void poller.start();
void poller.poll();
void poller.pulse();
process.on('SIGTERM', () => poller.stop());
