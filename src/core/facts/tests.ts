/** What a single test says about a location: which of its outcomes means "nothing there". */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Binding, Facts } from './facts.ts';
import type { Op } from './graph.ts';
import { baseOf, child, entrySegment, type Location, locationOf } from './locations.ts';
import { calleeName, contains, isEmptyConstant, isFunction, receiverOf, unwrap } from './shapes.ts';

/** The location whose value a local was given: `const c = this.client`, `const hit = map.get(key)`. */
export function snapshotOf(facts: Facts, binding: Binding): Location | undefined {
  if (!binding.init || !binding.path || binding.kind === 'parameter') return undefined;
  const source = valueLocation(facts, binding.init) ?? (binding.path.length ? baseOf(facts, binding.init) : undefined);
  return source && binding.path.reduce(child, source);
}

/** The location that an expression reads as its whole value, `map.get(k)` and `map.has(k)` included. */
export function valueLocation(facts: Facts, node: Node): Location | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  if (tree.kind(inner) === K.CallExpression) {
    const receiver = receiverOf(tree, inner);
    const key = inner.arguments?.[0];
    const name = calleeName(tree, inner);
    if (!receiver || !key || (name !== 'get' && name !== 'has')) return undefined;
    const base = baseOf(facts, receiver);
    return base && base.root.kind !== 'global' ? child(base, entrySegment(facts, key)) : undefined;
  }
  const assigned =
    tree.kind(inner) === K.BinaryExpression && inner.operatorToken && tree.kind(inner.operatorToken) === K.EqualsToken;
  return locationOf(facts, assigned ? inner.left! : inner);
}

/** Which outcome of `test` means that the value `operand` stands for is absent; undefined: the test says neither. */
export function absentWhen(
  facts: Facts,
  test: Node,
  isOperand: (node: Node) => boolean,
  on: 'truth' | 'nullish',
): boolean | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, test);
  if (isOperand(inner)) return on === 'nullish';
  const k = tree.kind(inner);
  if (k === K.PropertyAccessExpression) {
    // `x?.connected`, `x.length`: false when x is absent or empty. A plain `x.y` says that x is there.
    const saysAbsent = !!inner.questionDotToken || inner.name?.text === 'length' || inner.name?.text === 'size';
    return saysAbsent && isOperand(unwrap(tree, inner.expression!)) ? on === 'nullish' : undefined;
  }
  if (k === K.BinaryExpression) return binaryAbsent(facts, inner, isOperand);
  if (k === K.CallExpression) {
    const name = calleeName(tree, inner);
    const first = inner.arguments?.[0] && unwrap(tree, inner.arguments[0]);
    if (first && isOperand(first)) {
      if (name === 'Boolean' || name === 'isDefined' || name === 'isArray' || name === 'isPresent') return false;
      if (name === 'isNil' || name === 'isUndefined' || name === 'isNull' || name === 'isEmpty') return true;
    }
    const receiver = receiverOf(tree, inner);
    // `this.client?.isConnected()`, `this.cache.has(key)`
    if (receiver && isOperand(unwrap(tree, receiver)) && /^(is|has)/.test(name ?? ''))
      return /^is(Closed|Destroyed|Expired|Disconnected|Empty|Stale)/.test(name ?? '');
    return undefined;
  }
  return undefined;
}

function binaryAbsent(facts: Facts, node: Node, isOperand: (node: Node) => boolean): boolean | undefined {
  const { tree } = facts;
  const operator = node.operatorToken && tree.kind(node.operatorToken);
  const left = unwrap(tree, node.left!);
  const right = unwrap(tree, node.right!);
  const equal = operator === K.EqualsEqualsToken || operator === K.EqualsEqualsEqualsToken;
  const different = operator === K.ExclamationEqualsToken || operator === K.ExclamationEqualsEqualsToken;
  const subject = (n: Node) =>
    isOperand(n) ||
    (tree.kind(n) === K.TypeOfExpression && !!n.expression && isOperand(unwrap(tree, n.expression))) ||
    (tree.kind(n) === K.PropertyAccessExpression &&
      (!!n.questionDotToken || n.name?.text === 'length' || n.name?.text === 'size') &&
      isOperand(unwrap(tree, n.expression!)));
  if (equal || different) {
    const other = subject(left) ? right : subject(right) ? left : undefined;
    if (!other) return undefined;
    const otherEmpty =
      isEmptyConstant(tree, other) || (tree.kind(other) === K.StringLiteral && other.text === 'undefined');
    if (otherEmpty) return equal;
    return tree.kind(other) === K.TrueKeyword ? different : undefined;
  }
  if (operator === K.InKeyword && isOperand(node)) return false;
  // `list.length > 0`
  if (operator === K.GreaterThanToken && subject(left) && isEmptyConstant(tree, right)) return false;
  return undefined;
}

/** The reads of a block's end that belong to its test. */
export function readsOfTest(ops: readonly Op[], test: Node): Extract<Op, { op: 'read' }>[] {
  const reads: Extract<Op, { op: 'read' }>[] = [];
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i]!;
    if (!contains(test, op.node)) break;
    if (op.op === 'read') reads.push(op);
  }
  return reads;
}

/** Every identifier and access in an expression, functions inside it excluded. */
export function mentions(facts: Facts, expression: Node, wanted: (node: Node) => boolean): boolean {
  const { tree } = facts;
  const visit = (node: Node): boolean | undefined => {
    if (wanted(node)) return true;
    if (isFunction(tree, node)) return undefined;
    return node.forEachChild(visit);
  };
  return visit(expression) === true;
}
