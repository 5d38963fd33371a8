/** One program of a run: what is told of its beginning and its end. */
import type { RunResult, Subject } from '../protocol/runner.ts';
import { output } from './output.ts';
import type { Reporter } from './reporter.ts';
import type { Stray } from './stray.ts';

export interface Surroundings {
  readonly reporter: Reporter;
  readonly stray: Stray;
  readonly signal: AbortSignal;
  /** How long it may be waited for a user's file that loads nothing more. */
  readonly patienceMs: number;
  /** To be called now and then by what lets nothing else run for long. */
  readonly alive: () => void;
}

export async function one(
  subject: Subject,
  { reporter, stray, signal }: Surroundings,
  run: (signal: AbortSignal) => Promise<RunResult>,
): Promise<void> {
  output('told');
  reporter.began(subject);
  reporter.ended(subject, await stray.around(signal, run));
}
