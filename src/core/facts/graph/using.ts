/** `using` and `await using`: what their scope does when it ends, however it ends. */
import type { Node } from '../../syntax.ts';
import { K, startOf } from '../../syntax.ts';
import { withFinalizer } from './exits.ts';
import type { Flow } from './flow.ts';

/** Runs `body`, the statements `nodes` of one scope, and disposes of what they declare, the last one first. */
export function disposeAtEnd(flow: Flow, nodes: readonly Node[], body: () => void): void {
  const lists = nodes.flatMap((node) => {
    const list = flow.kind(node) === K.VariableStatement ? node.declarationList : undefined;
    return list && isUsing(flow, list) ? [list] : [];
  });
  if (!lists.length) {
    body();
    return;
  }
  withFinalizer(flow, body, () => {
    for (const list of lists.toReversed()) dispose(flow, list);
  });
}

function dispose(flow: Flow, list: Node): void {
  flow.emit({ op: 'dispose', node: list });
  if (isWord(flow, list, 'await')) flow.emit({ op: 'suspend', node: list, how: 'using', awaited: undefined });
}

/** Told by its text: flags differ between compilers. */
function isUsing(flow: Flow, list: Node): boolean {
  return isWord(flow, list, 'using') || isWord(flow, list, 'await');
}

function isWord({ facts: { tree } }: Flow, list: Node, word: string): boolean {
  return tree.text.startsWith(word, startOf(tree, list));
}
