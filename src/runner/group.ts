/** A process and all that it has started, also what has left its group; ended so that nothing of it is left. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A variable that the environment of all its processes has: where the system tells environments, it finds those that hide. */
export const MARK = 'RACEGUARD_RUN';

const PAUSE_MS = 10;
/** What can't be ended in this time can't be ended: a process in the middle of a system call that hangs. */
const PATIENCE_MS = 3000;

/**
 * Resolves when none of them is alive.
 *
 * @param leader pid of a process that leads a group of its own (but on Windows, where it has none)
 * @param mark value of `MARK` in their environments
 */
export async function endGroup(leader: number, mark: string): Promise<void> {
  if (process.platform === 'win32') return taskkill(leader);
  const others = process.platform === 'linux' ? [] : await descendants(leader);
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    signal(-leader);
    for (const pid of others) signal(pid);
    const marked = process.platform === 'linux' ? markedWith(mark) : [];
    for (const pid of marked) signal(pid);
    if ((!isThere(-leader) && marked.length === 0) || performance.now() > until) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The same of the own group, at once and with nobody left to wait for it. */
export function endOwnGroup(): void {
  const mark = process.env[MARK];
  if (process.platform === 'linux' && mark !== undefined) {
    for (const pid of markedWith(mark)) if (pid !== process.pid) signal(pid);
  }
  signal(process.platform === 'win32' ? process.pid : -process.pid);
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {} // it has ended
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || members(-pid).length > 0;
  } catch {
    return false;
  }
}

/** Of a group, those that are no zombies: where nobody takes in orphans, those stay. */
function members(group: number): number[] {
  return processes().filter((pid) => {
    const [state, , of] = statOf(pid);
    return Number(of) === group && state !== 'Z';
  });
}

function markedWith(mark: string): number[] {
  return processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`);
    } catch {
      return false; // ended, or another user's
    }
  });
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** State, parent, group, … */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Those that have left the group are known by their parents while these live. */
async function descendants(pid: number): Promise<number[]> {
  const table = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (of: number): number[] =>
    rows.filter(([, parent]) => parent === of).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

async function taskkill(pid: number): Promise<void> {
  await run('taskkill', ['/PID', String(pid), '/T', '/F']);
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { windowsHide: true }, (_, stdout) => resolve(stdout));
  });
}
