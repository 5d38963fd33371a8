/**
 * Ends this process when its parent is gone, also while it computes, when no event reaches it: a thread looks after the
 * parent. Processes of compilers go with it.
 */
import { Worker } from 'node:worker_threads';

const everyMs = 300;

/** `parent`: pid of the process that started this one. */
export function endWith(parent: number): void {
  const worker = new Worker(`(${watch})(require('node:worker_threads').workerData)`, {
    eval: true,
    workerData: { parent, everyMs },
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
function watch({ parent, everyMs }: { parent: number; everyMs: number }): void {
  const isThere = () => {
    // A process whose parent has died gets another one; on Windows it keeps the number.
    if (process.platform !== 'win32') return process.ppid === parent;
    try {
      return process.kill(parent, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  };
  setInterval(() => {
    if (!isThere()) process.kill(process.pid, 'SIGKILL');
  }, everyMs);
}
