/** What a task still sets after a suspension, on a path with no question since whether it should go on. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Write } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Block, successors } from '../../core/facts/graph.ts';
import { isConstantExpression } from '../../core/facts/shapes.ts';
import { isPromise } from '../../core/tasks/promises.ts';

/** A branch that decides whether the task goes on. */
export type Asks = (block: Block) => boolean;

/** `late`: others may have had their turn since the last question. `asked`: none since. */
type State = 'early' | 'late' | 'asked';

export function lateWrites(facts: Facts, task: Fn, asks: Asks): Write[] {
  const found = new Set<Write>();
  walk(facts, task, 'early', asks, found, 0);
  return [...found];
}

/** Whether the function may end with others having had their turn. */
function walk(facts: Facts, fn: Fn, from: State, asks: Asks, found: Set<Write>, depth: number): State {
  const graph = facts.graph(fn);
  const seen = new Set<string>();
  let after = from;
  const work: { id: number; state: State }[] = [{ id: graph.entry, state: from }];
  while (work.length) {
    const at = work.pop()!;
    const mark = `${at.id}:${at.state}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const block = graph.blocks[at.id]!;
    let { state } = at;
    const fail = () => {
      if (block.handler !== undefined) work.push({ id: block.handler, state });
    };
    fail();
    for (const op of block.ops) {
      if (op.op === 'suspend') {
        state = 'late';
        fail();
      } else if (op.op === 'write' && state === 'late' && isLive(facts, op)) found.add(op);
      else if (op.op === 'call' && depth < 4) {
        const helper = calleeOf(facts, op.node);
        // What a helper asks counts for itself: it returns, and its caller goes on.
        if (helper && helper !== fn) walk(facts, helper, state, asks, found, depth + 1);
      }
    }
    if (at.id === graph.exit && state === 'late') after = 'late';
    if (block.branch && state === 'late' && asks(block)) state = 'asked';
    for (const next of successors(block)) work.push({ id: next, state });
  }
  return after;
}

/** A timer, a connection, an entry: nothing that only says "not there", counts, or is waited for. */
function isLive(facts: Facts, { how, method, value, location }: Write): boolean {
  if (location.root.kind !== 'this') return false;
  if (how === 'mutate') return method === 'set' || method === 'add' || method === 'push';
  if ((how !== '=' && how !== 'logical') || !value) return false;
  return !isConstantExpression(facts.tree, value) && !isPromise(facts, value);
}
