// Everything goes wrong here and nobody listens. An unhandled rejection or a thrown error ends it with a code.
import { KeyedLazy, KeyedMutex, Lazy, Mutex, TaskRegistry } from '../../../runtime/src/index.ts';

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

// Waits that nobody owns any more because every caller handled its own rejection and left.
const leave = { timeout: 1 };
const mutex = new Mutex();
const keyed = new KeyedMutex<string>();
const held = [mutex.tryAcquire(), keyed.tryAcquire('a')];
await Promise.allSettled([mutex.acquire(leave), mutex.runExclusive(boom, leave), keyed.acquire('a', leave)]);
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
process.stdout.write('quiet');
