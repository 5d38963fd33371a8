/** Brings the code of a flow into a folder that all workers of this machine share. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FileLock, type FileLockHandle } from '@raceguard/runtime/node';

const run = promisify(execFile);

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
    return new FileLock(`${this.folder}.lock`).runExclusive(async () => {
      if (existsSync(this.folder)) {
        await git(this.folder, 'fetch', '--quiet', 'origin');
        await git(this.folder, 'reset', '--quiet', '--hard', 'FETCH_HEAD');
        return this.folder;
      }
      try {
        await run('git', ['clone', '--quiet', ...branchOf(this.source), this.source.url, this.folder]);
      } catch (error) {
        await rm(this.folder, { recursive: true, force: true });
        throw error;
      }
      return this.folder;
    });
  }
}

/** With a lock of its own: whoever holds the file may clone; whoever finds it stale takes it over. */
export class LockedRepository {
  readonly source: Source;
  readonly folder: string;
  private readonly lockPath: string;
  private held: FileLockHandle | undefined;

  constructor(source: Source, base: string) {
    this.source = source;
    this.folder = join(base, nameOf(source));
    this.lockPath = `${this.folder}.lock`;
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
    this.held = await new FileLock(this.lockPath).acquire();
  }

  private async unlock(): Promise<void> {
    this.held?.release();
    this.held = undefined;
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
