/**
 * The `yield` that leaves something behind: reached while it goes on, with no `finally` around that ends it. A consumer
 * that stops there never comes back: only `finally` blocks run then.
 */
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { calleeName, contains } from '../../core/facts/shapes.ts';

import { K, type Node } from '../../core/syntax.ts';
import type { Begun } from './begun.ts';

interface Place {
  readonly block: number;
  readonly index: number;
}

/** The yields that are reached with it going on, in source order. */
export function yieldsWithin(facts: Facts, fn: Fn, { call, ends }: Pick<Begun, 'call' | 'ends'>): [Node, Place][] {
  const graph = facts.graph(fn);
  const from = placeAfter(facts, graph, call);
  const found = new Map<Node, Place>();
  if (from)
    walk(graph, from, (op, place) => {
      if (ends.includes(op.node) || (op.op === 'dispose' && contains(op.node, call))) return false;
      if (op.op === 'suspend' && op.how === 'yield') found.set(op.node, place);
      return true;
    });
  return [...found].sort(([a], [b]) => a.pos - b.pos);
}

/** Of these, the first that no `finally` covers. */
export function openYield(facts: Facts, fn: Fn, begun: Begun): Node | undefined {
  const { ends, kind } = begun;
  if (ends.some((end) => isDeferred(facts, fn, end))) return undefined;
  const graph = facts.graph(fn);
  const own = new Set(ends.filter((end) => facts.functionOf(end) === fn));
  const open = yieldsWithin(facts, fn, begun).filter(([at]) => !isCovered(facts, fn, begun, at));
  const found = open.find(([, at]) => {
    if (kind !== 'timeout' && kind !== 'handle' && kind !== 'promise') return true;
    // Who runs to the end always ends it.
    return (
      walk(graph, at, (op) => !own.has(op.node), begun.handle && ((test) => isHandle(facts, test, begun))) === 'ends'
    );
  });
  return found?.[0];
}

/** A `finally` around the `yield` ends it, or is given what stands for it. */
export function isCovered(facts: Facts, fn: Fn, begun: Begun, at: Node): boolean {
  for (let inner = at; inner !== fn.node && inner.parent; inner = inner.parent) {
    const { finallyBlock } = inner.parent;
    if (finallyBlock && inner !== finallyBlock && endsIn(facts, fn, begun, finallyBlock)) return true;
  }
  return false;
}

function endsIn(facts: Facts, fn: Fn, { kind, ends, handle }: Begun, block: Node): boolean {
  // How a task is told to stop may be anything, and who else removes a listener.
  if (kind === 'task' || (kind === 'listener' && !ends.length)) return !!block.statements?.length;
  if (handle && facts.references(handle).some((use) => contains(block, use))) return true;
  return ends.some((end) => {
    const by = facts.functionOf(end);
    return contains(block, end) || (by !== fn && namesOf(facts, by.name).some((use) => contains(block, use)));
  });
}

function namesOf(facts: Facts, name: string | undefined): readonly Node[] {
  return (name !== undefined && facts.identifiers.get(name)) || [];
}

/** `stack.defer(() => clearInterval(timer))` */
function isDeferred(facts: Facts, fn: Fn, end: Node): boolean {
  const by = facts.functionOf(end);
  const call = by === fn ? undefined : callbackOf(facts, by.node)?.call;
  return !!call && /^(defer|adopt|use|finally)$/.test(calleeName(facts.tree, call) ?? '');
}

function placeAfter(facts: Facts, graph: Graph, call: Node): Place | undefined {
  const by = facts.functionOf(call);
  const at = by === graph.fn ? call : callbackOf(facts, by.node)?.call;
  for (const { id, ops } of graph.blocks) {
    const index = ops.findIndex((op) => op.op === 'call' && op.node === at);
    if (index >= 0) return { block: id, index: index + 1 };
  }
  return undefined;
}

function isHandle({ tree, resolve }: Facts, test: Node, { handle }: Begun): boolean {
  return tree.kind(test) === K.Identifier && resolve(test) === handle;
}

/**
 * Every way on, until `visit` answers false: `leaves` if one comes to the end of the function, exceptions aside. A test
 * that `isTrue` knows goes one way only: `if (timer) clearTimeout(timer)`.
 */
function walk(
  graph: Graph,
  from: Place,
  visit: (op: Op, after: Place) => boolean,
  isTrue?: (test: Node) => boolean,
): 'leaves' | 'ends' {
  const seen = new Set<number>();
  const work = [from];
  let outcome: 'leaves' | 'ends' = 'ends';
  while (work.length) {
    const { block: id, index } = work.pop()!;
    const block = graph.blocks[id]!;
    if (index === 0 && seen.has(id)) continue;
    if (index === 0) seen.add(id);
    const stops = block.ops.slice(index).some((op, i) => !visit(op, { block: id, index: index + i + 1 }));
    if (stops) continue;
    if (id === graph.exit) outcome = 'leaves';
    const ways = block.branch && isTrue?.(block.branch.test) ? [block.branch.onTrue] : successors(block);
    for (const next of ways) work.push({ block: next, index: 0 });
  }
  return outcome;
}
