/** Whether a test decides that an operation runs: no way to it leads past the test, and one way from the test avoids it. */
import type { Node } from '../syntax.ts';
import { type Graph, successors } from './graph.ts';

/** `otherwise`: the block that the test goes to when it says no. */
export function decides(graph: Graph, test: number, otherwise: number, act: Node): boolean {
  const acts = new Set(graph.blocks.filter((b) => b.ops.some((op) => op.node === act)).map((b) => b.id));
  if (!acts.size || acts.has(test)) return false;
  const reachesAct = reach(graph, graph.entry, (id) => id === test, true);
  if ([...acts].some((id) => reachesAct.has(id))) return false;
  return !acts.has(otherwise) && reach(graph, otherwise, (id) => acts.has(id), false).has(graph.exit);
}

/** A way leads from a block to the operation past none of the others. */
export function reaches(graph: Graph, from: number, act: Node, past: readonly number[]): boolean {
  const blocks = reach(graph, from, (id) => past.includes(id), false);
  return graph.blocks.some(({ id, ops }) => blocks.has(id) && ops.some((op) => op.node === act));
}

function reach(graph: Graph, from: number, blocked: (id: number) => boolean, exceptions: boolean): ReadonlySet<number> {
  const seen = new Set<number>();
  const work = blocked(from) ? [] : [from];
  while (work.length) {
    const id = work.pop()!;
    if (seen.has(id)) continue;
    seen.add(id);
    const block = graph.blocks[id]!;
    const next = successors(block);
    if (exceptions && block.handler !== undefined) next.push(block.handler);
    for (const to of next) if (!seen.has(to) && !blocked(to)) work.push(to);
  }
  return seen;
}
