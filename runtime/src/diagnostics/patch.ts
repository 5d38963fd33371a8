import { KeyedLazy, Lazy, TaskGroup, TaskRegistry } from '../index.ts';
import { labelOf } from '../options.ts';
import { promiseTry } from '../promise-try.ts';
import type { Dropped } from './dropped.ts';
import { locks } from './locks.ts';
import { placeOf, stackHere } from './place.ts';
import type { Region, Resource, WaitGraph } from './wait-graph.ts';

export type Method = (this: never, ...args: never[]) => unknown;
export type Call = (this: unknown, ...args: unknown[]) => unknown;
export type Wrap = <T extends object>(prototype: T, name: keyof T, around: (original: Method) => Method) => void;

/**
 * Puts itself between the callers and the methods of the primitives, so that these know nothing of diagnostics and cost
 * nothing without them. Returns what undoes it.
 */
export function patch(graph: WaitGraph, dropped: Dropped): () => void {
  const undo: (() => void)[] = [];
  const wrap = <T extends object>(prototype: T, name: keyof T, around: (original: Method) => Method) => {
    const original = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    Object.defineProperty(prototype, name, { ...original, value: around(original.value as Method) });
    undo.push(() => Object.defineProperty(prototype, name, original));
  };
  locks(graph, dropped, wrap);
  lazies(graph, wrap);
  tasks(graph, dropped, wrap);
  return () => {
    for (const restore of undo) restore();
  };
}

function lazies(graph: WaitGraph, wrap: Wrap): void {
  wrap(Lazy.prototype, 'get', (get: Method) => {
    return function (this: Lazy<unknown>, ...args: never[]) {
      const resource: Resource = { owner: this, label: labelOf(this) };
      return attempt(
        graph,
        resource,
        () => this.pending,
        () => (get as Call).apply(this, args) as Promise<unknown>,
      );
    } as Method;
  });
  wrap(KeyedLazy.prototype, 'get', (get: Method) => {
    return function (this: KeyedLazy<unknown, unknown>, key: unknown, ...args: never[]) {
      const resource: Resource = { owner: this, key, label: `${labelOf(this)}, key ${String(key)}` };
      const call = () => (get as Call).call(this, key, ...args) as Promise<unknown>;
      return attempt(graph, resource, () => this.pending(key), call);
    } as Method;
  });
}

/** A get begins an attempt, which is a region; or joins one, which is a wait; or finds the value. */
function attempt(graph: WaitGraph, resource: Resource, pending: () => boolean, get: () => Promise<unknown>) {
  if (pending()) return graph.waitable(resource, get());
  return graph.region(resource, (region) => {
    // Begun before its init function is called, which may ask for it again at once.
    graph.begin(region);
    return graph.endsWith(region, get());
  });
}

function tasks(graph: WaitGraph, dropped: Dropped, wrap: Wrap): void {
  const unclosed = (group: object) => {
    const label = labelOf(group as TaskGroup);
    const remedy = 'Await `close`, or use `run` or `await using`.';
    dropped.watch(
      group,
      `${label}, used at ${placeOf(stackHere())}, was dropped and never closed: what failed in it is seen by nobody. ${remedy}`,
    );
  };
  wrap(TaskRegistry.prototype, 'track', (track: Method) => asTask(graph, track, () => {}));
  wrap(TaskGroup.prototype, 'spawn', (spawn: Method) => asTask(graph, withStack(spawn, 1), unclosed));
  wrap(TaskGroup.prototype, 'every', (every: Method) => asTask(graph, withStack(every, 2), unclosed));
  wrap(TaskGroup.prototype, 'run', (run: Method) => {
    return function (this: TaskGroup, body: (group: TaskGroup) => unknown) {
      dropped.forget(this);
      const resource: Resource = { owner: this, label: labelOf(this) };
      const region = (group: TaskGroup) =>
        graph.region(resource, (own) => {
          graph.begin(own);
          return graph.endsWith(
            own,
            promiseTry(() => body(group)),
          );
        });
      return (run as Call).call(this, region);
    } as Method;
  });
  const waiting = (original: Method) => {
    return function (this: TaskGroup, ...args: never[]) {
      dropped.forget(this);
      const promise = (original as Call).apply(this, args) as Promise<unknown>;
      return graph.waitable({ owner: this, label: labelOf(this) }, promise);
    } as Method;
  };
  for (const name of ['idle', 'close'] as const) wrap(TaskRegistry.prototype, name, waiting);
  for (const name of ['close', 'cancel', Symbol.asyncDispose] as const) wrap(TaskGroup.prototype, name, waiting);
}

/** Whoever awaits what this returns waits for the task; whoever waits for the owner waits for it, too. */
function asTask(graph: WaitGraph, original: Method, used: (owner: object) => void): Method {
  return function (this: TaskGroup, ...args: never[]) {
    const resource: Resource = { owner: this, label: labelOf(this) };
    used(this);
    const start = (region: Region) => {
      graph.begin(region);
      try {
        const promise = graph.endsWith(region, (original as Call).apply(this, args) as Promise<unknown>);
        return graph.waitable({ owner: region, label: `a task of ${resource.label}` }, promise);
      } catch (error) {
        graph.end(region);
        throw error;
      }
    };
    return graph.region(resource, start, true);
  } as Method;
}

/** `onStuck` is told where the task was spawned. */
function withStack(original: Method, index: number): Method {
  return function (this: never, ...args: unknown[]) {
    args[index] = { ...(args[index] as object | undefined), stack: stackHere() };
    return (original as Call).apply(this, args);
  } as Method;
}
