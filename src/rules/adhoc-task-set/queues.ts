/** Queues kept by hand: a task waits for the one before it, and fails with it. */
import { uses } from '../../core/facts/callgraph.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { calleeName, contains, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import type { Node } from '../../core/syntax.ts';
import { K, textOf } from '../../core/syntax.ts';
import type { Collection } from '../../core/tasks/collections.ts';
import { type Completion, isChain } from '../../core/tasks/completions.ts';
import { canReject, handlerThrows, runRejects } from '../../core/tasks/rejections.ts';
import type { Use } from '../../core/tasks/uses.ts';

/** The `await`, or the call of `.then`, by which the failure of the task before becomes that of the added one. */
export function inheritedAt(facts: Facts, { uses: all }: Collection, { add, binding }: Completion): Node | undefined {
  const made = binding?.init ?? add.value;
  if (!made || !canReject(facts, made)) return undefined;
  const links = all.filter((use) => isEntryBefore(facts, use, add)).flatMap((use) => linksOf(facts, use.at));
  return links.find((link) => contains(made, link) && isPassedOn(facts, link, made) && failsItself(facts, link, made));
}

/** One entry is asked for: the last one of an array, or that of the same key. */
function isEntryBefore({ tree }: Facts, { kind, at, key }: Use, add: Use): boolean {
  if (kind !== 'query' || (at.arguments && !/^(get|at)$/.test(calleeName(tree, at) ?? ''))) return false;
  return !add.key || (!!key && textOf(tree, unwrap(tree, key)) === textOf(tree, unwrap(tree, add.key)));
}

/** Where a promise is awaited or chained on: through `?? Promise.resolve()`, a constant, a function that returns it. */
function linksOf(facts: Facts, promise: Node, depth = 0): Node[] {
  const { tree } = facts;
  const outer = wrapped(tree, promise);
  const { parent } = outer;
  if (!parent || depth > 4) return [];
  switch (tree.kind(parent)) {
    case K.AwaitExpression:
      return [parent];
    case K.BinaryExpression: {
      const operator = tree.kind(parent.operatorToken!);
      const isElse = operator === K.QuestionQuestionToken || operator === K.BarBarToken;
      return isElse && parent.left === outer ? linksOf(facts, parent, depth + 1) : [];
    }
    case K.PropertyAccessExpression: {
      const call = wrapped(tree, parent).parent;
      return call && tree.kind(call) === K.CallExpression && isChain(facts, call) ? [call] : [];
    }
    case K.VariableDeclaration: {
      const binding = parent.name && facts.lookup(parent.name.text ?? '', parent.name);
      if (!binding || !facts.isConstant(binding)) return [];
      return facts.references(binding).flatMap((use) => linksOf(facts, use, depth + 1));
    }
    case K.ReturnStatement:
    case K.ArrowFunction:
      return uses(facts, facts.functionOf(outer)).flatMap(({ call }) => (call ? linksOf(facts, call, depth + 1) : []));
    default:
      return [];
  }
}

/** No handler between the link and the task that was made stops a failure. */
function isPassedOn(facts: Facts, link: Node, made: Node): boolean {
  const { tree } = facts;
  for (let at = link; ; at = at.parent) {
    const isReceiver = at === link || !at.arguments?.some((argument) => contains(argument, link));
    if (tree.kind(at) === K.CallExpression && isChain(facts, at) && isReceiver && stops(facts, at)) return false;
    if (at === made) return true;
    const { parent } = at;
    if (tree.kind(parent) !== K.TryStatement || parent.tryBlock !== at) continue;
    if (parent.catchClause && !failsAgain(facts, parent.catchClause.block!)) return false;
  }
}

function stops(facts: Facts, chain: Node): boolean {
  const name = calleeName(facts.tree, chain);
  const handler = name === 'catch' ? chain.arguments?.[0] : name === 'then' ? chain.arguments?.[1] : undefined;
  return !!handler && !handlerThrows(facts, handler);
}

/** It throws, or calls the `reject` of the promise around it. */
function failsAgain(facts: Facts, block: Node): boolean {
  const { tree } = facts;
  return (
    ownNodes(tree, [block], (node) => {
      if (tree.kind(node) === K.ThrowStatement) return true;
      const callee = tree.kind(node) === K.CallExpression ? node.expression : undefined;
      const binding = callee && tree.kind(callee) === K.Identifier ? facts.resolve(callee) : undefined;
      const executor = binding?.kind === 'parameter' ? binding.scope.fn.node : undefined;
      return (
        !!executor &&
        executor.parameters?.[1]?.name === binding?.ident &&
        tree.kind(executor.parent) === K.NewExpression
      );
    }).length > 0
  );
}

/** Else nothing fails that could be passed on. */
function failsItself(facts: Facts, link: Node, made: Node): boolean {
  const { tree } = facts;
  if (tree.kind(link) === K.CallExpression) {
    const next = link.arguments?.[0] && unwrap(tree, link.arguments[0]);
    if (!next || calleeName(tree, link) !== 'then') return true;
    const fn = facts.functionAt(next);
    return !fn || runRejects(facts, fn);
  }
  const others: Node[] = [];
  const visit = (node: Node): undefined => {
    const k = tree.kind(node);
    const isWaitedFor = k === K.AwaitExpression || (k === K.ReturnStatement && !!node.expression?.arguments);
    if (isWaitedFor && node !== link) others.push(node);
    node.forEachChild(visit);
    return undefined;
  };
  visit(made);
  return others.some((node) => canReject(facts, node.expression!) && isPassedOn(facts, node, made));
}
