/** What runs came to, for people. */
import { existsSync, readFileSync } from 'node:fs';
import { textOf } from '../picture/index.ts';
import type { Place, RunResult } from '../protocol/runner.ts';
import { shown } from '../workspace/paths.ts';
import type { Ran } from './runner-run.ts';
import { type Paint, paintCode, type View, widthOf, wrap } from './style.ts';

/** The steps of the schedule that a result shows, and the line where it goes wrong. */
export function scheduleBlock({ explored, failure }: RunResult, cwd: string, { paint, width }: View): string {
  if (!explored) return failure ? indented(failure.text.trimEnd()) : '';
  const { picture } = explored;
  const names = Math.max(0, ...picture.steps.map(({ task }) => widthOf(task)));
  const lines = textOf(picture)
    .split('\n')
    .flatMap((line) => folded(line, names, width));
  const place = picture.failure?.place;
  return [...lines.map((line) => painted(line, paint)), ...(place ? ['', ...sourceLine(place, cwd, paint)] : [])].join(
    '\n',
  );
}

/** What a step does goes on below where it began. `names`: columns of the tasks' names. */
function folded(line: string, names: number, width: number | undefined): string[] {
  const [, lead] = /^( [ >] +\d+ {2}(?: *\d+ ms {2})?)/.exec(line) ?? [];
  const indent = lead === undefined ? 3 : lead.length + names + 2;
  if (width === undefined || indent > width / 2) return [line];
  const [first = '', ...rest] = wrap(line.slice(indent), width - indent);
  return [line.slice(0, indent) + first, ...rest.map((more) => ' '.repeat(indent) + more)];
}

function painted(line: string, paint: Paint): string {
  if (line.startsWith(' ✖')) return paint.red(line);
  if (line.startsWith(' ✔')) return paint.green(line);
  return line.startsWith(' >') ? ` ${paint.bold(paint.yellow('>'))}${line.slice(2)}` : line;
}

function sourceLine({ file, line, column }: Place, cwd: string, paint: Paint): string[] {
  const at = `   ${paint.dim(`at ${shown(cwd, file)}:${line}:${column}`)}`;
  const text = sources()({ file, line, column });
  if (text === undefined) return [at];
  const code = text.slice(0, 160).replaceAll('\t', ' ');
  return [
    at,
    ` ${paint.red('>')} ${line} ${paint.dim('│')} ${code}`,
    `   ${' '.repeat(String(line).length)} ${paint.dim('│')} ${' '.repeat(column - 1)}${paint.red('^')}`,
  ];
}

/** Of sources that are shown: asked for again and again. */
export function sources(): (place: Place) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    if (!files.has(file)) files.set(file, existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/) : []);
    return files.get(file)?.[line - 1];
  };
}

/** Why a run ended before its end. */
export function stoppedBlock({ stopped }: Ran, cwd: string, { paint, width }: View): string {
  if (!stopped) return '';
  const lines = wrap(stopped.message.replaceAll(`${cwd}/`, ''), width && width - 2).map((line) =>
    paintCode(paint, line),
  );
  return ` ${paint.red('✖')} ${lines.join('\n   ')}`;
}

export function outputBlock(output: string, { paint }: View): string {
  return output === '' ? '' : `   ${paint.dim('it prints')}\n${indented(output.trimEnd())}`;
}

export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '   ');
}

/** Paragraphs, a blank line between them; empty ones are left out. */
export function joined(...blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}
