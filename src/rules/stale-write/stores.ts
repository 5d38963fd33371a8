/**
 * Read, change, write back of what lies behind an await: a file, or an entry of an asynchronous store. Both halves are
 * atomic, the pair isn't: what another invocation writes in between is overwritten.
 */

import { isSerialisedElsewhere } from '../../core/elsewhere.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Block, type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { regionsOf } from '../../core/facts/interleave/calls.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { mentions } from '../../core/facts/tests.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import { type Access, isSame, readOf, writeOf, writtenBy } from './accesses.ts';
import { isOverriding } from './overriding.ts';
import { isRepairOf } from './repairs.ts';
import { isInTransaction } from './transactions.ts';

export interface StoreUpdate {
  readonly fn: Fn;
  readonly read: Access;
  readonly write: Access;
  /** The write stands in this function: `fn`, or one that runs after it. */
  readonly writer: Fn;
}

export function* storeUpdates(context: RuleContext): Iterable<StoreUpdate> {
  const { facts, config } = context;
  const updates = [...updatesIn(context)];
  for (const update of updates) {
    const { fn, read, write } = update;
    if (isSerialised(facts, fn) || isSerialisedElsewhere(context, fn) !== false) continue;
    // Another update of the file may set what this one leaves alone.
    const isAlone = read.kind === 'file' && updates.length === 1;
    if (isAlone && !config.strict && isOverriding(facts, fn, read, write)) continue;
    const overlap = context.overlap(fn, false);
    // No hand is faster than a disk.
    const isSeen = overlap === 'yes' || (overlap === 'hand' && !isOnDisk(context, write));
    if (isSeen || (overlap !== 'no' && config.strict)) yield update;
  }
}

function* updatesIn(context: RuleContext): Iterable<StoreUpdate> {
  const { facts } = context;
  for (const fn of facts.functions) {
    if (!fn.suspends || fn.kind === 'module' || isInTransaction(facts, fn)) continue;
    const graph = facts.graph(fn);
    for (const op of graph.ops('suspend')) {
      const read = op.how === 'await' && op.awaited ? readOf(facts, op.awaited) : undefined;
      const found = read && findWrite(context, graph, read, op);
      if (found) yield { fn, read, ...found };
    }
  }
}

/** A file, or what a function of the project keeps in one: `saveHistory` that ends in `writeFile`. */
function isOnDisk({ facts, resolve }: RuleContext, { kind, call }: Access): boolean {
  if (kind === 'file') return true;
  const helper = resolve(facts, call);
  return (
    !!helper && helper.facts.calls.some((c) => helper.facts.functionOf(c) === helper.fn && isFileWrite(helper.facts, c))
  );
}

function isFileWrite(facts: Facts, call: Node): boolean {
  return writeOf(facts, call)?.kind === 'file';
}

/** The write-back on a path from the read that nothing guards, with a value made from what was read. */
function findWrite(
  context: RuleContext,
  from: Graph,
  read: Access,
  readOp: Op,
): Pick<StoreUpdate, 'write' | 'writer'> | undefined {
  const { facts } = context;
  const heldAtRead = guardsOf(facts, from.fn).at(readOp)?.guards ?? new Set<string>();
  const tainted = new Set<number>();
  const seen = new Set<Block>();
  const start = from.blocks.find(({ ops }) => ops.includes(readOp))!;
  const work = [{ graph: from, block: start.id, index: start.ops.indexOf(readOp) + 1 }];
  while (work.length) {
    const { graph, ...at } = work.pop()!;
    const guards = guardsOf(facts, graph.fn);
    const { ops } = graph.blocks[at.block]!;
    for (const op of ops.slice(at.index)) {
      if (op.op === 'write' && op.location.root.kind === 'binding') {
        const { binding } = op.location.root;
        // `const { data } = parse(text)`: the value is that of the whole pattern.
        const value = facts.tree.kind(op.node) === K.BindingElement ? binding.init : op.value;
        const derived =
          value && (holds(context, value, read.call) || mentions(facts, value, (n) => isTainted(context, tainted, n)));
        if (derived) tainted.add(binding.id);
      } else if (op.op === 'call') {
        for (const callback of regionsOf(facts, op.node)) {
          const inner = facts.graph(callback);
          work.push({ graph: inner, block: inner.entry, index: 0 });
        }
        const write = writeOf(facts, op.node);
        if (!write || !isSame(read, write)) continue;
        const values = writtenBy(write);
        if (!values.some((v) => mentions(facts, v, (n) => isTainted(context, tainted, n)))) continue;
        if (isRepairOf(facts, values[0]!, read.call)) continue;
        return [...heldAtRead].some((g) => guards.at(op)?.guards.has(g)) ? undefined : { write, writer: graph.fn };
      }
    }
    for (const next of successors(graph.blocks[at.block]!)) {
      const to = graph.blocks[next]!;
      if (seen.has(to)) continue;
      seen.add(to);
      work.push({ graph, block: next, index: 0 });
    }
  }
  return undefined;
}

function holds(context: RuleContext, value: Node, call: Node): boolean {
  return mentions(context.facts, value, (n) => n === call);
}

function isTainted(context: RuleContext, tainted: ReadonlySet<number>, node: Node): boolean {
  if (context.facts.tree.kind(node) !== K.Identifier) return false;
  const binding = context.facts.resolve(node);
  return !!binding && tainted.has(binding.id);
}
