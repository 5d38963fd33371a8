/** What the parts of one rewrite to a registry share. */
import type { Facts } from '../../facts/facts.ts';
import type { Draft } from '../../rewrite/draft.ts';
import type { Node } from '../../syntax.ts';
import type { Collection } from '../collections.ts';
import type { Completion } from '../completions.ts';

/** A use that no rewrite is known for. The message says which, as a title can show it. */
export class Stays extends Error {}

export interface Job {
  readonly facts: Facts;
  readonly collection: Collection;
  readonly completions: readonly Completion[];
  readonly draft: Draft;
  /** What a wait becomes: it stays open for more, or takes no more. */
  readonly wait: 'idle' | 'close';
  /** Some task can fail with nobody but the collection to see it. */
  readonly rejecting: boolean;
  /** Mentions of the collection that are dealt with: all must be, in the end. */
  readonly handled: Set<Node>;
  /** Statements that go. */
  readonly removed: Set<Node>;
  /** Of those, the ones whose comments stay. */
  readonly quietly: Set<Node>;
}
