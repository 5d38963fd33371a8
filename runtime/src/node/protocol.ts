import { type Names, ownerOfName, parseRecord, privateName } from './names.ts';
import { call, expect, type Failure, type Steps, type Verdict } from './steps.ts';

/**
 * The protocol of the lock, one file-system call a step.
 *
 * The lock is taken by one atomic call that fails if it is there, and given back by one that removes it. What makes
 * the rest safe: a lock whose owner is proven dead is removed only under the guard, and the identity is read again
 * there. The guard itself is a directory that is renamed into place with its owner's name in it. To remove that entry
 * by its name removes one dead owner's claim and nobody else's, however late the call comes; so the guard needs no guard.
 *
 * Between two attempts nothing is remembered.
 */
export type Attempt = { readonly got: 'file' | 'directory' } | 'again' | 'no record' | Held;

export interface Held {
  readonly by: Seen;
  readonly verdict: Verdict;
}

/** Who is named at a place. No token: what is there can't be read. */
export interface Seen {
  readonly form: 'file' | 'directory';
  readonly token: string | undefined;
  readonly text: string;
}

/** Where hard links are missing, `link` says one of these. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];
const OCCUPIED = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'];

/** Tries once to get the lock; takes a dead owner's lock out of the way, then says `again`. */
export function* attempt(names: Names): Steps<Attempt> {
  const failure = yield* call('link', names.own, names.lock);
  if (failure === undefined) return { got: 'file' };
  if (failure.code === 'ENOENT') return 'no record';
  if (NO_LINKS.includes(failure.code ?? '')) {
    if (yield* claim(names, names.lock)) return { got: 'directory' };
  } else {
    expect(failure, 'EEXIST');
  }
  const by = yield* look(names.lock);
  if (by === undefined) return 'again';
  if (by.token === names.token) return { got: by.form }; // the reply to an earlier call was lost
  if (by.form === 'directory' && by.text === '') {
    yield* call('rmdir', names.lock); // empty is free; only an empty one can be removed
    return 'again';
  }
  const verdict = by.token === undefined ? 'unknown' : yield* call('judge', by.token);
  if (verdict !== 'dead' || by.token === undefined) return { by, verdict };
  if (by.form === 'file') return yield* takeOver(names, by);
  yield* leave(names.lock, by.token);
  yield* sweep(names);
  return 'again';
}

/** Gives the lock back. `false`: it was no longer ours. */
export function* release(names: Names, form: 'file' | 'directory'): Steps<boolean | 'again'> {
  if (form === 'directory') return yield* leave(names.lock, names.token);
  // Whoever breaks a lock removes the record first. Then, and when the lock is no longer this record, look twice.
  if ((yield* call('links', names.own)) !== 2) return yield* releaseUnderGuard(names);
  const failure = yield* call('unlink', names.lock);
  expect(failure, 'ENOENT');
  return failure === undefined;
}

function* releaseUnderGuard(names: Names): Steps<boolean | 'again'> {
  if ((yield* look(names.lock))?.token !== names.token) return false; // and it can't become ours again
  const done = yield* underGuard(names, function* () {
    if ((yield* look(names.lock))?.token !== names.token) return false;
    expect(yield* call('unlink', names.lock), 'ENOENT');
    return true;
  });
  return typeof done === 'boolean' ? done : 'again';
}

function* takeOver(names: Names, by: Seen): Steps<Attempt> {
  const guarded = yield* underGuard(names, function* () {
    const now = yield* look(names.lock);
    if (now?.form === 'file' && now.token !== undefined && (yield* call('judge', now.token)) === 'dead') {
      expect(yield* call('unlink', names.lock), 'ENOENT');
    }
    yield* sweep(names);
    return 'again' as const;
  });
  return guarded === 'held' ? { by, verdict: 'alive' } : guarded;
}

/**
 * Frees the lock of an owner that is not known to be dead, because somebody says so. `gone`: it no longer holds it.
 *
 * Removing its record first makes a living owner ask for the guard before it lets go of the lock. The pause lets one
 * that has just found its record in place end its next call.
 */
export function* breakOwner(names: Names, owner: Seen, stamp?: string): Steps<'broken' | 'gone' | 'again' | 'held'> {
  if (owner.token !== undefined) yield* leave(names.guard, owner.token);
  if (owner.form === 'directory') {
    if (owner.token === undefined) return 'gone';
    return (yield* leave(names.lock, owner.token)) ? 'broken' : 'gone';
  }
  return yield* underGuard(names, function* () {
    if (!same(yield* look(names.lock), owner)) return 'gone' as const;
    if (owner.token !== undefined) {
      expect(yield* call('unlink', privateName(names.lock, 'own', owner.token)), 'ENOENT');
      yield* call('pause', 100);
      if (stamp !== undefined && (yield* call('stamp', names.lock)) !== stamp) return 'gone' as const;
      if (!same(yield* look(names.lock), owner)) return 'gone' as const;
    }
    expect(yield* call('unlink', names.lock), 'ENOENT');
    return 'broken' as const;
  });
}

/** The next number of the sidecar; under the guard, so that a broken owner can't give one twice. */
export function* nextFence(names: Names, form: 'file' | 'directory'): Steps<number | 'lost' | 'again' | 'held'> {
  return yield* underGuard(names, function* () {
    const now = yield* look(names.lock);
    if (now?.token !== names.token || now.form !== form) return 'lost' as const;
    const text = yield* call('read', names.fence);
    if (typeof text !== 'string') expect(text, 'ENOENT');
    const last = typeof text === 'string' ? Number(text) : 0;
    if (!Number.isSafeInteger(last) || (typeof text === 'string' && !/^\d+\n$/.test(text))) {
      throw Object.assign(new Error(`${names.fence} holds no number`), { code: 'EBADMSG' });
    }
    yield* call('unlink', names.freshFence);
    const failure = yield* call('create', names.freshFence, `${last + 1}\n`, true);
    if (failure !== undefined) {
      yield* call('unlink', names.freshFence);
      throw failure;
    }
    expect(yield* call('rename', names.freshFence, names.fence));
    expect(yield* call('flush', names.folder), 'EPERM', 'EISDIR', 'EINVAL', 'EACCES');
    return last + 1;
  });
}

/** Who is named at a place now. */
export function* look(place: string): Steps<Seen | undefined> {
  const text = yield* call('read', place);
  if (typeof text === 'string') return { form: 'file', token: parseRecord(text)?.token, text };
  if (text.code === 'ENOENT') return undefined;
  if (text.code === 'EACCES' || text.code === 'EPERM') return { form: 'file', token: undefined, text: '' };
  expect(text, 'EISDIR');
  const inside = yield* call('list', place);
  if ('code' in inside) {
    expect(inside as Failure, 'ENOENT', 'ENOTDIR');
    return undefined;
  }
  const [token = ''] = inside as readonly string[];
  return { form: 'directory', token: token === '' ? undefined : token, text: token };
}

/** Runs a part while nobody else is under the guard of this lock. `held`: somebody is, `again`: it was a dead one. */
function* underGuard<T>(names: Names, part: () => Steps<T>): Steps<T | 'again' | 'held'> {
  if (!(yield* claim(names, names.guard))) {
    const by = yield* look(names.guard);
    if (by?.token === undefined) {
      if (by !== undefined) yield* call('rmdir', names.guard);
      return 'again';
    }
    if ((yield* call('judge', by.token)) !== 'dead') return 'held';
    yield* leave(names.guard, by.token);
    return 'again';
  }
  try {
    return yield* part();
  } finally {
    yield* leave(names.guard, names.token);
  }
}

/** Puts a directory with our token in it at a place where none is, or an empty one. */
function* claim(names: Names, place: string): Steps<boolean> {
  const entry = `${names.door}/${names.token}`;
  let failure = yield* call('mkdir', names.door);
  if (failure === undefined || failure.code === 'EEXIST') failure = yield* call('create', entry, '');
  const ready = failure === undefined || failure.code === 'EEXIST';
  if (ready) failure = yield* call('rename', names.door, place);
  if (failure === undefined) return true;
  yield* call('unlink', entry);
  yield* call('rmdir', names.door);
  expect(failure, ...(ready ? OCCUPIED : []));
  return false;
}

/** Takes one owner's name out of a place, and the place with it if nobody else has come. */
function* leave(place: string, token: string): Steps<boolean> {
  const failure = yield* call('unlink', `${place}/${token}`);
  expect(failure, 'ENOENT', 'ENOTDIR');
  if (failure === undefined) yield* call('rmdir', place);
  return failure === undefined;
}

/** Removes what killed processes have left at this lock. All of it has its dead owner's name. */
function* sweep(names: Names): Steps<void> {
  const found = yield* call('list', names.folder);
  if ('code' in found) return;
  for (const name of found as readonly string[]) {
    const owner = ownerOfName(names.base, name);
    if (owner === undefined || (yield* call('judge', owner.token)) !== 'dead') continue;
    const path = privateName(names.lock, owner.kind, owner.token);
    if (owner.kind !== 'new') {
      yield* call('unlink', path);
    } else if (!(yield* leave(path, owner.token))) {
      yield* call('rmdir', path);
    }
  }
  const guarding = (yield* look(names.guard))?.token;
  if (guarding !== undefined && (yield* call('judge', guarding)) === 'dead') yield* leave(names.guard, guarding);
}

function same(now: Seen | undefined, owner: Seen): boolean {
  return now !== undefined && now.form === owner.form && now.text === owner.text;
}
