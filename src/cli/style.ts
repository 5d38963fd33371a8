/** Colours and widths of a terminal. */
import pc from 'picocolors';
import type { Severity } from '../core/finding.ts';

export type Paint = ReturnType<typeof pc.createColors>;

export interface View {
  readonly paint: Paint;
  /** Columns to wrap at; undefined where the output is no terminal: then nothing is wrapped. */
  readonly width: number | undefined;
  readonly verbose: boolean;
}

interface Stream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The flag wins over NO_COLOR, that over FORCE_COLOR, and that over what the stream is. */
export function wantsColor(stream: Stream, env: NodeJS.ProcessEnv, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

export function viewOf(stream: Stream, env: NodeJS.ProcessEnv, flag: boolean | undefined, verbose: boolean): View {
  const width = stream.isTTY ? Math.min(Math.max(stream.columns || 100, 40), 140) : undefined;
  return { paint: pc.createColors(wantsColor(stream, env, flag)), width, verbose };
}

export function paintSeverity(paint: Paint, severity: Severity | 'note'): (text: string) => string {
  if (severity === 'error') return (text) => paint.bold(paint.red(text));
  if (severity === 'warning') return (text) => paint.bold(paint.yellow(text));
  return (text) => paint.bold(paint.blue(text));
}

/** Code in backticks is set off; the backticks stay, so that the text reads the same without colours. */
export function paintCode(paint: Paint, text: string): string {
  return text.replace(/`[^`]*`/g, (code) => paint.cyan(code));
}

/** Breaks prose at spaces, code in backticks kept whole where it fits. The first line may be shorter by `used`. */
export function wrap(text: string, width: number | undefined, used = 0): string[] {
  if (!width) return [text];
  const words = (text.match(/(?:`[^`]*`|\S)+/g) ?? []).flatMap((w) => (widthOf(w) > width ? w.split(' ') : w));
  const lines: string[] = [];
  let line = '';
  let room = width - used;
  for (const word of words) {
    if (line && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line);
      line = word;
      room = width;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns that a text takes, without colours. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += wide.test(char) ? 2 : /\p{Mn}|\u200d|\ufe0f/u.test(char) ? 0 : 1;
  return width;
}
