import { ArgumentError } from '../errors.ts';
import { LockFileError } from './errors.ts';
import { newToken } from './identity.ts';
import { namesOf, parseRecord } from './names.ts';
import { placeOf } from './place.ts';
import { breakOwner, look, type Seen } from './protocol.ts';
import { type AsyncDisk, type Disk, run } from './steps.ts';

/** Who holds a lock, as far as its file and the kernel tell. */
export interface FileLockOwner {
  /**
   * `alive`, or `dead` and about to be taken over, both proven; `unknown`: on another machine, in another container, of
   * another user, or the file can't be read.
   */
  readonly state: 'alive' | 'dead' | 'unknown';
  /** In the owner's own pid namespace. */
  readonly pid: number | undefined;
  /** Its `threadId`: 0 is the main thread. */
  readonly thread: number | undefined;
  /** The machine's name. */
  readonly host: string | undefined;
  /** The program's file. */
  readonly script: string | undefined;
  /** Milliseconds, if the owner renews a lease. */
  readonly lease: number | undefined;
  /** @internal */
  readonly seen: Seen;
}

/** @internal */
export async function ownerAt(path: string, disk: Disk, asyncDisk: AsyncDisk): Promise<FileLockOwner | undefined> {
  let lock: string;
  try {
    lock = placeOf(path, false).path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const seen = await run(look(lock), disk, asyncDisk);
  if (seen === undefined || (seen.form === 'directory' && seen.text === '')) return undefined;
  const about = parseRecord(seen.text)?.about ?? {};
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    state: seen.token === undefined ? 'unknown' : disk.judge(seen.token),
    pid: number(about.pid) ?? (seen.form === 'directory' ? Number.parseInt(seen.text, 10) : undefined),
    thread: number(about.thread),
    host: text(about.host),
    script: text(about.script),
    lease: number(about.lease),
    seen,
  };
}

/** Milliseconds for which a takeover by somebody else may be under way. */
const PATIENCE = 10_000;

/** @internal */
export async function breakOwnerOf(
  label: string,
  path: string,
  owner: FileLockOwner,
  disk: Disk,
  asyncDisk: AsyncDisk,
): Promise<boolean> {
  const { seen } = owner;
  if (seen.token !== undefined && disk.judge(seen.token) === 'alive') {
    throw new ArgumentError(
      `${label} is held by process ${owner.pid}, which runs: to break its lock would let two into the region. ` +
        'End that process; its lock is then taken over by itself.',
    );
  }
  const { folder, base } = placeOf(path, false);
  const names = namesOf(folder, base, newToken());
  for (const begun = performance.now(); ; ) {
    const outcome = await run(breakOwner(names, seen), disk, asyncDisk);
    if (outcome === 'broken' || outcome === 'gone') return outcome === 'broken';
    if (performance.now() - begun > PATIENCE) {
      throw new LockFileError(
        names.guard,
        `${label} can't be broken: somebody else is taking it over, and has not ended for ${PATIENCE} ms. ` +
          `If whoever is named in ${names.guard} is gone as well, remove that directory.`,
      );
    }
    await asyncDisk.pause(Math.random() * 20);
  }
}
