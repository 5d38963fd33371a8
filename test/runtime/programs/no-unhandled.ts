// Everything goes wrong here and nobody listens. An unhandled rejection or a thrown error ends it with a code.
import {
  CancellationToken,
  KeyedLazy,
  KeyedMutex,
  Lazy,
  Mutex,
  Semaphore,
  SharedCancellationToken,
  TaskGroup,
  TaskRegistry,
} from '../../../runtime/src/index.ts';

const boom = () => Promise.reject(new Error('boom'));
const tick = () => new Promise((resolve) => setTimeout(resolve, 20));

// A registry owns what it tracks: nobody awaits these promises.
const registry = new TaskRegistry();
registry.track(boom());
registry.track(boom);
registry.track(() => {
  throw new Error('sync');
});
registry.track(boom, { id: 'a' });
registry.track(boom, { id: 'a', onDuplicate: 'join' });
registry.track(boom, { id: 'a', onDuplicate: 'replace' });
try {
  registry.track(boom(), { id: 'a' });
} catch {}
await registry.close();
try {
  registry.track(boom());
} catch {}

// A group hands its failures to whoever closes it. Nobody awaits these promises either.
const outer = new AbortController();
const groups = [
  new TaskGroup({ signal: outer.signal }),
  new TaskGroup({ timeout: 5 }),
  new TaskGroup({ supervised: true, limit: 1 }),
  new TaskGroup({
    graceMs: 1,
    onStuck() {
      throw new Error('stuck');
    },
  }),
  new TaskGroup({ signal: AbortSignal.abort(new Error('before')) }),
];
for (const group of groups.slice(0, 4)) {
  group.spawn(tick);
  group.spawn((signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))));
  if (group !== groups[1]) group.spawn(boom);
  group.every(1, boom);
  group.spawn(tick);
}
for (const group of groups) {
  group.close();
  group.cancel();
}
outer.abort(new Error('outer'));
await tick();
await Promise.allSettled(groups.map((group) => group.close()));

// Tokens: who waits and leaves, and who is never served.
for (const token of [new CancellationToken(), new SharedCancellationToken()]) {
  await Promise.allSettled([token.wait({ timeout: 1 }), token.wait({ signal: AbortSignal.abort() })]);
  token.wait();
  token.signal.addEventListener('abort', () => {});
  token.cancel();
  token.reset();
  token.wait();
}

// Waits that nobody owns any more because every caller handled its own rejection and left.
const leave = { timeout: 1 };
const mutex = new Mutex();
const keyed = new KeyedMutex<string>();
const semaphore = new Semaphore(1);
const held = [mutex.tryAcquire(), keyed.tryAcquire('a'), semaphore.tryAcquire()];
await Promise.allSettled([
  mutex.acquire(leave),
  mutex.runExclusive(boom, leave),
  keyed.acquire('a', leave),
  semaphore.acquire(leave),
]);
for (const handle of held) handle?.release();

// An attempt that fails after everybody has left, at once or later; and one that is detached.
const late = async (signal: AbortSignal) => {
  await tick();
  throw signal.aborted ? signal.reason : new Error('late');
};
const lazy = new Lazy<never>(late);
const map = new KeyedLazy<string, never>();
await Promise.allSettled([lazy.get(undefined, leave), map.get('a', late, leave)]);
const detached = lazy.get(undefined, { timeout: 5 });
lazy.reset();
await Promise.allSettled([detached, lazy.get(undefined, leave)]);
await tick();
await tick();

// What is served leaves no timer behind: the process ends now, not in an hour.
const hour = { timeout: 3_600_000 };
using _lock = await mutex.acquire(hour);
const waiting = keyed.acquire('a').then((handle) => handle.release());
await keyed.runExclusive('a', () => tick(), hour);
await waiting;
await new Lazy(tick).get(undefined, hour);
const second = new TaskRegistry();
second.track(tick);
await second.idle(hour);
// A group that nobody closes, idle, with an hour to go; and one that has left its intervals and deadlines.
const idle = new TaskGroup({ timeout: 3_600_000, graceMs: 3_600_000, onStuck() {} });
await idle.spawn(tick);
const left = new TaskGroup({ timeout: 3_600_000, graceMs: 3_600_000, onStuck() {} });
left.every(3_600_000, tick);
await left.shield(3_600_000, tick);
await left.cancel();
const { signal } = new AbortController();
new CancellationToken().follow(signal);
process.stdout.write('quiet');
