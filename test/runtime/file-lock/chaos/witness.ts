/**
 * Tells whether two processes are in a region at once: a symbolic link that the one inside makes, exclusively, with its
 * own pid and start time as the target. One that a killed process has left is told by /proc, not by the code under test.
 */
import { readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';

const me = `${process.pid}-${startOf(process.pid)}`;

/** What went wrong, if anything. */
export function enterWitness(path: string): string | undefined {
  if (made(path)) return undefined;
  const other = targetOf(path);
  if (other !== undefined && lives(other)) return `${me} is inside while ${other} is`;
  try {
    unlinkSync(path);
  } catch {
    return `${me} is inside while somebody removes what ${other} left`;
  }
  return made(path) ? undefined : `${me} is inside while somebody else enters`;
}

export function leaveWitness(path: string): string | undefined {
  const inside = targetOf(path);
  if (inside !== me) return `${me} was inside, and finds ${inside ?? 'nobody'}`;
  unlinkSync(path);
  return undefined;
}

function made(path: string): boolean {
  try {
    symlinkSync(me, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function lives(name: string): boolean {
  const [pid, start] = name.split('-');
  return startOf(Number(pid)) === start;
}

/** Nothing for a zombie: it runs no more. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
