// Compiled and run in a project that has installed the package, under every module system, compiler and Node. There the
// import names the package: here it would need a build.
import {
  CancellationToken,
  ClosedError,
  DuplicateIdError,
  type Init,
  KeyedLazy,
  KeyedMutex,
  Lazy,
  type LockHandle,
  Mutex,
  RaceguardError,
  Semaphore,
  SharedCancellationToken,
  type Task,
  TaskGroup,
  TaskGroupError,
  TaskRegistry,
  TimeoutError,
} from '../../../runtime/src/index.ts';
import { type Exploration, explore, exploring, type Trial } from '../../../runtime/src/testing/index.ts';

declare const console: { log(text: string): void };

function check(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)}`);
}

class Session {
  private readonly client = new Lazy<{ id: number }>();
  made = 0;
  private readonly connect: Init<{ id: number }> = async (signal) => {
    signal satisfies { readonly aborted: boolean };
    return { id: ++this.made };
  };

  get(timeout?: number) {
    return this.client.get(this.connect, { timeout });
  }

  close() {
    const id: number | undefined = this.client.peek()?.id;
    this.client.reset();
    return id;
  }
}

async function main(): Promise<void> {
  const session = new Session();
  const [a, b] = await Promise.all([session.get(), session.get(1000)]);
  check('Lazy', a, b);
  check('Lazy.peek', session.close(), 1);

  const cache = new KeyedLazy<string, number>();
  await cache.get('a', () => 1);
  check('KeyedLazy', [...cache].join(), 'a,1');

  const mutex = new Mutex({ name: 'm' });
  async function region(): Promise<string> {
    using lock = await mutex.acquire();
    lock satisfies LockHandle;
    const error: unknown = await mutex.acquire({ timeout: 1 }).catch((reason: unknown) => reason);
    check('family', error instanceof RaceguardError, true);
    return error instanceof TimeoutError ? error.code : 'no timeout';
  }
  check('Mutex', await region(), 'RACEGUARD_TIMEOUT');
  check('using', mutex.locked, false);
  const n: number = await new KeyedMutex<string>().runExclusive('k', async () => 2);
  check('KeyedMutex', n, 2);

  const both: number[] = await Promise.all([1, 2].map((i) => new Semaphore(2).runExclusive(() => i)));
  check('Semaphore', both.join(), '1,2');

  const group = new TaskGroup({ name: 'g', limit: 2, supervised: true });
  const total: number = await group.run(async ({ signal }) => {
    signal satisfies { readonly aborted: boolean };
    return (await group.spawn(() => 1)) + (await group.spawn(async () => 2, { name: 'two' }));
  });
  check('TaskGroup', total, 3);
  const failing = new TaskGroup();
  void failing.spawn(() => Promise.reject(new Error('failed')));
  const failure: unknown = await failing.close().catch((reason: unknown) => reason);
  check('TaskGroupError', failure instanceof TaskGroupError && failure.errors.length, 1);
  check('AggregateError', failure instanceof AggregateError && failure instanceof RaceguardError, true);
  async function scope(): Promise<string> {
    await using own = new TaskGroup();
    void own.spawn(() => 1);
    return own.state;
  }
  check('await using', await scope(), 'open');

  const token = new CancellationToken<string>();
  const shared: CancellationToken<number> = new SharedCancellationToken();
  const snapshot = token.snapshot();
  check('cancel', token.cancel('stop') && token.reset() && shared.cancel(3), true);
  const why: string | undefined = snapshot.reason;
  check('snapshot', `${why} ${(await snapshot.wait()).epoch} ${shared.reason}`, 'stop 0 3');

  const registry = new TaskRegistry<string>();
  const task: Task<number> = (signal) => new Promise((resolve) => (signal.aborted ? resolve(0) : resolve(1)));
  const one: Promise<number> = registry.track(task, { id: 't' });
  let thrown: unknown;
  try {
    registry.track(task, { id: 't' });
  } catch (error) {
    thrown = error;
  }
  check('DuplicateIdError', thrown instanceof DuplicateIdError, true);
  check('TaskRegistry', await one, 1);
  void registry.track(Promise.reject(new Error('failed')));
  check('close', (await registry.close({ late: 'reject' })).length, 1);
  try {
    registry.track(task);
  } catch (error) {
    check('ClosedError', error instanceof ClosedError, true);
  }

  // @ts-expect-error the value has another type
  void new Lazy<number>(() => 'text');
  // @ts-expect-error ids of another type
  registry.has(1);
  const misuse = () => {
    // @ts-expect-error read only
    registry.size = 1;
  };
  void misuse;

  const update = (lock?: Mutex) => async (t: Trial) => {
    let balance = 0;
    const store = t.wrapAll({
      read: async () => balance,
      write: async (value: number) => {
        balance = value;
      },
    });
    const add = async () => store.write((await store.read()) + 1);
    for (const name of ['A', 'B']) t.task(name, () => (lock === undefined ? add() : lock.runExclusive(add)));
    await t.all();
    check('balance', balance, 2);
  };
  const lost: Exploration = await explore(update());
  check('explore', lost.failure?.kind, 'error');
  check('replay', (await explore(update(), { replay: lost.failure?.replay })).failure?.text, lost.failure?.text);
  const test: () => Promise<void> = exploring((t) => update(new Mutex())(t));
  await test();
  console.log('ok');
}

void main();
