/** The smallest piece of a function that holds some of its nodes and can become the body of a callback. */
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import { contains, isAssignmentTarget, isLoop, unwrap } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { captureProblem } from './captures.ts';
import {
  isInTry,
  jumpsOut,
  neverEnds,
  ownNodes,
  ownReturns,
  ownYields,
  type Place,
  placeOf,
  statementOf,
  targetOf,
} from './statements.ts';

export interface Region {
  readonly nodes: readonly Node[];
  /** The list that the statements are in; undefined for an expression. */
  readonly place: Place | undefined;
  /** It returns the function's value on its way: the call of the callback must be returned. */
  readonly returns: boolean;
  /** Some `return` in it has a value. */
  readonly hasValue: boolean;
  /** Directly in `try`: what it returns must be awaited first. */
  readonly inTry: boolean;
  /** A local that it declares and that is read behind it: the callback returns it. */
  readonly result: Binding | undefined;
  /** `continue` of the loop whose body it ends: a `return` in the callback. */
  readonly continues: readonly Node[];
  /** More than the list, or the rest of the list, that the nodes stand in. */
  readonly wide: boolean;
}

/**
 * From small to large, so that the first one that suits is the best; none in generators, constructors and accessors.
 * `isRead` tells what reads that which the region looks after: a `return` of it right behind belongs to the region.
 * `handsOn` lets a region return a local that is read behind it, rather than reach to there.
 */
export function* regionsAround(
  facts: Facts,
  fn: Fn,
  nodes: readonly Node[],
  isRead: (node: Node) => boolean,
  handsOn = false,
): Iterable<Region> {
  const { tree } = facts;
  if (fn.generator || fn.kind === 'constructor' || fn.kind === 'getter' || fn.kind === 'setter') return;
  const body = fn.node.body;
  if (!body || fn.kind === 'module' || fn.kind === 'initializer') return;
  if (tree.kind(body) !== K.Block) {
    yield plain([body], undefined, { returns: true, hasValue: true });
    return;
  }
  const expression = expressionAround(facts, nodes);
  if (expression && !captureProblem(facts, fn, [expression])) yield plain([expression], undefined, {});
  const earliest = nodes.reduce((a, b) => (a.pos <= b.pos ? a : b));
  const latest = nodes.reduce((a, b) => (a.end >= b.end ? a : b));
  let wide = false;
  for (let first = statementOf(tree, earliest); first; first = statementOf(tree, first.parent)) {
    const place = placeOf(tree, first)!;
    const last = place.statements.findIndex((s) => s.end >= latest.end);
    if (last < 0) {
      if (place.list === body) return;
      continue;
    }
    for (const end of new Set([withReturn(facts, place, last, isRead), last, place.statements.length - 1])) {
      const region = asRegion(facts, fn, place, { from: place.index, to: end, wide, handsOn, isRead });
      if (region) yield region;
    }
    wide = true;
    if (place.list === body) {
      if (place.index > 0) {
        const region = asRegion(facts, fn, place, { from: 0, to: place.statements.length - 1, wide, handsOn, isRead });
        if (region) yield region;
      }
      return;
    }
  }
}

function plain(nodes: readonly Node[], place: Place | undefined, more: Partial<Region>): Region {
  return {
    nodes,
    place,
    returns: false,
    hasValue: false,
    inTry: false,
    result: undefined,
    continues: [],
    wide: false,
    ...more,
  };
}

/** The initialiser or returned expression that holds them all. */
function expressionAround(facts: Facts, nodes: readonly Node[]): Node | undefined {
  const { tree } = facts;
  const statement = statementOf(tree, nodes[0]!);
  if (!statement) return undefined;
  const holds = (node: Node | undefined) => !!node && nodes.every((n) => contains(node, n));
  if (tree.kind(statement) === K.VariableStatement) {
    const declarations = statement.declarationList?.declarations ?? [];
    const only = declarations.length === 1 ? declarations[0] : undefined;
    // A pattern with defaults lends its initialiser a type.
    const isTyped = only && !/=(?!>)/.test(textOf(tree, only.name!));
    return isTyped && only.initializer && holds(only.initializer) ? only.initializer : undefined;
  }
  if (tree.kind(statement) === K.ReturnStatement && holds(statement.expression)) return statement.expression;
  return undefined;
}

/** The statement behind `last` belongs to the region if it only returns what was found or made there. */
function withReturn(facts: Facts, place: Place, last: number, isRead: (node: Node) => boolean): number {
  const next = place.statements[last + 1];
  if (!next?.expression || facts.tree.kind(next) !== K.ReturnStatement) return last;
  return isRead(unwrap(facts.tree, next.expression)) || isPlainValue(facts, next.expression) ? last + 1 : last;
}

/** A name, a property, a template of them: nothing that takes time under a lock. */
function isPlainValue({ tree }: Facts, expression: Node): boolean {
  return !ownNodes(tree, [expression], (n) => busy.has(tree.kind(n))).length;
}

const busy = new Set<number>([
  K.AwaitExpression,
  K.CallExpression,
  K.NewExpression,
  K.TaggedTemplateExpression,
  K.ArrowFunction,
  K.FunctionExpression,
]);

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly wide: boolean;
  readonly handsOn: boolean;
  isRead(node: Node): boolean;
}

function asRegion(facts: Facts, fn: Fn, place: Place, extent: Extent): Region | undefined {
  const { tree } = facts;
  const { from, to, wide, handsOn } = extent;
  const nodes = place.statements.slice(from, to + 1);
  const toEnd = to === place.statements.length - 1;
  if (ownYields(tree, nodes).length) return undefined;
  const owner = place.list.parent;
  const continues: Node[] = [];
  for (const jump of jumpsOut(tree, nodes)) {
    const endsLoop = toEnd && !!owner && isLoop(tree, owner) && owner.statement === place.list;
    if (!endsLoop || tree.kind(jump) !== K.ContinueStatement || targetOf(tree, jump) !== owner) return undefined;
    continues.push(jump);
  }
  const returned = ownReturns(tree, nodes);
  const isFunctionEnd = toEnd && place.list === fn.node.body;
  const returns = returned.length > 0;
  if (returns && (continues.length || !(isFunctionEnd || (toEnd && neverEnds(tree, nodes))))) return undefined;
  const result = returns || !handsOn ? undefined : resultOf(facts, nodes);
  if (captureProblem(facts, fn, nodes, new Set(result ? [result] : []), extent.isRead)) return undefined;
  const hasValue = returned.some((r) => r.expression);
  const inTry = isInTry(tree, nodes[0]!, fn.node);
  return { nodes, place, returns, hasValue, inTry, result, continues, wide };
}

/** The one local of the list that the nodes declare and that is only read behind them. */
function resultOf(facts: Facts, nodes: readonly Node[]): Binding | undefined {
  const { tree } = facts;
  const isInside = (node: Node) => nodes.some((outer) => contains(outer, node));
  const used = facts.bindings.filter((b) => isInside(b.ident) && facts.references(b).some((use) => !isInside(use)));
  const [only] = used;
  if (!only || used.length > 1 || (only.kind !== 'const' && only.kind !== 'let')) return undefined;
  const isName = tree.kind(only.declaration) === K.VariableDeclaration && only.declaration.name === only.ident;
  const isTop = nodes.some((node) => tree.kind(node) === K.VariableStatement && contains(node, only.ident));
  const isRead = facts.references(only).every((use) => isInside(use) || !isAssignmentTarget(tree, use));
  return isName && isTop && isRead ? only : undefined;
}
