/** What a function does to a collection once a wait for its content is over. */
import type { Facts, Fn } from '../facts/facts.ts';
import { type Graph, type Op, successors } from '../facts/graph.ts';
import { readsOfTest } from '../facts/tests.ts';
import { K, type Node } from '../syntax.ts';
import type { Collection } from './collections.ts';
import type { Use } from './uses.ts';
import type { Wait } from './waits.ts';

/** What a path after a wait comes to first. */
export interface After {
  /** Clears that are reached with no look at the collection since the wait. */
  readonly clears: readonly Use[];
  /** The function can end with no look at the collection since the wait. */
  readonly ends: boolean;
}

export function afterWait(facts: Facts, collection: Collection, wait: Wait): After {
  const { tree } = facts;
  if (tree.kind(wait.suspension) === K.CallExpression) return afterThen(facts, collection, wait);
  const graph = facts.graph(wait.fn);
  const walk = new Walk(collection, graph);
  for (const block of graph.blocks) {
    const index = block.ops.findIndex((op) => op.op === 'suspend' && op.node === wait.suspension);
    if (index < 0) continue;
    walk.from(block.id, index + 1);
    if (block.handler !== undefined) walk.from(block.handler, 0);
  }
  return { clears: [...walk.clears], ends: walk.ends };
}

/** In the callbacks of `.then`: each starts after the wait. */
function afterThen(facts: Facts, collection: Collection, { suspension }: Wait): After {
  const clears = new Set<Use>();
  for (const argument of suspension.arguments ?? []) {
    const fn = facts.functionAt(argument);
    if (!fn) continue;
    const graph = facts.graph(fn);
    const walk = new Walk(collection, graph);
    walk.from(graph.entry, 0);
    for (const use of walk.clears) clears.add(use);
  }
  return { clears: [...clears], ends: true };
}

/**
 * The test by which `fn` can leave after `from` with no wait for the collection; `undefined` where every way out
 * looks at it. Ways out by what an `await` throws are not told.
 */
export function leavesBy(facts: Facts, collection: Collection, fn: Fn, from: Node): Node | undefined {
  const graph = facts.graph(fn);
  const walk = new Walk(collection, graph);
  for (const block of graph.blocks) {
    const index = block.ops.findIndex((op) => op.op !== 'read' && op.node === from);
    if (index >= 0) walk.from(block.id, index + 1);
  }
  return walk.leaves;
}

class Walk {
  readonly clears = new Set<Use>();
  ends = false;
  /** The last test before an end. */
  leaves: Node | undefined;
  private readonly seen = new Set<number>();

  private readonly collection: Collection;
  private readonly graph: Graph;

  constructor(collection: Collection, graph: Graph) {
    this.collection = collection;
    this.graph = graph;
  }

  from(id: number, index: number): void {
    const work: { id: number; index: number; test: Node | undefined }[] = [{ id, index, test: undefined }];
    while (work.length) {
      const at = work.pop()!;
      if (at.id === this.graph.exit) {
        this.ends = true;
        this.leaves ??= at.test;
      }
      if (!at.index && this.seen.has(at.id)) continue;
      if (!at.index) this.seen.add(at.id);
      const block = this.graph.blocks[at.id]!;
      if (block.ops.slice(at.index).some((op) => this.stops(op))) continue;
      if (block.branch && readsOfTest(block.ops, block.branch.test).some((op) => this.isOwn(op))) continue;
      const test = block.branch?.test ?? at.test;
      for (const next of successors(block)) work.push({ id: next, index: 0, test });
    }
  }

  private isOwn(op: Op): boolean {
    if (op.op !== 'read') return false;
    const { key } = op.location;
    const own = this.collection.location.key;
    return key === own || key.startsWith(`${own}.`) || key.startsWith(`${own}[`);
  }

  /** A clear is noted; it and every fresh look at the content end the path. */
  private stops(op: Op): boolean {
    const use = this.collection.uses.find((u) => u.at === op.node || (u.node === op.node && op.op === 'read'));
    if (!use) return false;
    if (use.kind === 'clear') {
      if (op.op !== 'write') return false;
      this.clears.add(use);
      return true;
    }
    return (
      op.op === 'read' &&
      (use.kind === 'each' || use.kind === 'copy' || use.kind === 'wait' || use.kind === 'take' || use.kind === 'other')
    );
  }
}
