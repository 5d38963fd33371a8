import { Semaphore } from '../index.ts';
import { FileLock } from '../node/index.ts';
import { label } from '../options.ts';
import type { Dropped } from './dropped.ts';
import type { Call, Method, Wrap } from './patch.ts';
import { placeOf, stackHere } from './place.ts';
import type { Resource, WaitGraph } from './wait-graph.ts';

interface Handle {
  release(): void;
}

/** What all locks have, whether in memory or on a disk. */
interface Lock {
  acquire(...args: never[]): Promise<Handle>;
  runExclusive(fn: never, ...args: never[]): Promise<unknown>;
}

/** Follows who holds and who waits for a Mutex, a KeyedMutex, a Semaphore or a FileLock. */
export function locks(graph: WaitGraph, dropped: Dropped, wrap: Wrap): void {
  const files = new Map<string, Resource>();
  const fileOf = (lock: FileLock): Resource => {
    // Objects with one path are one lock.
    const file = files.get(lock.path) ?? { owner: {}, label: label('FileLock', lock.name ?? lock.path) };
    files.set(lock.path, file);
    return file;
  };
  const watch = watcherOf(dropped, wrap);
  follow<Semaphore>(Semaphore.prototype, lockOf, ['tryAcquire']);
  follow<FileLock>(FileLock.prototype, fileOf, ['tryAcquire', 'acquireSync', 'tryAcquireSync']);

  function follow<L extends Lock>(prototype: L, resourceOf: (lock: L) => Resource, others: readonly (keyof L)[]): void {
    wrap(prototype, 'acquire', (acquire: Method) => {
      return function (this: L, ...args: never[]) {
        const resource = resourceOf(this);
        const watched = watch(resource);
        const promise = (acquire as Call).apply(this, args) as Promise<Handle>;
        promise.then(watched, () => {});
        return graph.waitable(resource, promise);
      } as Method;
    });
    wrap(prototype, 'runExclusive', (runExclusive: Method) => {
      return function (this: L, fn: (...handle: unknown[]) => unknown, ...args: never[]) {
        return graph.region(resourceOf(this), (region) => {
          const begun = (...handle: unknown[]) => {
            graph.begin(region);
            return fn(...handle);
          };
          return graph.endsWith(region, (runExclusive as Call).call(this, begun, ...args) as Promise<unknown>);
        });
      } as Method;
    });
    for (const name of others) {
      wrap(prototype, name, (get: Method) => {
        return function (this: L, ...args: never[]) {
          const watched = watch(resourceOf(this));
          const got = (get as Call).apply(this, args) as Promise<Handle | undefined> | Handle | undefined;
          if (got instanceof Promise) got.then(watched, () => {});
          else watched(got);
          return got;
        } as Method;
      });
    }
  }
}

/** Watches handles for being dropped unreleased; `release` of a kind of handle is known from the first one that is seen. */
function watcherOf(dropped: Dropped, wrap: Wrap): (resource: Resource) => (handle: Handle | undefined) => void {
  const kinds = new Set<unknown>();
  const known = (handle: Handle): void => {
    const kind = Object.getPrototypeOf(handle) as Handle;
    if (kinds.has(kind)) return;
    kinds.add(kind);
    wrap(kind, 'release', (release: Method) => {
      return function (this: Handle) {
        dropped.forget(this);
        return (release as Call).call(this);
      } as Method;
    });
  };
  return ({ label }) => {
    const message = `${label}, acquired at ${placeOf(stackHere())}, was dropped unreleased: nobody can release it any more. Use \`using\`, or release it in a \`finally\`.`;
    return (handle) => {
      if (handle === undefined) return;
      known(handle);
      dropped.watch(handle, message);
    };
  };
}

function lockOf(lock: Semaphore): Resource {
  // A lock of a KeyedMutex says its key.
  const label = (lock as unknown as { describe(): string }).describe().replace(/,$/, '');
  return { owner: lock, label };
}
