/** What programs throw where nobody awaits it: in a timer, in an event. It ends the run of that program, not the process. */
import type { RunResult } from '../protocol/runner.ts';

/** One at a time: whoever runs now is blamed. */
export class Stray {
  #current: AbortController | undefined;

  constructor() {
    process.on('uncaughtException', (error) => this.#catch(error));
    // While it explores, the explorer takes these, and counts them as failures of a schedule.
    process.on('unhandledRejection', (reason) => this.#catch(reason));
  }

  /** `run` gets a signal that aborts with what was thrown. */
  async around(signal: AbortSignal, run: (signal: AbortSignal) => Promise<RunResult>): Promise<RunResult> {
    const started = performance.now();
    const control = new AbortController();
    this.#current = control;
    try {
      return await run(AbortSignal.any([signal, control.signal]));
    } catch (error) {
      if (!control.signal.aborted || error !== control.signal.reason) throw error;
      const { message, stack } = (error as StrayError).cause as Error;
      return {
        asExpected: false,
        summary: 'it failed outside of its steps',
        failure: { kind: 'error', message, text: `${(error as Error).message}\n\n${stack ?? message}\n` },
        ms: Math.round(performance.now() - started),
      };
    } finally {
      this.#current = undefined;
    }
  }

  #catch(thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (this.#current) this.#current.abort(new StrayError(error));
    else process.stderr.write(`${error.stack ?? error.message}\n`);
  }
}

class StrayError extends Error {
  constructor(cause: Error) {
    super('The program threw where nobody awaits it: in a timer or an event. No schedule controls that.', { cause });
  }
}
