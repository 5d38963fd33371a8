/** `using` and `await using`: what their scope does when it ends, however it ends. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { withFinalizer } from './exits.ts';
import type { Flow } from './flow.ts';

/** Runs `body`, the statements `nodes` of one scope, and disposes of what they declare, the last one first. */
export function disposeAtEnd(flow: Flow, nodes: readonly Node[], body: () => void): void {
  const lists = nodes.flatMap((node) => {
    const list = flow.kind(node) === K.VariableStatement ? node.declarationList : undefined;
    return list && /^(?:await\s+)?using\b/.test(head(flow, list)) ? [list] : [];
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
  if (head(flow, list).startsWith('await')) flow.emit({ op: 'suspend', node: list, how: 'using', awaited: undefined });
}

/** The list's text from its first word on: flags differ between compilers. */
function head(flow: Flow, list: Node): string {
  return flow.facts.tree.text.slice(list.pos, list.end).replace(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
}
