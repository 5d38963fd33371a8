/** One line on a terminal's stderr that tells how far the check is. Elsewhere it stays silent. */
import { widthOf } from './style.ts';

export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const pause = 80;

export class Progress {
  private readonly stream: ProgressStream;
  private readonly live: boolean;
  private drawn = false;
  private last = Number.NEGATIVE_INFINITY;

  constructor(stream: ProgressStream, env: NodeJS.ProcessEnv) {
    this.stream = stream;
    this.live = stream.isTTY === true && env.TERM !== 'dumb' && !env.CI;
  }

  /** `now` skips the pause between two drawings: for what takes long. */
  show(text: string, now = false): void {
    if (!this.live || (!now && performance.now() - this.last < pause)) return;
    this.last = performance.now();
    // A terminal may not know its width and say 0.
    const room = (this.stream.columns || 80) - 1;
    let line = text;
    while (line && widthOf(line) > room) line = line.slice(0, -1);
    this.stream.write(`\r\x1b[2K${line}`);
    this.drawn = true;
  }

  /** Takes the line away: before anything else is written, and at the end. */
  clear(): void {
    if (!this.drawn) return;
    this.stream.write('\r\x1b[2K');
    this.drawn = false;
  }
}
