/** Flags that a function sets before it waits, and whether adding tests them: after the flag nothing is added. */
import { calleeOf, uses } from '../facts/callgraph.ts';
import { effectsOf } from '../facts/effects.ts';
import type { Facts, Fn } from '../facts/facts.ts';
import { type Block, type Graph, type Op, successors } from '../facts/graph.ts';
import { guardsOf } from '../facts/guards.ts';
import { baseOf } from '../facts/locations.ts';
import { calleeName, isConstantExpression, receiverOf, unwrap } from '../facts/shapes.ts';
import { readsOfTest, valueLocation } from '../facts/tests.ts';
import { ownNodes } from '../rewrite/statements.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';

/** Others can call it by name. */
export function isEntry(fn: Fn): boolean {
  return fn.member ? fn.member.access !== 'private' : fn.parent?.kind === 'module' && !!fn.name;
}

/** By the key of the location: the constant that it was set to. */
export type Flags = ReadonlyMap<string, Node | 'aborted'>;

/** What `fn`, or all who call it, have set by the time it comes to `before`. */
export function closes(facts: Facts, fn: Fn, before: Node, depth = 0): Flags {
  const flags = new Map<string, Node | 'aborted'>();
  for (const block of facts.graph(fn).blocks)
    for (const op of block.ops) if (op.node.pos < before.pos) note(facts, op, flags);
  if (depth > 3 || isEntry(fn)) return flags;
  const callers = uses(facts, fn).map(({ call }) => call && closes(facts, facts.functionOf(call), call, depth + 1));
  // A function without a name of its own runs where it is written, or later.
  if (!callers.length && fn.parent && fn.parent.kind !== 'module')
    callers.push(closes(facts, fn.parent, fn.node, depth + 1));
  const [first, ...others] = callers;
  for (const [key, value] of first ?? []) if (others.every((o) => o?.has(key))) flags.set(key, value);
  return flags;
}

function note(facts: Facts, op: Op, flags: Map<string, Node | 'aborted'>): void {
  if (op.op === 'write' && (op.how === '=' || op.how === 'logical') && op.value) {
    // A kept promise says as well that the closing has begun: `this.closing ??= this.drain()`.
    flags.set(op.location.key, op.value);
  } else if (op.op === 'call') {
    const receiver = receiverOf(facts.tree, op.node);
    if (receiver && calleeName(facts.tree, op.node) === 'abort') {
      const base = baseOf(facts, receiver);
      if (base) flags.set(`${base.key}.signal.aborted`, 'aborted');
    }
    const callee = calleeOf(facts, op.node);
    if (!callee || callee === facts.functionOf(op.node)) return;
    for (const [key, write] of effectsOf(facts, callee).sync)
      if (write.value && write.how === '=') flags.set(key, write.value);
  }
}

/** `at`, an operation of `fn`, is not reached once the flags are set: tested there, in a helper before it, or by all callers. */
export function isClosedTo(facts: Facts, fn: Fn, at: Node, flags: Flags, seen: ReadonlySet<Fn> = new Set()): boolean {
  if (!flags.size || seen.has(fn)) return false;
  const graph = facts.graph(fn);
  const place = find(graph, at);
  if (place) {
    const tested = guardsOf(facts, fn).at(place.op)?.tested;
    for (const [key, value] of flags) {
      if (tested?.has(key) && !passes(facts, graph, place.block, key, value)) return true;
      if (isTestedByHelper(facts, graph, at, key)) return true;
    }
  }
  const visited = new Set([...seen, fn]);
  // A callback is reached through the function that it stands in.
  if (isEntry(fn)) return false;
  const sites = uses(facts, fn);
  if (!sites.length) return false;
  return sites.every(({ call }) => !!call && isClosedTo(facts, facts.functionOf(call), call, flags, visited));
}

/** It tests a flag, and the value that the flag was given lets it go on: `start()` after `stop()` has begun. */
export function isReopenedTo(facts: Facts, fn: Fn, at: Node, flags: Flags): boolean {
  const graph = facts.graph(fn);
  const place = find(graph, at);
  if (!place) return false;
  const tested = [...flags].filter(([key]) => graph.blocks.some((block) => tests(block, key)));
  return tested.some(([key, value]) => passes(facts, graph, place.block, key, value));
}

function tests(block: Block, key: string): boolean {
  return !!block.branch && readsOfTest(block.ops, block.branch.test).some((r) => r.location.key === key);
}

function find(graph: Graph, at: Node): { op: Op; block: Block } | undefined {
  for (const block of graph.blocks) {
    const op = block.ops.find((o) => o.node === at && o.op !== 'read');
    if (op) return { op, block };
  }
  return undefined;
}

/** Some test of the flag lets the operation happen although the flag has this value. */
function passes(facts: Facts, graph: Graph, target: Block, key: string, value: Node | 'aborted'): boolean {
  for (const block of graph.blocks) {
    if (!block.branch || !tests(block, key)) continue;
    const outcome = evaluate(facts, block.branch.test, key, value);
    if (outcome === undefined) return false;
    const side = outcome ? block.branch.onTrue : block.branch.onFalse;
    if (!reaches(graph, side, target.id)) return false;
  }
  return true;
}

function evaluate(facts: Facts, test: Node, key: string, value: Node | 'aborted'): boolean | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, test);
  if (valueLocation(facts, inner)?.key === key) return value === 'aborted' || isTruthy(facts, value);
  if (tree.kind(inner) !== K.BinaryExpression || !inner.operatorToken || value === 'aborted') return undefined;
  const operator = textOf(tree, inner.operatorToken);
  if (!/^[!=]==?$/.test(operator)) return undefined;
  const other = valueLocation(facts, inner.left!)?.key === key ? inner.right! : inner.left!;
  if (!isConstantExpression(tree, other) && tree.kind(unwrap(tree, other)) !== K.PropertyAccessExpression)
    return undefined;
  const isSame = textOf(tree, unwrap(tree, other)) === textOf(tree, unwrap(tree, value));
  return operator.startsWith('=') === isSame;
}

function isTruthy(facts: Facts, value: Node): boolean {
  const text = textOf(facts.tree, unwrap(facts.tree, value));
  return !/^(false|0|null|undefined|''|""|void 0)$/.test(text);
}

function reaches(graph: Graph, from: number, to: number): boolean {
  const seen = new Set<number>();
  const work = [from];
  while (work.length) {
    const id = work.pop()!;
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    work.push(...successors(graph.blocks[id]!));
  }
  return false;
}

/** `this.assertOpen();` in the same step as `at`: a helper that tests the flag and throws. */
function isTestedByHelper(facts: Facts, graph: Graph, at: Node, key: string): boolean {
  return helpersThatTest(facts, graph, at, key).some((op) => isInStep(graph, op, at));
}

function helpersThatTest(facts: Facts, graph: Graph, at: Node, key: string): Op[] {
  return graph.ops('call').filter(({ node }) => {
    if (node.pos >= at.pos || node === at) return false;
    const callee = calleeOf(facts, node);
    return !!callee && callee !== graph.fn && refuses(facts, callee) && effectsOf(facts, callee).tests.has(key);
  });
}

/** `to` is reached from `from` on some path without a suspension. */
function isInStep(graph: Graph, from: Op, to: Node): boolean {
  const seen = new Set<number>();
  const work = graph.blocks
    .filter(({ ops }) => ops.includes(from))
    .map(({ id, ops }) => ({ id, index: ops.indexOf(from) }));
  while (work.length) {
    const { id, index } = work.pop()!;
    const block = graph.blocks[id]!;
    const ops = block.ops.slice(index);
    const end = ops.findIndex((op) => op.op === 'suspend');
    if (ops.slice(0, end < 0 ? undefined : end).some((op) => op.node === to)) return true;
    if (end >= 0) continue;
    for (const next of successors(block)) {
      if (!seen.has(next)) work.push({ id: next, index: 0 });
      seen.add(next);
    }
  }
  return false;
}

/** A test that turns `at` down once the flags are set, but that stands before a suspension: by then it may be too late. */
export function earlyTestOf(facts: Facts, fn: Fn, at: Node, flags: Flags): Node | undefined {
  const graph = facts.graph(fn);
  const place = find(graph, at);
  if (!place) return undefined;
  for (const [key, value] of flags) {
    const [helper] = helpersThatTest(facts, graph, at, key);
    if (helper) return helper.node;
    const block = graph.blocks.find((b) => tests(b, key));
    if (block && !passes(facts, graph, place.block, key, value)) return block.branch!.test;
  }
  return undefined;
}

/** It fails at once, not in a promise. */
function refuses(facts: Facts, fn: Fn): boolean {
  return (
    !fn.async &&
    ownNodes(facts.tree, [fn.node.body ?? fn.node], (n) => facts.tree.kind(n) === K.ThrowStatement).length > 0
  );
}
