/**
 * The search for an interleaving: from a read of a location, over every path, through a suspension, to a write of the
 * same location that depends on that read, with no re-check, no re-read and no guard in between.
 */
import type { Node } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import type { Op } from './graph.ts';
import { mayWrite } from './interleave/may-write.ts';
import { walkPaths } from './interleave/paths.ts';
import { Search } from './interleave/search.ts';
import type { Location } from './locations.ts';
import type { Callee } from './summary.ts';

export type ReadOp = Extract<Op, { op: 'read' }>;
export type WriteOp = Extract<Op, { op: 'write' }>;
export type SuspendOp = Extract<Op, { op: 'suspend' }>;

export interface Interleaving {
  readonly location: Location;
  readonly fn: Fn;
  readonly read: ReadOp;
  /** The test that led to the write, and whether it said "nothing there". */
  readonly test:
    | {
        readonly node: Node;
        readonly absent: boolean | undefined;
        /** The write runs only if the test says so. */
        readonly decides: boolean;
      }
    | undefined;
  /** The `await`, the `.then(…)` call, or the `for await` where others get their turn. */
  readonly suspension: Node;
  readonly write: WriteOp;
  /** What is written was computed from the read. */
  readonly data: boolean;
  /** The helper whose body holds the write. */
  readonly through: { readonly call: Node; readonly fn: Fn; readonly facts: Facts } | undefined;
  /** The write stands in this function: `fn`, the helper, or a continuation of `fn`. */
  readonly writer: Fn;
}

export interface SearchOptions {
  /** Suspensions that cannot let a second invocation do the same: an awaited promise that all share. */
  readonly ignoreSharedPromises: boolean;
  /** The function that a call runs, where only a checker can tell: asked for calls that a test of the location leads to. */
  readonly resolve?: (call: Node) => Callee | undefined;
  /** Behind a suspension: an operation that rests on the test as a write of the location would, in the words of a write. */
  readonly also?: (op: Op) => WriteOp | undefined;
}

export function interleavings(facts: Facts, fn: Fn, read: ReadOp, options: SearchOptions): Interleaving[] {
  if (!options.also && !mayWrite(facts, fn, read.location, !!options.resolve)) return [];
  const search = new Search(facts, fn, read, options);
  walkPaths(search);
  return [...search.found.values()];
}
