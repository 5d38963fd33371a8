/** Writes on a path: of the location itself, of locals that carry the value on, and of flags that keep others out. */

import type { Node } from '../../syntax.ts';
import { guardsOf } from '../guards.ts';
import type { WriteOp } from '../interleave.ts';
import { isOwnLocal } from '../locations.ts';
import { isFunction, unwrap } from '../shapes.ts';
import { valueLocation } from '../tests.ts';
import { hit } from './hits.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';
import { isCopy, isDerived } from './values.ts';

export function passWrite(search: Search, op: WriteOp, from: State): State | undefined {
  let state = from;
  const { location, value } = op;
  if (location.key === search.read.location.key) {
    if (state.suspension) hit(search, op, state, undefined, state.graph.fn);
    return undefined;
  }
  if (location.root.kind === 'binding' && !location.path.length) {
    const { id } = location.root.binding;
    const { tree } = search.facts;
    const derived = !!value && !isFunction(tree, unwrap(tree, value)) && isDerived(search, value, state);
    const copied = isCopy(search, value, op.node);
    const isFresh = !!state.suspension && !derived && readsIt(search, value);
    if (isFresh !== state.fresh.has(id)) state = { ...state, fresh: changed(state.fresh, id, isFresh) };
    if (derived !== state.taint.has(id) || copied !== state.copies.has(id)) {
      const taint = changed(state.taint, id, derived || copied);
      return { ...state, taint, copies: changed(state.copies, id, copied) };
    }
  }
  // Testing one location and setting it in the same segment keeps others out.
  const sets = !state.suspension && op.how !== 'declare' && op.how !== 'delete';
  if (!sets || isOwnLocal(location, state.graph.fn) || !isTested(search, op, state)) return state;
  return { ...state, flagged: true };
}

/** Where an entry's value is tested by way of a local: `const running = this.running.get(key); if (running) return running`. */
function isTested({ facts }: Search, op: WriteOp, { tested, graph }: State): boolean {
  const { key, path } = op.location;
  return tested.has(key) || (path.length > 0 && !!guardsOf(facts, graph.fn).at(op)?.tested.has(key));
}

/** `const made = this.clients.get(name)` */
function readsIt({ facts, read }: Search, value: Node | undefined): boolean {
  return !!value && valueLocation(facts, value)?.key === read.location.key;
}

function changed(set: ReadonlySet<number>, id: number, present: boolean): ReadonlySet<number> {
  const copy = new Set(set);
  if (present) copy.add(id);
  else copy.delete(id);
  return copy;
}
