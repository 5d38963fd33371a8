/** What a call of a function does to locations, before and after its first suspension, helpers included. */
import { calleeOf } from './callgraph.ts';
import type { Facts, Fn } from './facts.ts';
import { type Op, successors } from './graph.ts';
import { guardsOf } from './guards.ts';
import { isSerialised } from './serialised.ts';
import { readsOfTest, snapshotOf } from './tests.ts';

export type Write = Extract<Op, { op: 'write' }>;

export interface Effects {
  /** Written before the function first suspends. */
  readonly sync: ReadonlyMap<string, Write>;
  /** Written after a suspension with no guard held. */
  readonly late: ReadonlyMap<string, { readonly write: Write; readonly fn: Fn }>;
  /** Locations that it tests itself. */
  readonly tests: ReadonlySet<string>;
}

const none: Effects = { sync: new Map(), late: new Map(), tests: new Set() };
const cache = new WeakMap<Fn, Effects>();

export function effectsOf(facts: Facts, fn: Fn, depth = 0): Effects {
  const known = cache.get(fn);
  if (known) return known;
  if (depth > 3) return none;
  cache.set(fn, none);
  const effects = compute(facts, fn, depth);
  cache.set(fn, effects);
  return effects;
}

function compute(facts: Facts, fn: Fn, depth: number): Effects {
  const graph = facts.graph(fn);
  const sync = new Map<string, Write>();
  const late = new Map<string, { write: Write; fn: Fn }>();
  const tests = new Set<string>();
  // Asked only where something is written after a suspension: in few functions.
  const isFree = (op: Op) => !guardsOf(facts, fn).at(op)?.guards.size;
  const isLate = (op: Op) => !isSerialised(facts, fn) && isFree(op);
  const seen = new Set<string>();
  const work: { block: number; suspended: boolean }[] = [{ block: graph.entry, suspended: false }];
  while (work.length) {
    const at = work.pop()!;
    const mark = `${at.block}:${at.suspended}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const block = graph.blocks[at.block]!;
    let { suspended } = at;
    for (const op of block.ops) {
      if (op.op === 'suspend') suspended = true;
      else if (op.op === 'write') {
        if (!suspended) sync.set(op.location.key, op);
        else if (!late.has(op.location.key) && isLate(op)) late.set(op.location.key, { write: op, fn });
      } else if (op.op === 'call') {
        const callee = calleeOf(facts, op.node);
        if (!callee || callee === fn) continue;
        const inner = effectsOf(facts, callee, depth + 1);
        for (const [key, write] of inner.sync) {
          if (!suspended) sync.set(key, write);
          else if (!late.has(key) && isFree(op)) late.set(key, { write, fn: callee });
        }
        for (const [key, entry] of inner.late) if (!late.has(key) && isFree(op)) late.set(key, entry);
        for (const key of inner.tests) tests.add(key);
      }
    }
    for (const { location } of block.branch ? readsOfTest(block.ops, block.branch.test) : []) {
      tests.add(location.key);
      const { root, path } = location;
      const source = root.kind === 'binding' && !path.length ? snapshotOf(facts, root.binding) : undefined;
      if (source) tests.add(source.key);
    }
    for (const next of successors(block)) work.push({ block: next, suspended });
    if (block.handler !== undefined) work.push({ block: block.handler, suspended });
  }
  return { sync, late, tests };
}
