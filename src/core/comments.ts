/** Finds a comment at a position, with the tree as the judge: text in strings, templates, regexes and JSX is none. */
import { K, type Node, type SourceTree, startOf } from './syntax.ts';

export interface Comment {
  readonly start: number;
  readonly end: number;
  /** What is between the comment's marks. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** The comment that covers `pos`, if there is one. Costs a walk down the tree: call it for few positions. */
export function commentAt(tree: SourceTree, pos: number): Comment | undefined {
  const gap = gapAround(tree, pos);
  if (gap === undefined) return undefined;
  const { text } = tree;
  // Between two nodes there are only whitespace, comments, keywords and punctuation.
  for (let i = gap; i <= pos; i++) {
    if (text[i] !== '/') continue;
    if (text[i + 1] === '/') {
      const end = lineEnd(text, i);
      if (pos < end) return { start: i, end, bodyStart: i + 2, bodyEnd: end };
      i = end;
    } else if (text[i + 1] === '*') {
      const close = text.indexOf('*/', i + 2);
      const end = close < 0 ? text.length : close + 2;
      if (pos < end) return { start: i, end, bodyStart: i + 2, bodyEnd: close < 0 ? end : close };
      i = end - 1;
    }
  }
  return undefined;
}

/** Where the stretch between nodes begins in which `pos` lies; undefined inside a token that can hold such text. */
function gapAround(tree: SourceTree, pos: number): number | undefined {
  let node: Node = tree.root;
  let from = 0;
  for (;;) {
    let inner: Node | undefined;
    node.forEachChild((child) => {
      if (child.end <= pos) from = Math.max(from, child.end);
      else if (child.pos <= pos) inner ??= child;
      return undefined;
    });
    if (!inner) return isOpaque(tree, node) && startOf(tree, node) <= pos ? undefined : from;
    if (tree.kind(inner) === K.JsxText) return undefined;
    from = Math.max(from, inner.pos);
    node = inner;
  }
}

/** A string, a template's piece or a regex: the only leaves besides JSX text that can hold the marks of a comment. */
function isOpaque(tree: SourceTree, node: Node): boolean {
  if (node.forEachChild(() => true)) return false;
  const first = tree.text[startOf(tree, node)];
  if (first === '{') return false;
  return first === '"' || first === "'" || first === '`' || first === '/' || first === '}';
}

function lineEnd(text: string, pos: number): number {
  while (pos < text.length && !isLineBreak(text.charCodeAt(pos))) pos++;
  return pos;
}

/** What ends a line in ECMAScript; `\r\n` is one break. */
export function isLineBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}
