/** What a task still sets after a suspension, on a path with no question since whether it should go on. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Write } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Block, type Graph, successors } from '../../core/facts/graph.ts';
import { isConstantExpression } from '../../core/facts/shapes.ts';
import { ownNodes } from '../../core/rewrite/statements.ts';
import { K, type Node } from '../../core/syntax.ts';
import { isPromise } from '../../core/tasks/promises.ts';

/** A branch that decides whether the task goes on. */
export type Asks = (block: Block) => boolean;

/** `late`: others may have had their turn since the last question. `asked`: none since. */
type State = 'early' | 'late' | 'asked';

export function lateWrites(facts: Facts, task: Fn, asks: Asks): Write[] {
  const found = new Map<Write, Place>();
  walk(facts, task, 'early', asks, found, undefined);
  return [...found].flatMap(([write, place]) => (asksAfter(facts.graph(task), place, asks) ? [] : [write]));
}

/** Where the task itself writes, or calls the helper that does. */
interface Place {
  readonly block: Block;
  readonly depth: number;
}

function walk(facts: Facts, fn: Fn, from: State, asks: Asks, found: Map<Write, Place>, outer: Place | undefined): void {
  const graph = facts.graph(fn);
  const seen = new Set<string>();
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
      const place = outer ?? { block, depth: 0 };
      if (op.op === 'suspend') {
        state = 'late';
        fail();
      } else if (op.op === 'write' && state === 'late' && isLive(facts, op)) found.set(op, place);
      else if (op.op === 'call' && place.depth < 4) {
        const helper = calleeOf(facts, op.node);
        if (!helper || helper === fn) continue;
        walk(facts, helper, state, asks, found, { ...place, depth: place.depth + 1 });
        if (state === 'late' && refuses(facts, helper, asks)) state = 'asked';
      }
    }
    if (block.branch && state === 'late' && asks(block)) state = 'asked';
    for (const next of successors(block)) work.push({ id: next, state });
  }
}

/** `this.assertOpen()`: it asks and throws at once. What another helper asks, it asks for itself. */
function refuses(facts: Facts, { async, node }: Fn, asks: Asks): boolean {
  const isThrow = (n: Node) => facts.tree.kind(n) === K.ThrowStatement;
  if (async || !ownNodes(facts.tree, [node.body ?? node], isThrow).length) return false;
  return facts.graph(facts.functionAt(node)!).blocks.some((block) => block.branch && asks(block));
}

/** What it has set, the task takes back itself where it is not wanted any more. */
function asksAfter({ blocks }: Graph, { block }: Place, asks: Asks): boolean {
  const seen = new Set<Block>();
  const work = [block];
  while (work.length) {
    const at = work.pop()!;
    if (seen.has(at)) continue;
    seen.add(at);
    if (at.branch && asks(at)) return true;
    for (const next of successors(at)) work.push(blocks[next]!);
  }
  return false;
}

/** A timer, a connection, an entry: nothing that only says "not there", counts, or is waited for. */
function isLive(facts: Facts, { how, method, value, location }: Write): boolean {
  if (location.root.kind !== 'this') return false;
  if (how === 'mutate') return method === 'set' || method === 'add' || method === 'push';
  if ((how !== '=' && how !== 'logical') || !value) return false;
  return !isConstantExpression(facts.tree, value) && !isPromise(facts, value);
}
