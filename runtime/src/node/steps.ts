/**
 * The narrow port between the protocol and a file system. The protocol is written as generators that yield one
 * file-system call at a time, so the same lines run on `node:fs`, synchronously or not, and in a model checker.
 */
export interface Disk {
  /** Every call that changes something returns nothing, or why it failed. Each is one atomic step. */
  link(from: string, to: string): Failure | undefined;
  unlink(path: string): Failure | undefined;
  mkdir(path: string): Failure | undefined;
  rmdir(path: string): Failure | undefined;
  rename(from: string, to: string): Failure | undefined;
  /** Makes a file that is not there yet. A crash or a full disk in between leaves it with less than all its text. */
  create(path: string, text: string, durable?: boolean): Failure | undefined;
  /** Waits until the names in a directory are on the disk. */
  flush(folder: string): Failure | undefined;
  read(path: string): string | Failure;
  list(folder: string): readonly string[] | Failure;
  /** How many names a file has; 0 if it is not there. */
  links(path: string): number;
  /** When a file was last renewed, in any form that changes with it. */
  stamp(path: string): string;
  /** What is known of the thread that a token names. Dead is for ever. */
  judge(token: string): Verdict;
  pause(ms: number): void;
}

export type AsyncDisk = {
  readonly [K in keyof Disk]: (...args: Parameters<Disk[K]>) => ReturnType<Disk[K]> | Promise<ReturnType<Disk[K]>>;
};

export type Verdict = 'alive' | 'dead' | 'unknown';

/** A system error. */
export interface Failure {
  readonly code?: string | undefined;
}

/** One call: its name and arguments. */
export type Step = readonly [name: keyof Disk, a: string | number, b?: string | undefined, c?: boolean | undefined];
export type Steps<T> = Generator<Step, T, unknown>;

type Call<K extends keyof Disk> = Generator<Step, ReturnType<Disk[K]>, unknown>;

/** `const failure = yield* call('link', own, lock)` */
export function* call<K extends keyof Disk>(name: K, ...args: Parameters<Disk[K]>): Call<K> {
  return (yield [name, ...args] as unknown as Step) as ReturnType<Disk[K]>;
}

export function perform(disk: Disk, step: Step): unknown;
export function perform(disk: AsyncDisk, step: Step): unknown;
export function perform(disk: Disk | AsyncDisk, [name, a, b, c]: Step): unknown {
  return (disk[name] as (a: string | number, b?: string, c?: boolean) => unknown)(a, b, c);
}

/** Runs all steps in this one. */
export function runSync<T>(steps: Steps<T>, disk: Disk): T {
  let next = steps.next();
  while (!next.done) next = steps.next(perform(disk, next.value));
  return next.value;
}

/** Calls that cost a few microseconds where a turn of the thread pool costs hundreds: a hand-off would wait for it. */
const AT_ONCE: readonly string[] = ['link', 'read', 'judge'];

/** Runs the steps without blocking, but for the first ones: to try for the lock, and to see who holds it. */
export function run<T>(steps: Steps<T>, disk: Disk, asyncDisk: AsyncDisk): T | Promise<T> {
  let next = steps.next();
  while (!next.done && AT_ONCE.includes(next.value[0])) next = steps.next(perform(disk, next.value));
  return next.done ? next.value : rest(steps, next, asyncDisk);
}

async function rest<T>(steps: Steps<T>, from: IteratorResult<Step, T>, disk: AsyncDisk): Promise<T> {
  let next = from;
  while (!next.done) next = steps.next(await perform(disk, next.value));
  return next.value;
}

/** Throws a failure that is none of the expected ones. */
export function expect(failure: Failure | undefined, ...codes: string[]): void {
  if (failure !== undefined && !codes.includes(failure.code ?? '')) throw failure;
}
