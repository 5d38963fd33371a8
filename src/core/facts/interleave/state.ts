/** Where a path from the read has come to, and what it has seen on its way. States never change: a step makes a new one. */
import type { Node } from '../../syntax.ts';
import type { Fn } from '../facts.ts';
import type { Graph } from '../graph.ts';

export interface State {
  /** Of the function itself, or of a continuation that it handed to `.then`. */
  readonly graph: Graph;
  readonly block: number;
  /** Of the next operation in the block. */
  readonly index: number;
  /** The first one passed; until there is one, nothing can come between. */
  readonly suspension: Node | undefined;
  /** Guards held at the first suspension. */
  readonly held: ReadonlySet<string>;
  readonly test: Outcome | undefined;
  /** What a plain test of the value read has said on this path. */
  readonly present: boolean | undefined;
  /** The call whose continuation this is. */
  readonly continues: Node | undefined;
  /** Locals computed from the read. */
  readonly taint: ReadonlySet<number>;
  /** Locals that hold exactly what was read. */
  readonly copies: ReadonlySet<number>;
  /** Locals that hold what was read anew, behind the suspension. */
  readonly fresh: ReadonlySet<number>;
  /** Locations tested since the last suspension. */
  readonly tested: ReadonlySet<string>;
  /** A location was tested and set in one segment: that keeps others out. */
  readonly flagged: boolean;
  /** Callbacks of `.then`, `.catch` and `.finally` that run after the function. */
  readonly continuations: readonly { readonly fn: Fn; readonly call: Node }[];
}

/** The last test of the value read that the path has taken a side of. */
export interface Outcome {
  readonly node: Node;
  /** It said "nothing there"; undefined: it says neither. */
  readonly absent: boolean | undefined;
  readonly graph: Graph;
  readonly block: number;
  /** The block that the other outcome leads to. */
  readonly otherwise: number;
}

/** Right behind the read. */
export function stateAfter(graph: Graph, block: number, index: number, tested: ReadonlySet<string>): State {
  return {
    graph,
    block,
    index: index + 1,
    suspension: undefined,
    held: new Set(),
    test: undefined,
    present: undefined,
    continues: undefined,
    taint: new Set(),
    copies: new Set(),
    fresh: new Set(),
    tested,
    flagged: false,
    continuations: [],
  };
}

/** States with equal marks find the same. */
export function markOf(state: State): string {
  const { graph, suspension, test, taint, copies, fresh } = state;
  const at = `${graph.fn.id}/${state.block}/${state.index}/${suspension?.pos}/${test?.node.pos}${test?.absent}`;
  const value = `${state.present}/${[...taint]}/${[...copies]}/${[...fresh]}`;
  return `${at}/${value}/${state.flagged}/${state.continuations.length}`;
}
