import { KeyedMutex, Lazy, Mutex, Semaphore, TaskGroup, TaskRegistry } from '../../../runtime/src/index.ts';
import type { Peers } from './peers.ts';

/** Does one thing so often. */
export type Contender = (times: number) => Promise<unknown>;

export interface Case {
  readonly title: string;
  readonly times: number;
  /** The first is ours: ratios are to it. */
  readonly contenders: Readonly<Record<string, Contender>>;
}

const nothing = () => {};
const asyncNothing = async () => {};

/** One after the other. Where a step is so short that this call counts, contenders loop themselves. */
function serially(step: () => unknown): Contender {
  return async (times) => {
    for (let n = 0; n < times; n++) await step();
  };
}

/** All at once. */
function together(start: () => Promise<unknown>): Contender {
  return (times) => Promise.all(Array.from({ length: times }, start));
}

export function cases({ asyncMutex, asyncSema, AwaitLock, pLimit, PQueue, effect, effection }: Peers): Case[] {
  const [mutex, keyed, semaphore] = [new Mutex(), new KeyedMutex<string>(), new Semaphore(4)];
  const [theirs, awaitLock, sema] = [new asyncMutex.Mutex(), new AwaitLock(), new asyncSema.Sema(1)];
  const [limit, queue] = [pLimit(1), new PQueue({ concurrency: 1 })];
  const [semaphore4, sema4] = [new asyncMutex.Semaphore(4), new asyncSema.Sema(4)];
  const [limit4, queue4] = [pLimit(4), new PQueue({ concurrency: 4 })];
  const lazy = new Lazy(() => 1);
  const { signal } = new AbortController();
  const { Effect, Fiber } = effect;
  return [
    {
      title: 'a free lock: await acquire, release',
      times: 20_000,
      contenders: {
        Mutex: async (times) => {
          for (let n = 0; n < times; n++) (await mutex.acquire()).release();
        },
        'Mutex, with a signal': async (times) => {
          for (let n = 0; n < times; n++) (await mutex.acquire({ signal })).release();
        },
        KeyedMutex: async (times) => {
          for (let n = 0; n < times; n++) (await keyed.acquire('a')).release();
        },
        'await-lock': async (times) => {
          for (let n = 0; n < times; n++) {
            await awaitLock.acquireAsync();
            awaitLock.release();
          }
        },
        'async-sema': async (times) => {
          for (let n = 0; n < times; n++) {
            await sema.acquire();
            sema.release();
          }
        },
        'async-mutex': async (times) => {
          for (let n = 0; n < times; n++) (await theirs.acquire())();
        },
      },
    },
    {
      title: 'a free lock: run a function under it',
      times: 20_000,
      contenders: {
        'Mutex.runExclusive': serially(() => mutex.runExclusive(nothing)),
        'p-limit': serially(() => limit(nothing)),
        'async-mutex': serially(() => theirs.runExclusive(nothing)),
        'p-queue': serially(() => queue.add(nothing)),
      },
    },
    {
      title: 'a lock with 2,000 in line',
      times: 2000,
      contenders: {
        Mutex: together(async () => (await mutex.acquire()).release()),
        'await-lock': together(async () => {
          await awaitLock.acquireAsync();
          awaitLock.release();
        }),
        'async-sema': together(async () => {
          await sema.acquire();
          sema.release();
        }),
        'async-mutex': together(async () => (await theirs.acquire())()),
        'p-limit': together(() => limit(nothing)),
        'p-queue': together(() => queue.add(nothing)),
      },
    },
    {
      title: 'four at a time, 2,000 async functions in line',
      times: 2000,
      contenders: {
        'Semaphore.runExclusive': together(() => semaphore.runExclusive(asyncNothing)),
        'TaskGroup, limit 4': async (times) => {
          const group = new TaskGroup({ limit: 4 });
          for (let n = 0; n < times; n++) group.spawn(asyncNothing);
          await group.close();
        },
        'async-mutex': together(() => semaphore4.runExclusive(asyncNothing)),
        'async-sema': together(async () => {
          await sema4.acquire();
          await asyncNothing();
          sema4.release();
        }),
        'p-limit': together(() => limit4(asyncNothing)),
        'p-queue': together(() => queue4.add(asyncNothing)),
      },
    },
    {
      title: 'spawn + join, one after the other',
      times: 2000,
      contenders: {
        'TaskGroup.spawn': async (times) => {
          const group = new TaskGroup();
          for (let n = 0; n < times; n++) await group.spawn(asyncNothing);
          await group.close();
        },
        'TaskRegistry.track': async (times) => {
          const registry = new TaskRegistry();
          for (let n = 0; n < times; n++) await registry.track(asyncNothing);
          await registry.close();
        },
        effect: (times) =>
          Effect.runPromise(
            Effect.gen(function* () {
              for (let n = 0; n < times; n++) yield* Fiber.join(yield* Effect.forkChild(Effect.promise(asyncNothing)));
            }),
          ),
        effection: (times) =>
          effection.run(function* () {
            for (let n = 0; n < times; n++) {
              const task = yield* effection.spawn(function* () {
                yield* effection.until(asyncNothing());
              });
              yield* task as Iterable<never>;
            }
          }),
      },
    },
    {
      title: 'spawn 100, join all',
      times: 100,
      contenders: {
        'TaskGroup.run': (times) =>
          new TaskGroup().run((group) => {
            for (let n = 0; n < times; n++) group.spawn(asyncNothing);
          }),
        effect: (times) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const fibers: unknown[] = [];
              for (let n = 0; n < times; n++) fibers.push(yield* Effect.forkChild(Effect.promise(asyncNothing)));
              for (const fiber of fibers) yield* Fiber.join(fiber);
            }),
          ),
        effection: (times) =>
          effection.run(function* () {
            const tasks: Iterable<never>[] = [];
            for (let n = 0; n < times; n++) {
              const task = yield* effection.spawn(function* () {
                yield* effection.until(asyncNothing());
              });
              tasks.push(task as Iterable<never>);
            }
            for (const task of tasks) yield* task;
          }),
        'Promise.all, which owns nothing': together(asyncNothing),
      },
    },
    {
      title: 'a value that is there',
      times: 50_000,
      contenders: {
        'Lazy.get': serially(() => lazy.get()),
        'await of a promise': serially(() => resolved),
      },
    },
  ];
}

const resolved = Promise.resolve(1);
