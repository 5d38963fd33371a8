import { equal } from 'node:assert/strict';
import { promisify } from 'node:util';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import { MemoryDisk } from '../../runner/memory-disk.ts';
import type { Load } from '../drive.ts';
import type { Scenario } from '../scenario.ts';
import { cloneByManyProcesses } from './real.ts';

type Subject = typeof import('./unsafe.ts');

const source = { url: 'https://host/flows.git' };
const FOLDER = '/flows.git';
const LOCK = '/flows.lock';
/** Of the workers, and of one that is gone. */
const PIDS = [1, 2];
const DEAD = 99;

export const scenario: Scenario<Subject> = {
  title: 'A clone is removed under a neighbour',
  story:
    'The workers of one machine pull the code of a flow into one folder. Whoever finds no folder clones; ' +
    'whoever fails removes the folder, though a neighbour may be using it. The lock file that was to mend this ' +
    'went through five designs, and each let two in: the file is touched only after it was looked for; the pid ' +
    'is written later, so an empty file is taken for stale; a stale file is unlinked by its path, which another ' +
    'has just taken; after a fixed time a lock is stale, however long a clone takes; and its path is made by ' +
    'replacing the extension, so that `flows.v1` and `flows.v2` share one.',
  origin: 'Prefect PR #21388',
  url: 'https://github.com/PrefectHQ/prefect/pull/21388',
  rules: ['RG201', 'RG202'],
  defects: [
    { what: 'the folder is looked for, then cloned into: two workers clone at once', code: 'RG201' },
    { what: 'after a failure the folder is removed under a neighbour that uses it', code: 'RG201' },
    { what: 'the lock file is touched after it was looked for: two make it', code: 'RG202' },
    { what: 'the pid is written later, and an empty file is taken for stale', code: 'RG202' },
    { what: 'a stale lock is unlinked by its path, which another has just taken', code: 'RG202' },
    { what: 'a lock is stale after a fixed time, however long a clone takes', code: 'RG202' },
    { what: 'the path of the lock is made by replacing the extension', code: 'RG202' },
  ],
  drives: [
    {
      hazard: 'two workers clone into one folder',
      failure: /already exists and is not an empty directory/,
      async program(t, load) {
        const disk = new MemoryDisk(t);
        disk.watch(FOLDER, 'clone');
        for (const pid of PIDS) {
          const { GitRepository } = workerOn(t, load, disk, pid);
          t.task(`worker ${pid}`, () => new GitRepository(source, '/').pullCode());
        }
        await t.all();
        equal(disk.readFile(`${FOLDER}/.git/HEAD`), 'main');
      },
    },
    {
      hazard: 'a clone that failed is removed under a neighbour',
      failure: /not a git repository/,
      async program(t, load) {
        const disk = new MemoryDisk(t);
        const net = { fails: true };
        disk.watch(FOLDER, 'clone');
        for (const pid of PIDS) {
          const { GitRepository } = workerOn(t, load, disk, pid, { net });
          const pull = () => new GitRepository(source, '/').pullCode();
          t.task(`worker ${pid}`, () => pull().catch(unless(/the remote end hung up|already exists/)));
        }
        await t.all();
      },
    },
    {
      hazard: 'two workers hold the lock',
      failure: /already exists and is not an empty directory/,
      async program(t, load) {
        const disk = new MemoryDisk(t);
        disk.watch(FOLDER, 'clone');
        for (const pid of PIDS) {
          const { LockedRepository } = workerOn(t, load, disk, pid);
          const repository = new LockedRepository(source, '/');
          disk.watch(Reflect.get(repository, 'lockPath'), 'lock file');
          t.task(`worker ${pid}`, () => repository.pullCode().catch(unless(/ENOENT|the lock is held/)));
        }
        await t.all();
      },
    },
    {
      hazard: 'an old lock is removed twice, the second time it is that of a neighbour',
      failure: /a lock that worker \d has just taken is removed as an old one/,
      async program(t, load) {
        const disk = new MemoryDisk(t, { [LOCK]: String(DEAD) });
        const owner = { pid: DEAD };
        for (const pid of PIDS) {
          const files = takingOver(t, disk, pid, owner);
          const { LockedRepository } = workerOn(t, load, disk, pid, { files });
          const repository = new LockedRepository(source, '/');
          disk.watch(Reflect.get(repository, 'lockPath'), 'lock file');
          t.task(`worker ${pid}`, () => repository.pullCode().catch(unless(/ENOENT|the lock is held|already exists/)));
        }
        await t.all();
      },
    },
  ],
  real: {
    what: 'six processes pull a real repository into one folder, also after the owner of the lock was killed',
    failure:
      /processes clone at once: (?:fatal: |ENOENT|ENOTEMPTY|.*is not whole).*owner of the lock is killed[^:]*: (?:fatal: |ENOENT)/s,
    run: cloneByManyProcesses,
  },
};

/**
 * The program once more, as another process would run it, with a git that works on the disk in memory. `net` may fail
 * once.
 */
function workerOn(
  t: Trial,
  load: Load<Subject>,
  disk: MemoryDisk,
  pid: number,
  { net = { fails: false }, files = {} }: { readonly net?: { fails: boolean }; readonly files?: object } = {},
): Subject {
  const begin = t.wrap(
    (folder: string) => {
      try {
        disk.mkdir(folder);
      } catch {
        throw new Error(`fatal: '${folder}' already exists and is not an empty directory.`);
      }
      disk.mkdir(`${folder}/.git`);
    },
    { name: 'git clone', park: 'call' },
  );
  const fill = t.wrap(
    (folder: string) => {
      const { fails } = net;
      net.fails = false;
      if (fails) throw new Error('fatal: the remote end hung up');
      disk.writeFile(`${folder}/.git/HEAD`, 'main');
    },
    { name: 'receives objects', park: 'call' },
  );
  const inside = t.wrap(
    (_: string, folder: string) => {
      if (!disk.exists(`${folder}/.git`)) throw new Error('fatal: not a git repository');
    },
    { name: 'git', park: 'call' },
  );
  const git = async (_git: string, args: readonly string[], options?: { cwd: string }) => {
    if (args[0] === 'clone') {
      const folder = args.at(-1)!;
      await begin(folder);
      await fill(folder);
    } else {
      await inside(args[0]!, options!.cwd);
    }
    return { stdout: '', stderr: '' };
  };
  const sleep = async () => {
    throw new Error('the lock is held');
  };
  // Its parent is there: no step that is worth to be told.
  const mkdir = async () => undefined;
  return load({
    ...disk.world,
    'node:fs/promises': { ...(disk.world['node:fs/promises'] as object), mkdir, ...files },
    'node:child_process': { execFile: Object.assign(() => {}, { [promisify.custom]: git }) },
    'node:timers/promises': { setTimeout: sleep },
    process: {
      pid,
      kill(asked: number) {
        if (asked === DEAD) throw new Error('ESRCH');
      },
    },
  });
}

/** The files of a worker, who throws when it takes the lock of another worker for that of the dead one. */
function takingOver(t: Trial, disk: MemoryDisk, pid: number, owner: { pid: number }) {
  let read: string | undefined;
  const readFile = (path: string) => {
    read = disk.readFile(path);
    return read;
  };
  const writeFile = (path: string, text: string) => {
    disk.writeFile(path, text);
    owner.pid = pid;
    read = undefined;
  };
  const unlink = (path: string) => {
    disk.unlink(path);
    if (read === String(DEAD) && owner.pid !== DEAD) {
      throw new Error(`a lock that worker ${owner.pid} has just taken is removed as an old one`);
    }
  };
  return {
    readFile: t.wrap(readFile, { name: 'readFile' }),
    writeFile: t.wrap(writeFile, { name: 'writeFile' }),
    unlink: t.wrap(unlink, { name: 'unlink' }),
  };
}

/** What a worker may end with that is no race: the loser of an old one, or one who finds the lock held. */
function unless(expected: RegExp): (error: Error) => void {
  return (error) => {
    if (!expected.test(error.message)) throw error;
  };
}
