import { KeyedMutex, Mutex, TaskGroup, TaskRegistry } from '../../../runtime/src/index.ts';
import type { Peers } from './peers.ts';

const COUNT = 50_000;
const never = () => new Promise<never>(() => {});

/** Bytes on the heap for each waiter or task, the promise that the caller holds included. */
export function memory({ asyncMutex, asyncSema, AwaitLock, pLimit, PQueue }: Peers): [string, number][] {
  const results: [string, number][] = [];
  const alive: unknown[] = []; // what they wait for
  const measure = (title: string, make: () => () => unknown) => {
    const one = make();
    alive.push(one);
    const kept: unknown[] = Array.from({ length: COUNT });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < COUNT; n++) kept[n] = one();
    globalThis.gc?.();
    results.push([title, (process.memoryUsage().heapUsed - before) / COUNT]);
    kept.length = 0;
  };
  measure('a pending promise', () => never);
  measure('Mutex, a waiter', () => {
    const mutex = new Mutex();
    mutex.tryAcquire();
    return () => mutex.acquire();
  });
  measure('Mutex, a waiter with a signal', () => {
    const mutex = new Mutex();
    mutex.tryAcquire();
    const { signal } = new AbortController();
    return () => mutex.acquire({ signal });
  });
  measure('KeyedMutex, a waiter', () => {
    const mutex = new KeyedMutex<string>();
    mutex.tryAcquire('a');
    return () => mutex.acquire('a');
  });
  measure('await-lock, a waiter', () => {
    const lock = new AwaitLock();
    void lock.acquireAsync();
    return () => lock.acquireAsync();
  });
  measure('async-sema, a waiter', () => {
    const sema = new asyncSema.Sema(1);
    void sema.acquire();
    return () => sema.acquire();
  });
  measure('async-mutex, a waiter', () => {
    const mutex = new asyncMutex.Mutex();
    void mutex.acquire();
    return () => mutex.acquire();
  });
  measure('p-limit, a waiter', () => {
    const limit = pLimit(1);
    void limit(never);
    return () => limit(never);
  });
  measure('p-queue, a waiter', () => {
    const queue = new PQueue({ concurrency: 1 });
    void queue.add(never);
    return () => queue.add(never);
  });
  measure('TaskGroup, a task', () => {
    const group = new TaskGroup();
    return () => group.spawn(never);
  });
  measure('TaskGroup, a task in line', () => {
    const group = new TaskGroup({ limit: 1 });
    group.spawn(never);
    return () => group.spawn(never);
  });
  measure('TaskRegistry, a task', () => {
    const registry = new TaskRegistry();
    return () => registry.track(never);
  });
  return alive.length > 0 ? results : [];
}
