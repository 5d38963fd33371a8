/** One search: what it starts from, the states still to be followed, and what it has found. */
import type { Node } from '../../syntax.ts';
import type { Facts, Fn } from '../facts.ts';
import type { Interleaving, ReadOp, SearchOptions } from '../interleave.ts';
import { markOf, type State } from './state.ts';

export class Search {
  readonly facts: Facts;
  readonly fn: Fn;
  readonly read: ReadOp;
  readonly options: SearchOptions;
  /** By the node of the write. */
  readonly found = new Map<Node, Interleaving>();
  private readonly seen = new Set<string>();
  private readonly work: State[] = [];

  constructor(facts: Facts, fn: Fn, read: ReadOp, options: SearchOptions) {
    this.facts = facts;
    this.fn = fn;
    this.read = read;
    this.options = options;
  }

  /** Follows a state later, unless one like it has been. */
  push(state: State): void {
    const mark = markOf(state);
    if (this.seen.has(mark)) return;
    this.seen.add(mark);
    this.work.push(state);
  }

  next(): State | undefined {
    return this.work.pop();
  }
}
