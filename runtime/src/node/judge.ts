import { type Identity, ownIdentity, parseToken, readStat, type Stat } from './identity.ts';
import type { Verdict } from './steps.ts';

/**
 * What is known of the thread that a token names.
 *
 * `dead` is proven: no such process, another one under its pid, or a zombie; or a thread that is gone from a process
 * that lives. It is for ever. Whatever can't be seen, or lives on another kernel or in another namespace, is `unknown`.
 */
export function judge(token: string): Verdict {
  const identity = parseToken(token);
  if (identity === undefined || identity.place !== ownIdentity().place) return 'unknown';
  const signalled = signal(identity.pid);
  if (signalled === 'ESRCH') return 'dead';
  if (identity.start === '0') return signalled === undefined ? 'alive' : 'unknown';
  const stat = statOf(`/proc/${identity.pid}/stat`);
  // It may have ended since, or be hidden from us.
  if (stat === undefined) return signal(identity.pid) === 'ESRCH' ? 'dead' : 'unknown';
  if (stat.start !== identity.start || isOver(stat)) return 'dead';
  return judgeThread(identity);
}

function judgeThread({ pid, tid, threadStart }: Identity): Verdict {
  if (tid === String(pid) || tid === '0') return 'alive';
  const stat = statOf(`/proc/${pid}/task/${tid}/stat`, () => 'gone' as const);
  if (stat === undefined) return 'unknown';
  return stat === 'gone' || stat.start !== threadStart ? 'dead' : 'alive';
}

/** A zombie whose other threads have ended as well: one of them might be in a call still. */
function isOver({ state, threads }: Stat): boolean {
  return (state === 'Z' || state === 'X') && threads <= 1;
}

function signal(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}

function statOf(file: string): Stat | undefined;
function statOf<T>(file: string, missing: () => T): Stat | T | undefined;
function statOf<T>(file: string, missing?: () => T): Stat | T | undefined {
  try {
    return readStat(file);
  } catch (error) {
    // A thread that ends between the open and the read gives ESRCH.
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? missing?.() : undefined;
  }
}
