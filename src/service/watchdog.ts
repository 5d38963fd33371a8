/**
 * Ends this process when its parent is gone, also while it computes, when no event reaches it: a thread looks after the
 * parent. Processes of compilers go with it.
 */
import { Worker } from 'node:worker_threads';

const everyMs = 300;

export interface Watched {
  /** The process leads a group: all of it ends with it. On Windows it has none, and the system ends what it has started. */
  readonly group?: boolean;
  /** Megabytes that it may have in all: V8 limits its heap, but not what lies beside it. */
  readonly memory?: number | undefined;
}

/** `parent`: pid of the process that started this one. */
export function endWith(parent: number, { group = false, memory }: Watched = {}): void {
  const worker = new Worker(`(${watch})(require('node:worker_threads').workerData, require)`, {
    eval: true,
    workerData: { parent, everyMs, group, memory },
    // The thread has nothing to do but look.
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
    execArgv: [],
    env: {},
  });
  worker.unref();
  // Without the thread the end of the channel still ends the process, between two files.
  worker.on('error', () => {});
}

/** Runs in the thread, from its source text: it sees nothing of this module. */
function watch(
  { parent, everyMs, group, memory }: Watched & { parent: number; everyMs: number },
  load: NodeJS.Require,
): void {
  const isThere = () => {
    // A process whose parent has died gets another one; on Windows it keeps the number.
    if (process.platform !== 'win32') return process.ppid === parent;
    try {
      return process.kill(parent, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  };
  const end = () => process.kill(group && process.platform !== 'win32' ? -process.pid : process.pid, 'SIGKILL');
  setInterval(() => {
    if (!isThere()) end();
    if (!memory || process.memoryUsage.rss() < memory * 2 ** 20) return;
    load('node:fs').writeSync(2, 'out of memory: most of it outside of the heap\n');
    end();
  }, everyMs);
}
