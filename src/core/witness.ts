/** Words and steps for messages: every rule tells its interleaving in the same voice. */
import type { Facts } from './facts/facts.ts';
import { calleeName, receiverOf, unwrap } from './facts/shapes.ts';
import type { Span, WitnessStep } from './finding.ts';
import { K, type Node, type SourceTree, startOf, textOf } from './syntax.ts';

export function spanOf(tree: SourceTree, node: Node): Span {
  return { start: startOf(tree, node), end: node.end };
}

/** Source text on one line, long arguments and bodies elided: `await connect(…)`, `await ….load(…)`. */
export function brief(tree: SourceTree, node: Node, max = 40): string {
  const text = textOf(tree, node).replace(/\s+/g, ' ');
  // Messages set code in backticks: a template literal inside would end them.
  if (text.length <= max && !text.includes('`')) return text;
  const waits = tree.kind(node) === K.AwaitExpression;
  const call = lastCall(tree, unwrap(tree, waits ? node.expression! : node));
  const open = text.indexOf('(');
  const name = call && calleeName(tree, call);
  if (name && receiverOf(tree, call) && (open >= max || receiverCall(tree, call))) {
    return `${waits ? 'await ' : ''}….${name}(${call.arguments?.length ? '…' : ''})`;
  }
  if (open > 0 && open < max) return `${text.slice(0, open)}(…)`;
  return `${text.slice(0, max - 1).replaceAll('`', "'")}…`;
}

const chained = new Set(['then', 'catch', 'finally']);

/** Of calls one on the result of the other, the one that is waited for: `load` of `client().load(id).then(f)`. */
function lastCall(tree: SourceTree, node: Node): Node | undefined {
  if (tree.kind(node) !== K.CallExpression) return undefined;
  const inner = receiverCall(tree, node);
  return inner && chained.has(calleeName(tree, node) ?? '') ? lastCall(tree, inner) : node;
}

/** `a.b(…)` of `a.b(…).c(…)`. */
function receiverCall(tree: SourceTree, call: Node): Node | undefined {
  const receiver = receiverOf(tree, call);
  const inner = receiver && unwrap(tree, receiver);
  return inner && tree.kind(inner) === K.CallExpression ? inner : undefined;
}

/** Builds the steps of a witness: `steps.a(node, 'tests …').b(node, '…')`. */
export class Steps {
  private readonly list: WitnessStep[] = [];
  private readonly facts: Facts;

  constructor(facts: Facts) {
    this.facts = facts;
  }

  /** `facts`: of the file the node stands in, where it is another one. */
  a(node: Node, text: string, facts?: Facts): this {
    return this.step('A', node, text, facts);
  }

  b(node: Node, text: string, facts?: Facts): this {
    return this.step('B', node, text, facts);
  }

  done(): readonly WitnessStep[] {
    return this.list;
  }

  private step(invocation: 'A' | 'B', node: Node, text: string, { tree } = this.facts): this {
    this.list.push({ file: tree.fileName, span: spanOf(tree, node), invocation, text });
    return this;
  }
}
