/** A stale write that a path has come to: whether it counts, and what is told of it. */
import { decides } from '../control.ts';
import type { Fn } from '../facts.ts';
import type { Op } from '../graph.ts';
import { guardsOf } from '../guards.ts';
import type { Interleaving, WriteOp } from '../interleave.ts';
import { contains } from '../shapes.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';
import { usesLocals } from './values.ts';

/** Of several paths to one write, one on which a test for "nothing there" decides it is kept. */
export function hit(
  search: Search,
  write: WriteOp,
  state: State,
  through: Interleaving['through'],
  writer: Fn,
  op: Op = write,
): void {
  const { fn, read, found } = search;
  const { test } = state;
  if (state.flagged && !state.held.size && writer !== fn && !through) return;
  if (isStillHeld(search, op, state, through, writer)) return;
  const data = contains(write.node, read.node) || (!!write.value && usesLocals(search, write.value, state));
  if (!data && !test) return;
  const known = found.get(write.node);
  if (known?.test?.absent && known.test.decides) return;
  found.set(write.node, {
    location: read.location,
    fn,
    read,
    test: test && { node: test.node, absent: test.absent, decides: isDecided(write, state, through) },
    suspension: state.suspension!,
    write,
    data,
    through,
    writer,
  });
}

/** A guard held at the suspension still is at the write. */
function isStillHeld(
  { facts }: Search,
  op: Op,
  { held }: State,
  through: Interleaving['through'],
  writer: Fn,
): boolean {
  if (through) return held.size > 0;
  const guards = guardsOf(facts, writer).at(op)?.guards;
  return [...held].some((guard) => guards?.has(guard));
}

/** The write, or the call that leads to it, runs only on one side of the test. */
function isDecided(write: WriteOp, { test, graph, continues }: State, through: Interleaving['through']): boolean {
  if (!test) return false;
  const act = through ? through.call : graph === test.graph ? write.node : continues;
  return !!act && decides(test.graph, test.block, test.otherwise, act);
}
