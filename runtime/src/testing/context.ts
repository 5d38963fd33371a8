import type { Lane } from './lane.ts';

interface Storage {
  getStore(): Lane | undefined;
  run<R>(lane: Lane, fn: () => R): R;
}

interface Host {
  process?: { getBuiltinModule?: (name: string) => { AsyncLocalStorage?: new () => Storage } | undefined };
}

/**
 * Tells which task a call comes from, where the engine can: AsyncLocalStorage of Node, Deno and Bun. Elsewhere a call
 * counts for the task whose step was chosen last, unless it names its task itself (`task.step`).
 *
 * @internal
 */
export const context: Storage | undefined = storage();

function storage(): Storage | undefined {
  const module = (globalThis as Host).process?.getBuiltinModule?.('node:async_hooks');
  return module?.AsyncLocalStorage === undefined ? undefined : new module.AsyncLocalStorage();
}
