/** Real processes that pull one real repository into one folder, all at once. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RealForm } from '../scenario.ts';
import type { Kind } from './clone.worker.ts';
import { gitEnvironment, makeOrigin } from './origin.ts';

const PROCESSES = 6;
/** In one of these at least it goes wrong with the unsafe program; with the safe one it may in none. */
const ROUNDS = 3;
const PATIENCE_MS = 600;

interface Case {
  readonly what: string;
  readonly kind: Kind;
  readonly ownerIsKilled?: boolean;
}

const cases: readonly Case[] = [
  { what: `${PROCESSES} processes clone at once`, kind: 'GitRepository' },
  { what: `${PROCESSES} processes take turns by the lock file`, kind: 'LockedRepository' },
  {
    what: `the owner of the lock is killed, and ${PROCESSES} processes find its lock`,
    kind: 'LockedRepository',
    ownerIsKilled: true,
  },
];

/** Throws, of each of the cases that went wrong, what a process that failed has said. */
export const cloneByManyProcesses: RealForm['run'] = async (program, { signal, onStep }) => {
  signal.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'raceguard-clone-'));
  const workers = new Workers(join(dirname(program), 'clone.worker.mjs'), signal);
  try {
    const origin = join(folder, 'flows.git');
    onStep('A bare repository is made.');
    const head = await makeOrigin(origin, signal);
    const faults: string[] = [];
    for (const one of cases) {
      for (let round = 1; round <= ROUNDS; round++) {
        onStep(`Round ${round}: ${one.what}.`);
        const base = join(folder, `${cases.indexOf(one)}-${round}`);
        await mkdir(base);
        const args = [pathToFileURL(program).href, one.kind, origin, base, head];
        if (one.ownerIsKilled) await workers.killedOwner(args);
        const said = await workers.pull(args);
        const counts = [...new Set(said)].map((line) => `${said.filter((other) => other === line).length} × ${line}`);
        onStep(`Round ${round}: ${counts.join('; ')}`);
        const wrong = said.filter((line) => line !== 'whole');
        if (wrong.length > 0) {
          const told = wrong.find((line) => /already exists/.test(line)) ?? wrong.find((line) => /^fatal:/.test(line));
          faults.push(`${one.what}: ${told ?? wrong[0]}`);
          break;
        }
      }
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
  } finally {
    await workers.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** Processes of the worker script; all of them end when the signal aborts. */
class Workers {
  readonly #script: string;
  readonly #signal: AbortSignal;
  readonly #running = new Set<ChildProcess>();

  constructor(script: string, signal: AbortSignal) {
    this.#script = script;
    this.#signal = signal;
  }

  /** What each of them says when all pull at once. */
  async pull(args: readonly string[]): Promise<string[]> {
    const children = await Promise.all(Array.from({ length: PROCESSES }, () => this.#start(args)));
    const said = children.map((child) => this.#said(child));
    for (const child of children) child.send('pull');
    const lines = await Promise.all(said);
    await this.end();
    return lines;
  }

  /** A process that held the lock, and is no more. */
  async killedOwner(args: readonly string[]): Promise<void> {
    const owner = await this.#start(args);
    const said = this.#said(owner);
    owner.send('hold');
    const line = await said;
    if (line !== 'holds') throw new Error(`The first process did not get the lock: ${line}`);
    const gone = once(owner, 'exit');
    owner.kill('SIGKILL');
    await gone;
  }

  /** Resolves when none is left, nor its git. */
  async end(): Promise<void> {
    await Promise.all(
      [...this.#running].map(async (child) => {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
        if (child.connected) child.disconnect();
        await gone;
        clearTimeout(late);
      }),
    );
  }

  async #start(args: readonly string[]): Promise<ChildProcess> {
    this.#signal.throwIfAborted();
    // The extension's runner is VS Code's own program, which is Node only if it is told to be.
    const env = { ...gitEnvironment(), ELECTRON_RUN_AS_NODE: '1' };
    const child = fork(this.#script, args, { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    await this.#said(child);
    return child;
  }

  async #said(child: ChildProcess): Promise<string> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#signal, over.signal]);
    try {
      const ended = once(child, 'exit', { signal }).then(([code, by]) => [`ended without a word, by ${by ?? code}`]);
      return (await Promise.race([once(child, 'message', { signal }), ended]))[0];
    } finally {
      over.abort();
    }
  }
}
