import { RaceguardError } from '../errors.ts';

/**
 * The lock's file can't be used: a full or read-only disk, no permission, a file of somebody else. Nothing is held.
 * `cause` is the system's error, where there is one.
 *
 * @example
 * ```ts
 * import { FileLock, LockFileError } from '@raceguard/runtime/node';
 *
 * writeFileSync(`${folder}/notes.txt`, 'of somebody else');
 * await new FileLock(`${folder}/notes.txt`).acquire().catch((error) => {
 *   console.log(error instanceof LockFileError, error.code); // prints true RACEGUARD_LOCK_FILE
 * });
 * ```
 */
export class LockFileError extends RaceguardError {
  /** The file that can't be used. */
  readonly path: string;

  constructor(path: string, message: string, cause?: unknown) {
    super('RACEGUARD_LOCK_FILE', message);
    this.path = path;
    if (cause !== undefined) this.cause = cause;
  }
}

/**
 * The abort reason of `lock.signal`, and what `fence` rejects with: the lock was taken away while its region ran.
 *
 * @example
 * ```ts
 * import { FileLock, LockLostError } from '@raceguard/runtime/node';
 *
 * const held = await new FileLock(`${folder}/removed.lock`).acquire();
 * rmSync(`${folder}/removed.lock`); // somebody "cleans up"
 * await held.fence().catch((error) => console.log(error instanceof LockLostError)); // prints true
 * held.release(); // touches nobody else's lock
 * ```
 */
export class LockLostError extends RaceguardError {
  /** The lock's file. */
  readonly path: string;

  constructor(path: string, message: string) {
    super('RACEGUARD_LOCK_LOST', message);
    this.path = path;
  }
}

for (const [type, name] of [
  [LockFileError, 'LockFileError'],
  [LockLostError, 'LockLostError'],
] as const) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}

const causes: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a part of the path is no directory',
  ENAMETOOLONG: 'the name is too long: the lock adds about 100 characters to it for its records',
  EMFILE: 'this process has too many files open',
  ENFILE: 'the system has too many files open',
  ELOOP: 'its symbolic links go in a circle',
};

/** @internal A system error as one that names the lock, the cause and the remedy; other errors stay what they are. */
export function explained(label: string, path: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || error instanceof RaceguardError) return error;
  const why = causes[code] ?? message;
  return new LockFileError(
    path,
    `${label} can't be used: ${why} (${code}, ${path}). Nothing is held. Free the place or choose another path.`,
    error,
  );
}

/** @internal What is at the path was not written by this package. */
export class ForeignFile extends Error {}
