/** The shipped protocol and those that are broken, as the same few steps of a program. */
import { type Names, recordText } from '../../../runtime/src/node/names.ts';
import { attempt, breakOwner, look, release } from '../../../runtime/src/node/protocol.ts';
import { call, type Steps } from '../../../runtime/src/node/steps.ts';

/** What a program remembers of an acquisition. */
export type Got = 'file' | 'directory';

export interface Protocol {
  /** Before the first acquisition. */
  readonly begin: (names: Names) => Steps<void>;
  /** One attempt; `undefined` if it did not get the lock. */
  readonly attempt: (names: Names) => Steps<Got | undefined>;
  /** `again`: not yet. */
  readonly release: (names: Names, got: Got) => Steps<boolean | 'again'>;
  /** After the last release. */
  readonly end: (names: Names) => Steps<void>;
}

/** What FileLock does. */
export const shipped: Protocol = {
  *begin(names) {
    yield* call('create', names.own, recordText(names.token, {}));
  },
  *attempt(names) {
    const outcome = yield* attempt(names);
    return typeof outcome === 'object' && 'got' in outcome ? outcome.got : undefined;
  },
  release,
  *end(names) {
    yield* call('unlink', names.own);
  },
};

/** Breaks the lock of one owner, if that holds it, before it does what the others do. */
export const breaking = (token: string): Protocol => ({
  ...shipped,
  *begin(names) {
    const seen = yield* look(names.lock);
    if (seen?.token === token) yield* breakOwner(names, seen);
    yield* shipped.begin(names);
  },
});

/** A release that does not ask whether its lock was broken. */
export const trusting: Protocol = {
  ...shipped,
  *release({ lock }) {
    yield* call('unlink', lock);
    return true;
  },
};

/** The same where the file system has no hard links. */
export const withoutLinks: Protocol = {
  ...shipped,
  attempt: (names) => refusing(shipped.attempt(names)),
};

function* refusing<T>(steps: Steps<T>): Steps<T> {
  let next = steps.next();
  while (!next.done) next = steps.next(next.value[0] === 'link' ? { code: 'EPERM' } : yield next.value);
  return next.value;
}

function* nothing(): Steps<void> {}

/** A pid file; who finds a dead owner's removes it by its path. */
export const unlinkStale: Protocol = {
  begin: nothing,
  *attempt({ lock, token }) {
    const owner = yield* call('read', lock);
    if (typeof owner === 'string') {
      if (owner === '' || (yield* call('judge', owner)) !== 'dead') return undefined;
      yield* call('unlink', lock);
    }
    return (yield* call('create', lock, token)) === undefined ? 'file' : undefined;
  },
  *release({ lock }) {
    yield* call('unlink', lock);
    return true;
  },
  end: nothing,
};

/** A pid file; who finds a dead owner's renames it to a name of its own and removes it there. */
export const renameAside: Protocol = {
  ...unlinkStale,
  *attempt({ lock, token }) {
    const owner = yield* call('read', lock);
    if (typeof owner === 'string') {
      if (owner === '' || (yield* call('judge', owner)) !== 'dead') return undefined;
      const aside = `${lock}.stale-${token}`;
      if ((yield* call('rename', lock, aside)) === undefined) yield* call('unlink', aside);
    }
    return (yield* call('create', lock, token)) === undefined ? 'file' : undefined;
  },
};

/** A link of a whole record, so that no file is ever seen half-written; but no guard for the takeover. */
export const withoutGuard: Protocol = {
  ...shipped,
  *attempt(names) {
    const failure = yield* call('link', names.own, names.lock);
    if (failure === undefined) return 'file';
    const text = yield* call('read', names.lock);
    const owner = typeof text === 'string' ? /^raceguard-lock 1 (\S+)/.exec(text)?.[1] : undefined;
    if (owner !== undefined && (yield* call('judge', owner)) === 'dead') yield* call('unlink', names.lock);
    return undefined;
  },
};

/** The shipped one, but what was read of the lock before the guard is believed under the guard. */
export const remembering: Protocol = {
  ...shipped,
  *attempt(names) {
    const steps = shipped.attempt(names);
    const first = new Map<string, unknown>();
    let next = steps.next();
    while (!next.done) {
      const [call, path] = next.value;
      const key = `${call} ${path}`;
      const known = call === 'judge' || (call === 'read' && path === names.lock);
      if (!known || !first.has(key)) first.set(key, yield next.value);
      next = steps.next(first.get(key));
    }
    return next.value;
  },
};
