/**
 * Tells where code runs that lets nobody else run: a thread looks whether the event loop turns, and if it does not,
 * stops the code for a moment by Node's inspector. By a pipe of its own, for the code that hangs may be in the middle of
 * what it writes.
 */
import { Worker } from 'node:worker_threads';
import { STUCK_FD } from './channel.ts';
import { ownCode } from './own-code.ts';

interface Watching {
  readonly beat: Int32Array;
  readonly afterMs: number;
  readonly fd: number;
  /** What paths of our own code begin with. */
  readonly ours: readonly string[];
}

/** Returns what is to be called while the event loop turns, at least five times in `afterMs`. */
export function tellWhereItHangs(afterMs: number): () => void {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const workerData: Watching = { beat, afterMs, fd: STUCK_FD, ours: ownCode };
  const worker = new Worker(`(${watch})(require('node:worker_threads').workerData, require)`, {
    eval: true,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
    execArgv: [],
    env: {},
  });
  worker.unref();
  // It only makes a message better.
  worker.on('error', () => {});
  return () => void Atomics.add(beat, 0, 1);
}

/** Runs in the thread, from its source text: it sees nothing of this module. */
function watch({ beat, afterMs, fd, ours }: Watching, load: NodeJS.Require): void {
  const { Session } = load('node:inspector') as typeof import('node:inspector');
  const { writeSync } = load('node:fs') as typeof import('node:fs');
  const { fileURLToPath } = load('node:url') as typeof import('node:url');
  let last = 0;
  let since = performance.now();
  let isTold = false;
  setInterval(() => {
    const now = Atomics.load(beat, 0);
    if (now !== last) {
      last = now;
      since = performance.now();
      isTold = false;
    } else if (!isTold && performance.now() - since > afterMs) {
      isTold = true;
      look();
    }
  }, afterMs / 5);

  function look(): void {
    const session = new Session();
    const files = new Map<string, string>();
    session.connectToMainThread();
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => files.set(scriptId, pathOf(url)));
    let steps = 0;
    session.on('Debugger.paused', ({ params: { callFrames } }) => {
      const place = callFrames
        .map(({ location }) => ({ file: files.get(location.scriptId) ?? '', line: location.lineNumber + 1 }))
        .find(({ file }) => isTheirs(file));
      // Between two promise jobs none of their code is on the stack: it comes with the next step.
      if (!place && ++steps < 50) {
        session.post('Debugger.stepInto');
        return;
      }
      session.post('Debugger.resume');
      session.disconnect();
      if (place) writeSync(fd, `${JSON.stringify(place)}\n`);
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  }

  function isTheirs(file: string): boolean {
    if (!/^(?:\/|[A-Za-z]:)/.test(file) || file.includes('/node_modules/')) return false;
    return !ours.some((folder) => file.startsWith(folder));
  }

  function pathOf(url: string): string {
    return (url.startsWith('file:') ? fileURLToPath(url) : url).replaceAll('\\', '/');
  }
}
