/** The disk in memory answers as the real one does. */
import { deepEqual, rejects } from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explore, type Trial } from '../../runtime/src/testing/index.ts';
import { MemoryDisk } from '../../src/runner/memory-disk.ts';

type Call = readonly [name: string, ...args: unknown[]];

const calls: readonly Call[] = [
  ['readFile', '/a', 'utf8'],
  ['writeFile', '/a', 'one'],
  ['writeFile', '/a', 'two', { flag: 'wx' }],
  ['appendFile', '/a', ' more'],
  ['readFile', '/a', 'utf8'],
  ['writeFile', '/no/folder', ''],
  ['writeFile', '/a/b', ''],
  ['mkdir', '/d'],
  ['mkdir', '/d'],
  ['mkdir', '/d', { recursive: true }],
  ['mkdir', '/x/y/z'],
  ['mkdir', '/x/y/z', { recursive: true }],
  ['mkdir', '/a', { recursive: true }],
  ['readdir', '/x'],
  ['readdir', '/'],
  ['readdir', '/none'],
  ['readFile', '/d', 'utf8'],
  ['writeFile', '/d', ''],
  ['access', '/a'],
  ['access', '/none'],
  ['copyFile', '/a', '/x/copy'],
  ['link', '/a', '/x/copy'],
  ['link', '/a', '/x/link'],
  ['rename', '/x', '/moved'],
  ['readFile', '/moved/copy', 'utf8'],
  ['readdir', '/moved'],
  ['rename', '/none', '/other'],
  ['rmdir', '/moved'],
  ['rmdir', '/d'],
  ['rmdir', '/d'],
  ['unlink', '/none'],
  ['unlink', '/moved/link'],
  ['rm', '/none'],
  ['rm', '/none', { force: true }],
  ['rm', '/moved', { recursive: true }],
  ['readdir', '/'],
];

const answer = (call: () => unknown): unknown => {
  try {
    return call() ?? 'done';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? error;
  }
};

describe('the disk in memory', () => {
  let folder: string;
  before(() => {
    folder = fs.mkdtempSync(join(tmpdir(), 'raceguard-disk-'));
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const inExplorer = (run: (t: Trial) => unknown) =>
    explore(run, { schedules: 1 }).then(({ failure }) => deepEqual(failure?.text, undefined));

  it('answers as the real one does', () => {
    const real = fs as unknown as Record<string, (...args: unknown[]) => unknown>;
    const below = (arg: unknown) => (typeof arg === 'string' && arg.startsWith('/') ? join(folder, arg) : arg);
    const wanted = calls.map(([name, ...args]) => {
      const said = answer(() => real[`${name}Sync`]?.(...args.map(below)));
      return typeof said === 'string' ? said.replace(folder, '') : said;
    });
    return inExplorer((t) => {
      const disk = new MemoryDisk(t);
      const memory = disk as unknown as Record<string, (...args: unknown[]) => unknown>;
      const got = calls.map(([name, ...args]) => answer(() => memory[name]?.(...args)));
      for (const [i, call] of calls.entries()) deepEqual([call, got[i]], [call, wanted[i]]);
    });
  });

  it('lets one process at a time into a lock, whose file is there meanwhile', () =>
    inExplorer(async (t) => {
      const disk = new MemoryDisk(t);
      type Module = typeof import('../../runtime/src/node/index.ts');
      const { FileLock } = disk.world['@raceguard/runtime/node'] as Module;
      let inside = 0;
      for (const name of ['A', 'B']) {
        t.task(name, () =>
          new FileLock('/x/lock').runExclusive(async () => {
            deepEqual([++inside, disk.exists('/x/lock')], [1, true]);
            await t.step();
            inside--;
          }),
        );
      }
      await t.all();
      deepEqual(disk.exists('/x/lock'), false);
    }));

  it('tells who looks at a watched path and who changes it, and no more', async () => {
    const { failure } = await explore(async (t) => {
      const disk = new MemoryDisk(t, { '/d': null, '/other': 'text' });
      disk.watch('/d');
      disk.watch('/lock', 'lock');
      const { existsSync } = disk.world['node:fs'] as typeof fs;
      const { rename, rm, writeFile } = disk.world['node:fs/promises'] as typeof fs.promises;
      existsSync('/d/a'); // before the first step nothing is told
      await writeFile('/lock', '1');
      existsSync('/lock');
      existsSync('/other');
      await rename('/lock', '/d/a');
      existsSync('/d/a');
      await rm('/d', { recursive: true });
      throw new Error('to be told');
    });
    const told = failure!.timeline.steps.flatMap(({ accesses }) => accesses);
    const names = failure!.timeline.watched.map(({ name }) => name);
    deepEqual(names, ['d', 'lock']);
    deepEqual(
      told.map(({ watched, kind, value }) => `${kind} ${names[watched]} ${value}`),
      ['write lock "1"', 'read lock "1"', 'write lock undefined', 'write d ["a"]', 'read d ["a"]', 'write d undefined'],
    );
  });

  it('says so when it lacks a call', () =>
    inExplorer(async (t) => {
      const promises = new MemoryDisk(t).world['node:fs/promises'] as typeof fs.promises;
      await rejects(async () => promises.cp('/a', '/b'), /has no `cp` of node:fs\/promises/);
    }));
});
