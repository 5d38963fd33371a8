/** What a function writes only after it has waited, guarded or not, helpers included. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { contains } from '../../core/facts/shapes.ts';
import type { Node } from '../../core/syntax.ts';

export interface Late {
  readonly key: string;
  readonly text: string;
  /** In the function itself: the write, or the call of the helper that writes. */
  readonly node: Node;
}

/** Fields, entries and outer variables; not those that are written before the wait, too: the first, or `pause`. */
export function writtenLate(facts: Facts, fn: Fn, pause?: Exclude<Op, { op: 'dispose' }>): Late[] {
  const late: Late[] = [];
  const early = new Set<string>();
  const graph = facts.graph(fn);
  const waits = graph.blocks.flatMap(({ id, ops }) =>
    ops.flatMap((op, at) => ((pause ? op === pause : op.op === 'suspend') ? [{ id, at }] : [])),
  );
  const behind = new Set(waits.flatMap(({ id, at }) => [...opsFrom(graph, id, at + 1, { thrown: true })]));
  for (const { ops } of graph.blocks)
    for (const op of ops) {
      const isLate = behind.has(op);
      for (const { key, text, waits } of writtenBy(facts, fn, op)) {
        const isAwaited = waits && (!pause || contains(pause.node, op.node));
        if (isLate || isAwaited) late.push({ key, text, node: op.node });
        else early.add(key);
      }
    }
  return late.filter(({ key }) => !early.has(key));
}

function writtenBy(facts: Facts, fn: Fn, op: Op): { key: string; text: string; waits: boolean }[] {
  if (op.op === 'write') {
    const { key, text, root, path } = op.location;
    const isLocal = root.kind === 'binding' && !path.length && root.binding.scope.fn === fn;
    return isLocal ? [] : [{ key, text, waits: false }];
  }
  const callee = op.op === 'call' ? calleeOf(facts, op.node) : undefined;
  if (!callee || callee === fn) return [];
  const { sync, late } = effectsOf(facts, callee);
  return [
    ...[...sync.values()].map(({ location }) => ({ key: location.key, text: location.text, waits: false })),
    ...[...late.values()].map(({ write: { location } }) => ({ key: location.key, text: location.text, waits: true })),
  ];
}

export interface Ways {
  /** Those of exceptions, too. */
  readonly thrown?: boolean;
  /** None that leads through these blocks. */
  readonly past?: ReadonlySet<number>;
}

/** Operations from a place on, the nearest blocks first. */
export function* opsFrom({ blocks }: Graph, id: number, from: number, { thrown, past }: Ways = {}): Iterable<Op> {
  const seen = new Set<number>(past);
  const work = [{ id, from }];
  while (work.length) {
    const at = work.shift()!;
    const block = blocks[at.id]!;
    yield* block.ops.slice(at.from);
    const ways = successors(block);
    if (thrown && block.handler !== undefined) ways.push(block.handler);
    for (const next of ways) if (!seen.has(next) && seen.add(next)) work.push({ id: next, from: 0 });
  }
}
