/** Every path from the read on, one operation after the other. */
import type { Block, Op } from '../graph.ts';
import { guardsOf } from '../guards.ts';
import type { SuspendOp } from '../interleave.ts';
import { passBranch } from './branch.ts';
import { passCall } from './calls.ts';
import { hit } from './hits.ts';
import type { Search } from './search.ts';
import { isSharedPromise } from './shared.ts';
import { type State, stateAfter } from './state.ts';
import { passWrite } from './writes.ts';

/** A bound for functions whose paths are too many; what is found until then stands. */
const maxStates = 4000;

export function walkPaths(search: Search): void {
  const { facts, fn, read } = search;
  const graph = facts.graph(fn);
  const tested = guardsOf(facts, fn).at(read)?.tested ?? new Set<string>();
  for (const block of graph.blocks) {
    const index = block.ops.indexOf(read);
    if (index >= 0) search.push(stateAfter(graph, block.id, index, tested));
  }
  for (let n = 0; n < maxStates; n++) {
    const state = search.next();
    if (!state) return;
    passBlock(search, state);
  }
}

function passBlock(search: Search, start: State): void {
  const block = start.graph.blocks[start.block]!;
  let state = start;
  for (let i = state.index; i < block.ops.length; i++) {
    const next = pass(search, block.ops[i]!, state, block);
    if (!next) return;
    state = next;
  }
  if (block.branch) passBranch(search, block, block.branch, state);
  else if (block.next === undefined && !block.also.length) enterContinuations(search, state);
  if (block.next !== undefined) search.push({ ...state, block: block.next, index: 0 });
  for (const to of block.also) search.push({ ...state, block: to, index: 0 });
}

/** The state behind an operation; undefined: nothing that follows on this path depends on the read any more. */
function pass(search: Search, op: Op, state: State, block: Block): State | undefined {
  if (op === search.read) return undefined;
  const act = state.suspension && search.options.also?.(op);
  if (act) hit(search, act, state, undefined, state.graph.fn, op);
  switch (op.op) {
    case 'suspend':
      return passSuspension(search, op, state, block);
    case 'write':
      return passWrite(search, op, state);
    case 'call':
      return passCall(search, op.node, state, block);
    default:
      return state;
  }
}

function passSuspension(search: Search, op: SuspendOp, state: State, block: Block): State | undefined {
  enterContinuations(search, state);
  if (search.options.ignoreSharedPromises && op.awaited && isSharedPromise(search, op.awaited))
    return state.flagged && !state.suspension ? undefined : state;
  if (state.suspension) return state;
  const held = guardsOf(search.facts, state.graph.fn).at(op)?.guards ?? new Set<string>();
  const after: State = { ...state, suspension: op.node, held, tested: new Set(), continuations: [] };
  if (block.handler !== undefined) search.push({ ...after, block: block.handler, index: 0 });
  return after;
}

/** Callbacks handed to `.then` before here run once the function has let go of its turn. */
function enterContinuations(search: Search, state: State): void {
  if (state.flagged && !state.suspension) return;
  for (const { fn, call } of state.continuations) {
    const graph = search.facts.graph(fn);
    search.push({
      ...state,
      graph,
      block: graph.entry,
      index: 0,
      suspension: state.suspension ?? call,
      continues: call,
      continuations: [],
    });
  }
}
