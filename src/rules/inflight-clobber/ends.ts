/** Where the end of a task takes its entry out: after a suspension, with no look at whose entry it is by now. */
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { saysWhose } from '../../core/facts/identity.ts';
import type { Location } from '../../core/facts/locations.ts';
import { calleeName, isUndefinedOrNull } from '../../core/facts/shapes.ts';
import type { Node } from '../../core/syntax.ts';
import { isChain } from '../../core/tasks/completions.ts';

export type Write = Extract<Op, { op: 'write' }>;

/** `x.delete(key)`, `delete x[key]`, `x = undefined`. */
export function isRemoval(facts: Facts, op: Op): op is Write {
  if (op.op !== 'write') return false;
  return op.how === 'delete' || (op.how === '=' && !!op.value && isUndefinedOrNull(facts.tree, op.value));
}

/** `x.set(key, value)`, `x[key] = value`, `x = value`. */
export function isEntry(facts: Facts, op: Op): op is Write & { readonly value: Node } {
  if (op.op !== 'write' || !op.value || (op.how === 'mutate' && op.method !== 'set')) return false;
  return (op.how === '=' || op.how === 'logical' || op.how === 'mutate') && !isUndefinedOrNull(facts.tree, op.value);
}

/** The `.then`, `.catch` or `.finally` that an inline function is a callback of. */
export function chainOf(facts: Facts, fn: Fn): Node | undefined {
  const callback = callbackOf(facts, fn.node);
  return callback && isChain(facts, callback.call) ? callback.call : undefined;
}

export interface End {
  readonly fn: Fn;
  readonly removals: readonly Write[];
  /** Where others get their turn before it: an `await`, or the `.finally` whose callback it is. */
  readonly suspension: Node;
  /** The task can end well with its entry left: only what failed is taken out. */
  readonly keeps: boolean;
}

/** `from`: the entry, where the task itself makes it; else `fn` is the task, or a callback at its end. */
export function endOf(facts: Facts, fn: Fn, location: Location, from?: Op): End | undefined {
  const graph = facts.graph(fn);
  const chain = from ? undefined : chainOf(facts, fn);
  // A `finally` stands in the graph once for each way out.
  const removals = new Map<Node, Write>();
  let suspension: Node | undefined;
  let keeps = !!chain && (calleeName(facts.tree, chain) === 'catch' || chain.arguments?.[1] === fn.node);
  walk(facts, graph, startsAt(graph, from, chain), location, (op, suspended) => {
    if (op === undefined) keeps ||= suspended !== undefined;
    else if (suspended && isRemoval(facts, op)) {
      removals.set(op.node, op);
      if (!suspension || suspended.pos < suspension.pos) suspension = suspended;
    }
  });
  return suspension ? { fn, removals: [...removals.values()], suspension, keeps } : undefined;
}

/** It is reached before the function suspends, with no look at whose entry it is. */
export function isReachedAtOnce(facts: Facts, fn: Fn, op: Write): boolean {
  if (chainOf(facts, fn)) return false;
  const graph = facts.graph(fn);
  let reached = false;
  walk(facts, graph, startsAt(graph, undefined, undefined), op.location, (at, suspended) => {
    reached ||= at === op && !suspended;
  });
  return reached;
}

interface Start {
  readonly block: number;
  readonly index: number;
  readonly suspended: Node | undefined;
  /** By an exception. */
  readonly failed?: boolean;
}

function startsAt(graph: Graph, op: Op | undefined, suspended: Node | undefined): Start[] {
  if (!op) return [{ block: graph.entry, index: 0, suspended }];
  return graph.blocks.flatMap((block) => {
    const index = block.ops.indexOf(op);
    return index < 0 ? [] : [{ block: block.id, index: index + 1, suspended }];
  });
}

/** Tells the first write of the location on every path, or with `undefined` that a path ends well without one. */
function walk(
  facts: Facts,
  graph: Graph,
  starts: Start[],
  location: Location,
  tell: (op: Write | undefined, suspended: Node | undefined) => void,
): void {
  const seen = new Set<string>();
  for (const work = starts; work.length; ) {
    const { block: id, index, suspended: before, failed } = work.pop()!;
    const mark = `${id}:${index}:${!!before}:${!!failed}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const block = graph.blocks[id]!;
    let suspended = before;
    const fail = () => {
      if (block.handler !== undefined) work.push({ block: block.handler, index: 0, suspended, failed: true });
    };
    if (before) fail();
    let first: Write | undefined;
    for (const op of block.ops.slice(index)) {
      if (op.op === 'suspend') {
        suspended = op.node;
        fail();
      } else if (op.op === 'write' && op.location.key === location.key) {
        first = op;
        break;
      }
    }
    if (first) tell(first, suspended);
    else if (!(block.branch && saysWhose(facts, block.branch.test))) {
      if (id === graph.exit && !failed) tell(undefined, suspended);
      for (const next of successors(block)) work.push({ block: next, index: 0, suspended, ...(failed && { failed }) });
    }
  }
}
