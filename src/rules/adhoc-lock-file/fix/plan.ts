/** The whole lock at once: in the one function that holds it, or in the pair that takes it and gives it back. */
import type { Facts } from '../../../core/facts/facts.ts';
import type { AdhocLock } from '../../../core/files/adhoc-lock.ts';
import type { Fix, TextEdit } from '../../../core/finding.ts';
import { inlineFix } from './inline.ts';
import { pairFix } from './pair.ts';

export interface Replacement {
  readonly edits: readonly TextEdit[];
  /** The old lock gave up waiting after some time; the new one does not. */
  readonly gaveUp: boolean;
}

export function fixesOf(facts: Facts, lock: AdhocLock): Fix[] {
  const made = inlineFix(facts, lock) ?? pairFix(facts, lock);
  if (!made) return [];
  const { edits, gaveUp } = made;
  const title = gaveUp ? 'Use a `FileLock`, which waits without a limit' : 'Use a `FileLock`';
  return [{ title, tier: gaveUp ? 'suggestion' : 'safe', edits: () => edits }];
}
