/**
 * Edits of one file that may nest: a range that is moved or wrapped carries the edits inside it along. Text that must
 * stay as it is, line for line (templates, strings over several lines), is not indented with the code around it.
 */
import type { TextEdit } from '../finding.ts';
import type { Node, SourceTree } from '../syntax.ts';
import { K, startOf } from '../syntax.ts';

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string | (() => string);
  readonly order: number;
}

/** Stands behind a line break inside a template: the line is content, not code. Never leaves this file. */
const content = '\uE000';

export class Draft {
  private readonly pieces: Piece[] = [];
  private readonly rendering = new Set<Piece>();
  private readonly used = new Set<Piece>();
  private opaque: readonly { readonly start: number; readonly end: number }[] | undefined;

  private readonly tree: SourceTree;

  constructor(tree: SourceTree) {
    this.tree = tree;
  }

  /** A function renders late: it may take text with `text` and so place the edits inside. */
  replace(start: number, end: number, text: string | (() => string)): void {
    this.pieces.push({ start, end, text, order: this.pieces.length });
  }

  replaceNode(node: Node, text: string | (() => string)): void {
    this.replace(startOf(this.tree, node), node.end, text);
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  remove(start: number, end: number): void {
    this.replace(start, end, '');
  }

  /** A range of the file with the edits inside it made. */
  text(start: number, end: number): string {
    let out = '';
    let at = start;
    for (const piece of this.outermost(start, end)) {
      out += this.source(at, piece.start) + this.render(piece);
      at = piece.end;
    }
    return out + this.source(at, end);
  }

  textOf(node: Node): string {
    return this.text(startOf(this.tree, node), node.end);
  }

  /** `undefined` when two edits cross, or one would be lost inside a range that another throws away. */
  edits(): TextEdit[] | undefined {
    this.used.clear();
    const outer = this.outermost(0, this.tree.text.length);
    const file = this.tree.fileName;
    let at = 0;
    const edits: TextEdit[] = [];
    for (const piece of outer) {
      if (piece.start < at) return undefined;
      at = piece.end;
      const text = this.render(piece).replaceAll(content, '');
      if (piece.start < piece.end || text) edits.push({ file, start: piece.start, end: piece.end, text });
    }
    const isLost = (piece: Piece) => !this.used.has(piece) && piece.text !== '';
    return this.pieces.some(isLost) ? undefined : edits;
  }

  private outermost(start: number, end: number): Piece[] {
    const inside = this.pieces
      .filter((p) => start <= p.start && p.end <= end && !this.rendering.has(p))
      .sort((a, b) => a.start - b.start || rank(a) - rank(b) || b.end - a.end || a.order - b.order);
    const outer: Piece[] = [];
    for (const piece of inside) {
      const last = outer.at(-1);
      if (!last || !covers(last, piece)) outer.push(piece);
    }
    return outer;
  }

  private render(piece: Piece): string {
    this.used.add(piece);
    if (typeof piece.text === 'string') return piece.text;
    this.rendering.add(piece);
    try {
      return piece.text();
    } finally {
      this.rendering.delete(piece);
    }
  }

  private source(start: number, end: number): string {
    const { text } = this.tree;
    this.opaque ??= opaqueRanges(this.tree);
    let out = '';
    let at = start;
    for (const range of this.opaque) {
      if (range.end <= start || range.start >= end) continue;
      const from = Math.max(at, range.start);
      const to = Math.min(end, range.end);
      out += text.slice(at, from) + text.slice(from, to).replaceAll('\n', `\n${content}`);
      at = to;
    }
    return out + text.slice(at, end);
  }
}

/** What is put in at a place comes before what replaces the code there. */
function rank(piece: Piece): number {
  return piece.start === piece.end ? 0 : 1;
}

/** What is put in at the end of a range belongs to it, if it takes its text from there. */
function covers(outer: Piece, piece: Piece): boolean {
  if (outer.end === outer.start || piece.end > outer.end) return false;
  return typeof outer.text === 'string' ? piece.start < outer.end : piece.start <= outer.end;
}

/** Every line of `text` that has something on it and is code, deeper by `unit`. */
export function indented(text: string, unit: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(content) || !line.trim() ? line : unit + line))
    .join('\n');
}

/** Every line but the first without so much of its indentation. */
export function dedented(text: string, by: string): string {
  if (!by) return text;
  const [first, ...lines] = text.split('\n');
  return [first, ...lines.map((line) => (line.startsWith(by) ? line.slice(by.length) : line))].join('\n');
}

/** Every line but the first from one indentation to another. */
export function moved(text: string, from: string, to: string): string {
  const [first, ...lines] = text.split('\n');
  const isCode = (line: string) => line.startsWith(from) && !line.startsWith(content) && line.trim() !== '';
  return [first, ...lines.map((line) => (isCode(line) ? to + line.slice(from.length) : line))].join('\n');
}

/** Templates and strings that reach over several lines, outermost first; expressions in a template count with it. */
function opaqueRanges(tree: SourceTree): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  const visit = (node: Node): undefined => {
    const k = tree.kind(node);
    if (
      k === K.TemplateExpression ||
      k === K.NoSubstitutionTemplateLiteral ||
      k === K.StringLiteral ||
      k === K.RegularExpressionLiteral
    ) {
      const start = startOf(tree, node);
      if (tree.text.slice(start, node.end).includes('\n')) ranges.push({ start, end: node.end });
      return;
    }
    node.forEachChild(visit);
  };
  visit(tree.root);
  return ranges;
}
