/** Many processes on one lock, killed inside and outside of its region, and new ones in their place. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FileLock } from '../../../../runtime/src/node/index.ts';

export interface Load {
  /** A key of `contestants`. */
  readonly contestant: string;
  readonly processes: number;
  readonly acquisitions: number;
  /** Share of acquisitions that end in SIGKILL inside the region. */
  readonly deaths: number;
  /** Milliseconds between two SIGKILLs from outside, at any step of a process. */
  readonly killEvery: number;
  /** Stop at the first wrong. */
  readonly once?: boolean;
  readonly progress?: (report: Report) => void;
}

export interface Report {
  readonly acquired: number;
  /** Lines that say who was inside at once, and other things that must not be. */
  readonly wrong: readonly string[];
  readonly killed: number;
  /** Milliseconds of the longest wait for the lock. */
  readonly longestWait: number;
  readonly seconds: number;
  /** Names left in the folder after one more acquisition; of contestants other than FileLock none are told. */
  readonly left: readonly string[];
}

/** No acquisition by anybody for so many milliseconds: a wake-up was lost, or a dead owner's lock is held for ever. */
const STALL = 20_000;

export async function chaos(load: Load): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'raceguard-chaos-'));
  const file = (name: string): string => join(folder, 'log', name);
  mkdirSync(join(folder, 'log'));
  const text = (name: string): string => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');
  const begun = performance.now();
  const children = new Set<ChildProcess>();
  let ended = 0;
  let stopping = false;
  let errors = '';

  const report = (): Report => ({
    acquired: existsSync(file('acquired')) ? statSync(file('acquired')).size : 0,
    wrong: text('wrong').split('\n').filter(Boolean),
    killed: ended,
    longestWait: Number(text('longest')),
    seconds: (performance.now() - begun) / 1000,
    left: [],
  });

  const program = join(folder, 'log', 'child.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('child.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });

  const start = (): void => {
    const child = spawn(process.execPath, [program, load.contestant, String(load.deaths)], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.add(child);
    child.stderr.on('data', (data) => (errors += data));
    child.on('close', (_code, signal) => {
      children.delete(child);
      if (signal === 'SIGKILL') ended++;
      if (!stopping) start();
    });
  };

  const killer = setInterval(() => {
    const all = [...children];
    if (!stopping) all[Math.floor(Math.random() * all.length)]?.kill('SIGKILL');
  }, load.killEvery);

  try {
    for (let n = 0; n < load.processes; n++) start();
    let seen = { acquired: 0, at: performance.now() };
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = report();
      load.progress?.(now);
      if (now.acquired > seen.acquired) seen = { acquired: now.acquired, at: performance.now() };
      if (errors !== '') throw new Error(errors);
      if (performance.now() - seen.at > STALL) {
        appendFileSync(file('wrong'), `nobody got the lock for ${STALL} ms; there is ${readdirSync(folder)}\n`);
        return report();
      }
      if (now.acquired >= load.acquisitions || (load.once && now.wrong.length > 0)) break;
    }
    stopping = true;
    if (load.contestant.startsWith('FileLock')) {
      writeFileSync(join(folder, 'stop'), '');
      await Promise.all([...children].map((child) => new Promise((resolve) => child.on('close', resolve))));
      if (errors !== '') throw new Error(errors);
      return { ...report(), left: await leftIn(folder, program) };
    }
    return report();
  } finally {
    clearInterval(killer);
    stopping = true;
    await Promise.all(
      [...children].map((child) => {
        child.kill('SIGKILL');
        return new Promise((resolve) => child.on('close', resolve));
      }),
    );
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One more process dies inside; who takes over from it clears what all of them have left. */
async function leftIn(folder: string, program: string): Promise<string[]> {
  rmSync(join(folder, 'stop'));
  spawnSync(process.execPath, [program, 'FileLock', '1'], { cwd: folder, timeout: STALL });
  const lock = new FileLock(join(folder, 'chaos.lock'));
  (await lock.acquire({ timeout: STALL })).release();
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const expected = ['log', 'chaos.lock.fence', 'witness'];
  return readdirSync(folder).filter((name) => !expected.includes(name));
}
