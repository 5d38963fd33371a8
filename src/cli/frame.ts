/** The code around a finding: its place underlined with carets, the places of its witness with tildes. */
import type { Span } from '../core/finding.ts';
import type { Lines } from '../workspace/lines.ts';
import { type Paint, widthOf } from './style.ts';

export interface FrameOptions {
  readonly paint: Paint;
  /** Colours the carets. */
  readonly emphasis: (text: string) => string;
  readonly width: number | undefined;
}

/** Lines farther from the finding than this are not drawn: the witness names them anyway. */
const reach = 24;
const mostLines = 18;
const tab = '  ';

export function codeFrame(lines: Lines, main: Span, steps: readonly Span[], options: FrameOptions): string[] {
  const first = lines.at(main.start).line;
  const last = Math.min(lines.at(Math.max(main.end - 1, main.start)).line, first + 3);
  const wanted = new Set<number>();
  const want = (from: number, to: number) => {
    for (let n = Math.max(from, 1); n <= Math.min(to, lines.count); n++) wanted.add(n);
  };
  want(first - 1, last + 1);
  for (const step of steps) {
    const { line } = lines.at(step.start);
    if (Math.abs(line - first) <= reach && wanted.size < mostLines) want(line, line);
  }
  const drawn = [...wanted].sort((a, b) => a - b);
  const gutter = String(drawn.at(-1)).length;
  const { paint, emphasis } = options;
  const room = Math.max((options.width ?? 160) - gutter - 8, 20);
  const bar = paint.dim('│');
  const out: string[] = [];
  drawn.forEach((n, i) => {
    const before = drawn[i - 1];
    if (before !== undefined && n === before + 2) out.push(...row(n - 1));
    else if (before !== undefined && n > before + 2) out.push(`${' '.repeat(gutter + 3)}${paint.dim('⋮')}`);
    out.push(...row(n));
  });
  return out;

  function row(n: number): string[] {
    const source = lines.line(n);
    const start = lines.startOf(n);
    const marks = [...steps.map((span) => ({ span, mark: '~' })), { span: main, mark: '^' }]
      .filter(({ span }) => span.start <= start + source.length && Math.max(span.end, span.start + 1) > start)
      .map(({ span, mark }) => ({ ...clip(span, start, source), mark }))
      .filter((m) => m.to > m.from);
    const { text, offset } = crop(source, room, marks.at(-1)?.from ?? 0);
    const isMain = n >= first && n <= last;
    const number = String(n).padStart(gutter);
    const code = text.replaceAll('\t', tab);
    const shown = [` ${isMain ? emphasis('>') : ' '} ${isMain ? number : paint.dim(number)} ${bar} ${code}`.trimEnd()];
    if (!marks.length) return shown;
    const cells: string[] = [];
    for (const { from, to, mark } of marks) {
      const left = columnsTo(text, from - offset);
      const right = Math.max(columnsTo(text, to - offset), left + 1);
      for (let c = left; c < Math.min(right, room); c++) cells[c] = mark;
    }
    const line = Array.from(cells, (c) => c ?? ' ').join('');
    const painted = line.replace(/\^+/g, (m) => emphasis(m)).replace(/~+/g, (m) => paint.dim(m));
    if (line.trim()) shown.push(`   ${' '.repeat(gutter)} ${bar} ${painted}`);
    return shown;
  }
}

/** The part of a span that lies on a line, without the blanks around it, in columns from 0. */
function clip(span: Span, start: number, source: string): { from: number; to: number } {
  let from = Math.max(span.start - start, 0);
  let to = Math.min(Math.max(span.end, span.start + 1) - start, Math.max(source.length, span.start - start + 1));
  while (from < to && span.start < start && /\s/.test(source[from] ?? '')) from++;
  while (to > from + 1 && /\s/.test(source[to - 1] ?? '')) to--;
  return { from, to };
}

/** A window of a long line that shows `column`. */
function crop(source: string, room: number, column: number): { text: string; offset: number } {
  if (source.length <= room) return { text: source, offset: 0 };
  const offset = column < room - 20 ? 0 : column - Math.floor(room / 3);
  const text = source.slice(offset, offset + room - 1);
  const headed = offset > 0 ? `…${text.slice(1)}` : text;
  return { text: offset + room - 1 < source.length ? `${headed}…` : headed, offset };
}

function columnsTo(text: string, column: number): number {
  return widthOf(text.slice(0, Math.max(column, 0)).replaceAll('\t', tab));
}
