/** What FileLock is measured beside: each gets and gives back one lock in a folder, in its best form. */
import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, unlinkSync, watch, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { FileLock } from '../../../runtime/src/node/index.ts';

export interface Contender {
  acquire(): unknown;
  release(): unknown;
}

const peers = fileURLToPath(new URL('../../.work/bench-file-lock', import.meta.url));
const versions = { 'proper-lockfile': '4.1.2' };

/** Installs what is missing; returns what is installed. */
export function installPeers(): string {
  const names = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  if (!existsSync(join(peers, 'node_modules', '.package-lock.json'))) {
    mkdirSync(peers, { recursive: true });
    writeFileSync(join(peers, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...names];
    execFileSync('npm', args, { cwd: peers, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return `${names.join(', ')}, node:sqlite of Node ${process.version}`;
}

export const contenders: Readonly<Record<string, (folder: string) => Contender>> = {
  FileLock: (folder) => {
    const lock = new FileLock(join(folder, 'ours.lock'));
    let held: Awaited<ReturnType<typeof lock.acquire>>;
    return {
      acquire: async () => {
        held = await lock.acquire();
      },
      release: () => held.release(),
    };
  },
  'FileLock, synchronous': (folder) => {
    const lock = new FileLock(join(folder, 'ours.lock'));
    let held: ReturnType<typeof lock.acquireSync>;
    return {
      acquire: () => {
        held = lock.acquireSync();
      },
      release: () => held.release(),
    };
  },
  // No more than the two system calls: it knows nothing of owners that died, and polls.
  'bare link + unlink': (folder) => {
    const own = join(folder, `own-${process.pid}`);
    const lock = join(folder, 'bare.lock');
    writeFileSync(own, '');
    return {
      acquire: () => (linked(own, lock) ? undefined : polling(own, lock)),
      release: () => unlinkSync(lock),
    };
  },
  // The same, woken by the system: what a hand-off costs at least.
  'bare, with fs.watch': (folder) => {
    const own = join(folder, `own-watched-${process.pid}`);
    const lock = join(folder, 'watched.lock');
    writeFileSync(own, '');
    return {
      acquire: () => (linked(own, lock) ? undefined : watching(own, lock, folder)),
      release: () => unlinkSync(lock),
    };
  },
  'proper-lockfile': (folder) => {
    const lockfile = createRequire(join(peers, 'package.json'))('proper-lockfile');
    const target = join(folder, 'target');
    writeFileSync(target, '');
    let release: () => Promise<void>;
    return {
      acquire: async () => {
        // As often as it can: its own default gives up at once.
        release = await lockfile.lock(target, { retries: { forever: true, retries: 9, minTimeout: 1, maxTimeout: 5 } });
      },
      release: () => release(),
    };
  },
  // A write transaction: it blocks the thread while it waits.
  'node:sqlite': (folder) => {
    const database = new DatabaseSync(join(folder, 'lock.db'), { timeout: 60_000 });
    return {
      acquire: () => database.exec('BEGIN IMMEDIATE'),
      release: () => database.exec('COMMIT'),
    };
  },
};

async function polling(own: string, lock: string): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 1));
  while (!linked(own, lock));
}

function watching(own: string, lock: string, folder: string): Promise<void> {
  return new Promise((resolve) => {
    const tryAgain = (): void => {
      if (!linked(own, lock)) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, (_event, name) => {
      if (name === 'watched.lock') tryAgain();
    });
    tryAgain();
  });
}

function linked(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
