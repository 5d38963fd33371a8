import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

/** A thread on some machine, told from every other that ever was. Text that can be part of a file's name. */
export interface Identity {
  readonly pid: number;
  /** When the process started, in the kernel's ticks; `0` where it can't be known. */
  readonly start: string;
  /** The thread's id in the kernel; `0` where it can't be known. */
  readonly tid: string;
  readonly threadStart: string;
  /** The running kernel and its namespaces: a pid means the same only within one. */
  readonly place: string;
}

/** What /proc tells of a process or thread. */
export interface Stat {
  readonly state: string;
  readonly threads: number;
  readonly start: string;
}

let mine: Identity | undefined;

/** The identity of this thread. */
export function ownIdentity(): Identity {
  mine ??= process.platform === 'linux' ? onLinux() : elsewhere();
  return mine;
}

/** A new name for this thread. */
export function newToken(): string {
  const { pid, start, tid, threadStart, place } = ownIdentity();
  return [pid, start, tid, threadStart, place, randomBytes(6).toString('hex')].join('-');
}

export function parseToken(token: string): Identity | undefined {
  const [, pid, start, tid, threadStart, place] =
    token.match(/^([1-9]\d*)-(\d+)-(\d+)-(\d+)-([0-9a-f]{20})-[0-9a-f]{12}$/) ?? [];
  if (!pid || !start || !tid || !threadStart || !place) return undefined;
  return { pid: Number(pid), start, tid, threadStart, place };
}

/** @throws what reading the file throws */
export function readStat(file: string): Stat {
  const text = readFileSync(file, 'latin1');
  // The name may hold spaces and parentheses; what follows it is plain.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', threads: Number(fields[17]), start: fields[19] ?? '0' };
}

function onLinux(): Identity {
  try {
    if (readlinkSync('/proc/self') !== String(process.pid)) throw new Error('/proc is of another pid namespace');
    const tid = readlinkSync('/proc/thread-self').split('/').at(-1) ?? '0';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // A start time counts from the boot of its time namespace.
    const place = hash(boot, readlinkSync('/proc/self/ns/pid'), namespace('/proc/self/ns/time'));
    const { start } = readStat('/proc/self/stat');
    return { pid: process.pid, start, tid, threadStart: readStat('/proc/thread-self/stat').start, place };
  } catch {
    // Nothing can be proven of us, nor by us: a place that is like no other.
    return { pid: process.pid, start: '0', tid: '0', threadStart: '0', place: hash(randomBytes(16).toString('hex')) };
  }
}

function elsewhere(): Identity {
  const place = hash(process.platform, hostname());
  return { pid: process.pid, start: '0', tid: String(threadId), threadStart: '0', place };
}

function namespace(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return ''; // kernels before 5.6 have no time namespaces
  }
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 20);
}
