/** Which comment can stand on a line of its own above a line of code, so that hosts can offer to disable a finding. */
import { commentAt, isLineBreak } from './comments.ts';
import { K, type Node, type SourceTree, startOf } from './syntax.ts';

/** `line`: `// …`; `jsx`: among the children of an element; `none`: inside a template or a comment. */
export type CommentAbove = 'line' | 'jsx' | 'none';

/** For the line that holds `pos`. Costs a walk down the tree. */
export function commentAbove(tree: SourceTree, pos: number): CommentAbove {
  const { text } = tree;
  let start = pos;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  let node: Node | undefined = tree.root;
  while (node) {
    let inner: Node | undefined;
    node.forEachChild((child) => {
      // The text before an element ends where the line of the element starts.
      const holds = tree.kind(child) === K.JsxText ? child.end >= start : child.end > start;
      if (holds && child.pos < start) inner ??= child;
      return undefined;
    });
    if (inner && tree.kind(inner) === K.JsxText) return 'jsx';
    if (!inner && isTextual(tree, node) && startOf(tree, node) < start) return 'none';
    node = inner;
  }
  const comment = commentAt(tree, start);
  return comment && comment.start < start ? 'none' : 'line';
}

/** A leaf that may hold line breaks: a string, or a piece of a template. */
function isTextual(tree: SourceTree, node: Node): boolean {
  return !node.forEachChild(() => true) && /["'`}]/.test(tree.text[startOf(tree, node)] ?? '');
}
