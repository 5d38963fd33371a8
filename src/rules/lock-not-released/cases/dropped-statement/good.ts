import { FileLock } from '@raceguard/runtime/node';

interface Turnstile {
  acquire(): Promise<void>;
  release(): void;
}

interface Ticket {
  readonly no: number;
}

declare const queue: { acquire(): Promise<Ticket> };

/** What is taken here is given back by the object itself, from elsewhere. */
export async function enter(gate: Turnstile): Promise<void> {
  await gate.acquire();
}

export async function draw(): Promise<void> {
  await queue.acquire();
}

/** The one process that got it holds it until it ends. */
export async function serve(listen: () => Promise<void>): Promise<void> {
  const lock = await new FileLock('server.lock').tryAcquire();
  if (!lock) throw new Error('It runs already.');
  await listen();
}

export async function serveAtOnce(listen: () => Promise<void>): Promise<void> {
  const lock = new FileLock('server.lock').tryAcquireSync();
  if (!lock) throw new Error('It runs already.');
  await listen();
}
