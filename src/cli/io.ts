/** What a command has of its surroundings; tests put their own in. */
import type { ProgressStream } from './progress.ts';

export interface Io {
  readonly stdout: ProgressStream;
  readonly stderr: ProgressStream;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
