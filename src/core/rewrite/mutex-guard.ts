/**
 * The smaller rewrite: what is stored stays as it is, and the region from the first to the last of some nodes runs
 * under a `Mutex` (or a `KeyedMutex` for entries by key) that is kept beside the location. One lock a location: an
 * existing one is reused.
 */
import type { Facts, Fn } from '../facts/facts.ts';
import type { Location } from '../facts/locations.ts';
import type { TextEdit } from '../finding.ts';
import type { Node } from '../syntax.ts';

// Being written for stale-write and lazy-init-race alike: the signature stands, the body is on its way.

export interface GuardWish {
  readonly fn: Fn;
  readonly location: Location;
  /** Must lie in the region: the read or test, the suspension, the write. All in `fn`, its continuations included. */
  readonly nodes: readonly Node[];
  /** For an entry by key: the key's expression, and its type as written in code if that is known. */
  readonly key?: { readonly node: Node; readonly type: string | undefined } | undefined;
}

export interface MutexGuard {
  readonly edits: readonly TextEdit[];
  readonly primitive: 'Mutex' | 'KeyedMutex';
  /** Functions of the file that write the location outside of the lock, by name: the title must own up to them. */
  readonly others: readonly string[];
}

/**
 * `undefined` where no lock is sound: in generators, where the region can reach the same lock, where a `break` leaves
 * it, where the promise of a continuation is not waited for, and where nothing can be imported.
 */
export function guardWithMutex(_facts: Facts, _wish: GuardWish): MutexGuard | undefined {
  return undefined;
}
