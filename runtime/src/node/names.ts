/**
 * The names of a lock on the disk, all in the lock's own folder. Whatever belongs to one owner alone has that owner's
 * token in its name, so to remove it by name can hit nobody else.
 *
 *   x.lock                  the lock: a hard link to its owner's record (or a directory with the token in it)
 *   x.lock.own-<token>      the private record of a thread
 *   x.lock.guard/<token>    who takes over a dead owner's lock now
 *   x.lock.new-<token>/     a directory on its way to become the guard
 *   x.lock.fence            the last number that `fence()` gave
 */
export interface Names {
  readonly folder: string;
  readonly base: string;
  readonly token: string;
  readonly lock: string;
  readonly own: string;
  readonly door: string;
  readonly guard: string;
  readonly fence: string;
  readonly freshFence: string;
}

type Kind = 'own' | 'new' | 'count';

export function namesOf(folder: string, base: string, token: string): Names {
  const lock = join(folder, base);
  const guard = `${lock}.guard`;
  return {
    folder,
    base,
    token,
    lock,
    guard,
    own: privateName(lock, 'own', token),
    door: privateName(lock, 'new', token),
    fence: `${lock}.fence`,
    freshFence: privateName(lock, 'count', token),
  };
}

export function privateName(lock: string, kind: Kind, token: string): string {
  return `${lock}.${kind}-${token}`;
}

/** Whose a name in the folder is, if it is private to somebody at this lock. */
export function ownerOfName(base: string, name: string): { kind: Kind; token: string } | undefined {
  if (!name.startsWith(`${base}.`)) return undefined;
  const [, kind, token] = name.slice(base.length + 1).match(/^(own|new|count)-([\w-]+)$/) ?? [];
  return token === undefined ? undefined : { kind: kind as Kind, token };
}

export function join(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

const HEAD = 'raceguard-lock 1 ';

/** What a record says: the token for the protocol, the rest for people. */
export function recordText(token: string, about: object): string {
  return `${HEAD}${token}\n${JSON.stringify(about)}\n`;
}

export function parseRecord(text: string): { token: string; about: Readonly<Record<string, unknown>> } | undefined {
  const [head = '', about = ''] = text.split('\n');
  if (!head.startsWith(HEAD)) return undefined;
  try {
    return { token: head.slice(HEAD.length), about: JSON.parse(about) };
  } catch {
    return undefined;
  }
}

/** Text of a file that no version of this package has written. An empty one may be what a power cut left of a record. */
export function isForeign(text: string): boolean {
  const head = 'raceguard-lock';
  return text.slice(0, head.length) !== head.slice(0, text.length);
}
