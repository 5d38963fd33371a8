/**
 * Read, change, write back of what lies behind an await: a file, or an entry of an asynchronous store. Both halves are
 * atomic, the pair isn't: what another invocation writes in between is overwritten.
 */

import { isSerialisedElsewhere } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { isRepairOf } from './repairs.ts';
import { isInTransaction } from './transactions.ts';

export interface StoreUpdate {
  readonly fn: Fn;
  /** `settings.json`'s path expression, or `store.get(key)`'s receiver and key. */
  readonly name: string;
  readonly kind: 'file' | 'entry';
  readonly read: Node;
  readonly write: Node;
}

const fileReads = /^(readFile|readJson|readJSON|readJsonFile|readFileText|readTextFile|loadJsonFile)$/;
const fileWrites =
  /^(writeFile|writeJson|writeJSON|writeJsonFile|outputFile|outputJson|outputJSON|writeFileAtomic|writeTextFile)$/;
const entryReads = /^(get|getItem|getValue|hget|load|read)$/;
const entryWrites = /^(set|put|setItem|setValue|update|hset|store|save|write)$/;

interface Access {
  readonly kind: 'file' | 'entry';
  readonly key: string;
  readonly call: Node;
}

export function* storeUpdates(context: RuleContext): Iterable<StoreUpdate> {
  const { facts, config } = context;
  for (const fn of facts.functions) {
    if (!fn.suspends || fn.kind === 'module' || isInTransaction(facts, fn)) continue;
    const graph = facts.graph(fn);
    for (const block of graph.blocks) {
      for (const [index, op] of block.ops.entries()) {
        const read =
          op.op === 'suspend' && op.how === 'await' && op.awaited
            ? accessOf(context, op.awaited, fileReads, entryReads)
            : undefined;
        if (!read) continue;
        const write = findWrite(context, fn, graph, block.id, index + 1, read, op);
        if (!write || isSerialised(facts, fn) || isSerialisedElsewhere(context, fn) !== false) continue;
        const overlap = context.overlap(fn, false);
        if (overlap !== 'yes' && !(overlap === 'unknown' && config.strict)) continue;
        yield { fn, name: read.key, kind: read.kind, read: read.call, write };
      }
    }
  }
}

function accessOf(context: RuleContext, awaited: Node, files: RegExp, entries: RegExp): Access | undefined {
  const { tree } = context.facts;
  let call = unwrap(tree, awaited);
  // `await readFile(path, 'utf8').catch(() => '{}')`
  while (tree.kind(call) === K.CallExpression && /^(catch|then|finally)$/.test(calleeName(tree, call) ?? '')) {
    const receiver = receiverOf(tree, call);
    if (!receiver) return undefined;
    call = unwrap(tree, receiver);
  }
  if (tree.kind(call) !== K.CallExpression) return undefined;
  return accessOfCall(context, call, files, entries);
}

function accessOfCall(context: RuleContext, call: Node, files: RegExp, entries: RegExp): Access | undefined {
  const { tree } = context.facts;
  const name = calleeName(tree, call);
  const key = call.arguments?.[0];
  if (!name || !key) return undefined;
  const keyText = textOf(tree, key).replace(/\s+/g, ' ');
  if (files.test(name)) return { kind: 'file', key: keyText, call };
  const receiver = receiverOf(tree, call);
  if (!receiver || !entries.test(name)) return undefined;
  return { kind: 'entry', key: `${textOf(tree, receiver)}[${keyText}]`, call };
}

/** The write-back on a path from the read that nothing guards, with a value made from what was read. */
function findWrite(
  context: RuleContext,
  fn: Fn,
  graph: Graph,
  block: number,
  index: number,
  read: Access,
  readOp: Op,
): Node | undefined {
  const { facts } = context;
  const guards = guardsOf(facts, fn);
  const heldAtRead = guards.at(readOp)?.guards ?? new Set<string>();
  const tainted = new Set<number>();
  const seen = new Set<number>();
  const work = [{ block, index }];
  while (work.length) {
    const at = work.pop()!;
    const { ops } = graph.blocks[at.block]!;
    for (const op of ops.slice(at.index)) {
      if (op.op === 'write' && op.location.root.kind === 'binding') {
        const derived =
          op.value &&
          (holds(context, op.value, read.call) || mentions(facts, op.value, (n) => isTainted(context, tainted, n)));
        if (derived) tainted.add(op.location.root.binding.id);
      } else if (op.op === 'call') {
        const write = accessOfCall(context, op.node, fileWrites, entryWrites);
        const value = op.node.arguments?.slice(1) ?? [];
        const back = write && write.kind === read.kind && write.key === read.key;
        if (!back || !value.some((v) => mentions(facts, v, (n) => isTainted(context, tainted, n)))) continue;
        if (isRepairOf(facts, value[0]!, read.call)) continue;
        return [...heldAtRead].some((g) => guards.at(op)?.guards.has(g)) ? undefined : op.node;
      }
    }
    for (const next of successors(graph.blocks[at.block]!)) {
      if (seen.has(next)) continue;
      seen.add(next);
      work.push({ block: next, index: 0 });
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
