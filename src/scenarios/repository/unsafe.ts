/** Brings the code of a flow into a folder that all workers of this machine share. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const POLL_MS = 20;
const STALE_MS = 60_000;

export interface Source {
  readonly url: string;
  readonly branch?: string;
  /** Only these folders. */
  readonly sparse?: readonly string[];
}

/** As it was first: whoever finds no clone makes one. */
export class GitRepository {
  readonly source: Source;
  readonly folder: string;

  constructor(source: Source, base: string) {
    this.source = source;
    this.folder = join(base, nameOf(source));
  }

  async pullCode(): Promise<string> {
    await mkdir(dirname(this.folder), { recursive: true });
    if (existsSync(this.folder)) {
      await git(this.folder, 'fetch', '--quiet', 'origin');
      await git(this.folder, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
      return this.folder;
    }
    try {
      await run('git', ['clone', '--quiet', ...branchOf(this.source), this.source.url, this.folder]);
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `this.folder` was not there at `existsSync(this.folder)`
    } catch (error) {
      await rm(this.folder, { recursive: true, force: true });
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `this.folder` is removed by `rm(…)` after a failure
      throw error;
    }
    return this.folder;
  }
}

/** With a lock of its own: whoever holds the file may clone; whoever finds it stale takes it over. */
export class LockedRepository {
  readonly source: Source;
  readonly folder: string;
  private readonly lockPath: string;

  constructor(source: Source, base: string) {
    this.source = source;
    this.folder = join(base, nameOf(source));
    this.lockPath = this.folder.replace(/\.[^./]*$/, '.lock');
  }

  async pullCode(): Promise<string> {
    await mkdir(dirname(this.folder), { recursive: true });
    await this.lock();
    try {
      if (!existsSync(join(this.folder, '.git'))) {
        await run('git', ['clone', '--quiet', ...branchOf(this.source), this.source.url, this.folder]);
      }
    } finally {
      await this.unlock();
    }
    return this.folder;
  }

  private async lock(): Promise<void> {
    for (;;) {
      if (!existsSync(this.lockPath)) {
        await writeFile(this.lockPath, '');
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG202 `this.lockPath` is no lock
        await writeFile(this.lockPath, String(process.pid));
        return;
      }
      if (await isStale(this.lockPath)) await unlink(this.lockPath);
      else await sleep(POLL_MS);
    }
  }

  private async unlock(): Promise<void> {
    await unlink(this.lockPath);
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const text = await readFile(path, 'utf8');
    if (text === '' || !isAlive(Number(text))) return true;
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs > STALE_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function nameOf({ url, branch }: Source): string {
  const name = url.replace(/\/+$/, '').split('/').at(-1) ?? 'repository';
  return branch === undefined ? name : `${name}-${branch}`;
}

function branchOf({ branch, sparse }: Source): string[] {
  const filter = sparse === undefined ? [] : ['--sparse', '--filter=blob:none'];
  return branch === undefined ? filter : ['--branch', branch, ...filter];
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: folder });
  return stdout;
}
