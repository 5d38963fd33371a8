// An engine without Symbol.dispose, as some browsers are.
globalThis.Symbol = Object.create(Symbol, { dispose: { value: undefined }, asyncDispose: { value: undefined } });

const { KeyedMutex, Lazy, Mutex, TaskRegistry } = await import('../../../runtime/src/index.ts');
const mutex = new Mutex();
const handle = await mutex.acquire();
handle.release();
const byEsbuild = await mutex.acquire();
(byEsbuild as unknown as Record<symbol, () => void>)[Symbol.for('Symbol.dispose')]?.();
const lazy = await new Lazy(() => 'lazy').get();
const keyed = await new KeyedMutex<string>().runExclusive('a', () => 'keyed');
const task = await new TaskRegistry().track(() => 'task');
process.stdout.write([mutex.locked, lazy, keyed, task].join());
