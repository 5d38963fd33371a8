/** Processes of a worker script. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Order } from './clone.worker.ts';
import { gitEnvironment } from './origin.ts';

const PATIENCE_MS = 600;

export class Workers {
  readonly #signal: AbortSignal;
  readonly #running = new Set<ChildProcess>();

  /** @param signal rejects what is waited for when it aborts; `end` them then */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Resolves when it is ready. */
  async start(script: string, args: readonly string[]): Promise<Worker> {
    this.#signal.throwIfAborted();
    // The extension's runner is VS Code's own program, which is Node only if it is told to be.
    const env = { ...gitEnvironment(), ELECTRON_RUN_AS_NODE: '1' };
    const child = fork(script, args, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    const worker = new Worker(child, this.#signal);
    await worker.said();
    return worker;
  }

  /** Resolves when none is left, nor its git. */
  async end(): Promise<void> {
    await Promise.all(
      [...this.#running].map(async (child) => {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
        if (child.connected) child.disconnect();
        await gone;
        clearTimeout(late);
      }),
    );
  }
}

export class Worker {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;

  constructor(child: ChildProcess, signal: AbortSignal) {
    this.#child = child;
    this.#signal = signal;
  }

  /** Returns how it went. */
  tell(order: Order): Promise<string> {
    const said = this.said();
    this.#child.send(order);
    return said;
  }

  /** What it says next. */
  async said(): Promise<string> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    try {
      const ended = once(this.#child, 'exit', { signal }).then(([code, by]) => [
        `ended without a word, by ${by ?? code}`,
      ]);
      return (await Promise.race([once(this.#child, 'message', { signal }), ended]))[0];
    } finally {
      over.abort();
    }
  }

  /** Resolves when it is gone. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
