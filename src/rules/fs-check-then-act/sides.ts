/** Where a function goes on what a check of a path says. */
import { reaches } from '../../core/facts/control.ts';
import type { Binding, Facts } from '../../core/facts/facts.ts';
import type { Graph } from '../../core/facts/graph.ts';
import { calleeName, contains, isEmptyConstant, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { absentWhen, mentions } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';

export interface Side {
  /** The block that ends with the test, or whose call throws. */
  readonly test: number;
  /** Where it goes else. */
  readonly otherwise: number;
  readonly found: 'absent' | 'present';
}

/** `access` and `stat` answer by throwing, where nobody turns that into a value. */
const throwing = /^(?:access|stat|lstat)(?:Sync)?$/;

export function sidesOf(facts: Facts, graph: Graph, check: Node): Side[] {
  if (asksAge(facts, check)) return [];
  const sides: Side[] = [];
  const isAnswer = isAnswerOf(facts, check);
  for (const { id, ops, branch, handler, next } of graph.blocks) {
    if (branch && mentions(facts, branch.test, isAnswer)) {
      const absent = absentWhen(facts, branch.test, isAnswer, branch.on) ?? negated(facts, branch.test, isAnswer);
      if (absent === undefined) continue;
      const { onTrue, onFalse } = branch;
      sides.push({ test: id, otherwise: onFalse, found: absent ? 'absent' : 'present' });
      sides.push({ test: id, otherwise: onTrue, found: absent ? 'present' : 'absent' });
    }
    const throws = throwing.test(calleeName(facts.tree, check) ?? '') && !isSettled(facts, check);
    if (throws && handler !== undefined && ops.some((op) => op.op === 'call' && op.node === check)) {
      if (next !== undefined) sides.push({ test: id, otherwise: next, found: 'absent' });
      sides.push({ test: id, otherwise: handler, found: 'present' });
    }
  }
  return sides;
}

/** The check, awaited or not, or a variable with its answer. */
export function isAnswerOf(facts: Facts, check: Node): (node: Node) => boolean {
  const holders = holdersOf(facts, check);
  return (node) => isCheck(facts, node, check) || isHolder(facts, node, holders);
}

/** `stats.isDirectory()` of `const stats = await stat(path)`: there, and of that kind. */
function negated(facts: Facts, test: Node, isAnswer: (node: Node) => boolean): boolean | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, test);
  if (tree.kind(inner) !== K.CallExpression && tree.kind(inner) !== K.PropertyAccessExpression) return undefined;
  const receiver = tree.kind(inner) === K.CallExpression ? receiverOf(tree, inner) : inner.expression;
  return receiver && isAnswer(unwrap(tree, receiver)) ? false : undefined;
}

/** The check itself, awaited or with its failure turned into a value. */
function isCheck(facts: Facts, node: Node, check: Node): boolean {
  const { tree } = facts;
  let at = unwrap(tree, node);
  for (;;) {
    if (at === check) return true;
    const k = tree.kind(at);
    if (k === K.AwaitExpression) at = unwrap(tree, at.expression!);
    else if (k === K.CallExpression && /^(?:then|catch)$/.test(calleeName(tree, at) ?? ''))
      at = unwrap(tree, receiverOf(tree, at) ?? at.expression!);
    else return false;
  }
}

/** Variables that hold its answer. */
export function holdersOf(facts: Facts, check: Node): Binding[] {
  const fn = facts.functionOf(check);
  return facts.bindings.filter(
    (b) => b.init && b.path && b.scope.fn === fn && contains(b.init, check) && isCheck(facts, b.init, check),
  );
}

function isHolder(facts: Facts, node: Node, holders: readonly Binding[]): boolean {
  const binding = facts.tree.kind(node) === K.Identifier ? facts.resolve(node) : undefined;
  return !!binding && holders.includes(binding);
}

/** `access(path).catch(…)`, `stat(path).then(…, …)`. */
function isSettled({ tree }: Facts, check: Node): boolean {
  const { parent } = check;
  return (
    !!parent && tree.kind(parent) === K.PropertyAccessExpression && /^(?:then|catch)$/.test(parent.name?.text ?? '')
  );
}

/** `stat(path).then((stats) => stats.mtimeMs > since)`: how old or large it is, not whether it is there. */
function asksAge(facts: Facts, check: Node): boolean {
  const { tree } = facts;
  const then = check.parent?.name?.text === 'then' ? check.parent.parent : undefined;
  const callback = then?.arguments?.[0];
  const [stats] = (callback && tree.kind(callback) === K.ArrowFunction && callback.parameters) || [];
  if (!callback?.body || !stats) return false;
  const isStats = (node: Node) => tree.kind(node) === K.Identifier && facts.resolve(node)?.ident === stats.name;
  return mentions(facts, callback.body, (node) => isComparison(facts, node, isStats));
}

/** The act also runs where the file is there, but too old or too large: it is made anew, not by mistake. */
export function isRenewal(facts: Facts, graph: Graph, check: Node, act: Node): boolean {
  const isAnswer = isAnswerOf(facts, check);
  const asking = graph.blocks.filter(({ branch }) => branch && mentions(facts, branch.test, isAnswer));
  const ids = asking.map(({ id }) => id);
  return asking.some(
    ({ branch }) =>
      isComparison(facts, unwrap(facts.tree, branch!.test), isAnswer) &&
      [branch!.onTrue, branch!.onFalse].some((to) => reaches(graph, to, act, ids)),
  );
}

const relations = new Set<number>([
  K.LessThanToken,
  K.LessThanEqualsToken,
  K.GreaterThanToken,
  K.GreaterThanEqualsToken,
]);

/** `stats.size > 0` asks whether there is anything. */
function isComparison(facts: Facts, node: Node, isStats: (node: Node) => boolean): boolean {
  const { tree } = facts;
  if (tree.kind(node) !== K.BinaryExpression || !relations.has(tree.kind(node.operatorToken!))) return false;
  const sides = [node.left!, node.right!];
  return sides.some((side) => mentions(facts, side, isStats)) && !sides.some((side) => isEmptyConstant(tree, side));
}
