import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { TimeoutError } from '../../../runtime/src/index.ts';
import { FileLock, LockFileError } from '../../../runtime/src/node/index.ts';
import { nodeDisk } from '../../../runtime/src/node/node-disk.ts';
import { delay, reasonOf } from '../support.ts';

const program = fileURLToPath(new URL('programs/hold.ts', import.meta.url));

const lines = new WeakMap<ChildProcess, AsyncIterator<string>>();

function linesOf(child: ChildProcess): AsyncIterator<string> {
  let found = lines.get(child);
  if (found === undefined) {
    found = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    lines.set(child, found);
  }
  return found;
}

describe('FileLock between processes and threads', function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'raceguard-lock-'));
    path = join(folder, 'x.lock');
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function start(what: string, ...more: string[]): ChildProcess {
    const child = spawn(process.execPath, [program, path, what, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  }
  async function says(child: ChildProcess, word: string): Promise<void> {
    const { value } = await linesOf(child).next();
    assert.equal(value, word);
  }
  async function killed(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  it('an owner that is killed is taken over, and its record swept', async () => {
    const owner = start('for ever');
    await says(owner, 'held');
    const lock = new FileLock(path);
    assert.equal((await lock.inspect())?.state, 'alive');
    const waiting = lock.acquire({ timeout: 30_000 });
    await delay(100);
    await killed(owner);
    (await waiting).release();
    const left = readdirSync(folder);
    assert.ok(!left.some((name) => name.includes(`own-${owner.pid}-`)), left.join());
  });

  it('an owner stopped by SIGSTOP is not robbed, not even by a waiter with a lease', async () => {
    const owner = start('for ever');
    await says(owner, 'held');
    owner.kill('SIGSTOP');
    const lock = new FileLock(path, { lease: 100 });
    assert.ok((await reasonOf(lock.acquire({ timeout: 1000 }))) instanceof TimeoutError);
    assert.equal((await lock.inspect())?.state, 'alive');
    await killed(owner);
    (await lock.acquire({ timeout: 30_000 })).release();
  });

  it('an owner that is a zombie is dead', async function () {
    if (process.platform !== 'linux') this.skip();
    // The shell becomes a program that never waits for the child it has.
    const line = '"$0" "$1" "$2" "for ever" & exec sleep 1000';
    const parent = spawn('sh', ['-c', line, process.execPath, program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(parent);
    await says(parent, 'held');
    const lock = new FileLock(path);
    const owner = await lock.inspect();
    assert.ok(owner?.pid);
    process.kill(owner.pid, 'SIGKILL');
    (await lock.acquire({ timeout: 30_000 })).release();
    assert.match(readFileSync(`/proc/${owner.pid}/stat`, 'latin1'), /\) Z /);
  });

  it('a process that exits inside the region leaves nothing', async () => {
    const [code] = await once(start('and exit'), 'exit');
    assert.equal(code, 0);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('one that exits while the disk still works for it keeps the lock until it is dead', async () => {
    const owner = start('and exit while it writes');
    await once(owner, 'exit');
    assert.equal(existsSync(path), true);
    (await new FileLock(path).acquire({ timeout: 30_000 })).release();
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes(`own-${owner.pid}-`)),
      [],
    );
  });

  it('neither a record, nor a watched signal, nor a lock that is held keeps a process alive', () => {
    const args = ['--unhandled-rejections=strict', program, path, 'and end'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'end\n', stderr: '' });
    assert.deepEqual(readdirSync(folder), ['x.lock.fence']);
  });

  it('a waiting process stays alive and gets the lock when another one releases it', async () => {
    const handle = await new FileLock(path).acquire();
    const waiter = start('when free');
    await says(waiter, 'waits');
    await delay(300);
    handle.release();
    await says(waiter, 'held');
  });

  for (const end of ['is terminated', 'exits']) {
    it(`a worker thread that ${end} while it holds frees the lock, in its process and in others`, async function () {
      if (process.platform !== 'linux') this.skip();
      const other = start('when free');
      await says(other, 'waits');
      await says(other, 'held');
      const worker = new Worker(program, { workerData: [path, end === 'exits' ? 'and exit' : 'for ever'] });
      if (end === 'is terminated') {
        await once(worker, 'message');
        const lock = new FileLock(path);
        const { state, pid, thread } = (await lock.inspect()) ?? {};
        assert.deepEqual({ state, pid, thread }, { state: 'alive', pid: process.pid, thread: worker.threadId });
        assert.equal(await lock.tryAcquire(), undefined);
        await worker.terminate();
      } else {
        await once(worker, 'exit');
      }
      const waiter = start('when free');
      await says(waiter, 'waits');
      await says(waiter, 'held');
      (await new FileLock(path).acquire({ timeout: 30_000 })).release();
    });
  }

  it('copies of the package in one thread, in whichever module system, share one line', async () => {
    const source = fileURLToPath(new URL('../../../runtime/src/node/index.ts', import.meta.url));
    for (const format of ['esm', 'cjs'] as const) {
      const outfile = join(folder, `copy.${format === 'esm' ? 'mjs' : 'cjs'}`);
      await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format });
    }
    const copies: (typeof FileLock)[] = [
      FileLock,
      (await import(pathToFileURL(join(folder, 'copy.mjs')).href)).FileLock,
      createRequire(import.meta.url)(join(folder, 'copy.cjs')).FileLock,
    ];
    assert.equal(new Set(copies).size, 3);
    const order: number[] = [];
    const first = await new FileLock(path).acquire();
    const all = Array.from({ length: 9 }, async (_, n) => {
      const handle = await new copies[n % 3]!(path).acquire({ timeout: 30_000 });
      order.push(n);
      await delay(1);
      handle.release();
    });
    assert.throws(() => new copies[1]!(path).acquireSync(), /this very thread/);
    first.release();
    await Promise.all(all);
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('several processes that clone into one directory make one clone, whole for each', async () => {
    const from = join(folder, 'from');
    const git = (...args: string[]) => execFileSync('git', ['-C', from, ...args], { stdio: 'pipe' });
    mkdirSync(from);
    git('init', '--quiet');
    git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '--allow-empty', '-m', 'first');
    const to = join(folder, 'to');
    const clones = Array.from({ length: 6 }, () => start('to clone', from, to));
    await Promise.all(clones.map((child) => says(child, 'first')));
    assert.equal(readFileSync(join(to, '.git/complete'), 'utf8').split('\n').length, 2);
  });

  describe('on a disk that can not take it', () => {
    const simulated = { full: 'ENOSPC', 'read-only': 'EROFS', 'over its quota': 'EDQUOT' };
    for (const [title, code] of Object.entries(simulated)) {
      it(`${title} (simulated) it fails at once, says so and leaves nothing`, async () => {
        class Refusing extends FileLock {
          protected override readonly disk = {
            ...nodeDisk,
            // A full disk still makes the file, and has no room for its text.
            create: (file: string) => {
              nodeDisk.create(file, '');
              return Object.assign(new Error(code), { code });
            },
          };
        }
        const lock = new Refusing(join(folder, 'a/b/x.lock'));
        const reason = await reasonOf(lock.acquire());
        assert.ok(reason instanceof LockFileError);
        assert.match(reason.message, new RegExp(`can't be used: the disk .*\\(${code}, .*x\\.lock\\)`));
        assert.equal((reason.cause as NodeJS.ErrnoException).code, code);
        assert.throws(() => lock.acquireSync(), LockFileError);
        assert.equal(existsSync(join(folder, 'a/b/x.lock')), false);
        assert.deepEqual(
          readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('x.lock')),
          [],
        );
      });
    }

    for (const [title, options, code] of [
      ['full', 'size=64k,nr_inodes=6', 'ENOSPC'],
      ['read-only', 'size=64k', 'EROFS'],
    ] as const) {
      it(`${title} (mounted) it fails at once and leaves nothing`, async function () {
        const disk = join(folder, 'disk');
        mkdirSync(disk);
        if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', disk]).status !== 0) this.skip();
        try {
          if (title === 'read-only') execFileSync('mount', ['-o', 'remount,ro', disk]);
          else while (nodeDisk.create(join(disk, `${Math.random()}`), '') === undefined);
          const before = readdirSync(disk);
          for (const place of ['x.lock', 'a/x.lock']) {
            const reason = await reasonOf(new FileLock(join(disk, place)).acquire());
            assert.ok(reason instanceof LockFileError, String(reason));
            assert.match(reason.message, new RegExp(code));
          }
          assert.deepEqual(readdirSync(disk), before);
        } finally {
          execFileSync('umount', [disk]);
        }
      });
    }

    it('that takes no new names in a folder (mounted) it fails at once', async function () {
      if (spawnSync('chattr', ['+i', folder]).status !== 0) this.skip();
      try {
        const reason = await reasonOf(new FileLock(path).acquire());
        assert.ok(reason instanceof LockFileError);
        assert.match(reason.message, /this user may not write there \(E(PERM|ACCES)/);
      } finally {
        execFileSync('chattr', ['-i', folder]);
      }
    });
  });

  describe('where hard links are missing', () => {
    class Linkless extends FileLock {
      protected override readonly disk = { ...nodeDisk, link: () => Object.assign(new Error(), { code: 'EPERM' }) };
    }

    it('the lock is a directory with its owner’s name in it, with the same guarantees', async () => {
      const lock = new Linkless(path);
      const handle = await lock.acquire();
      assert.deepEqual(readdirSync(path).length, 1);
      assert.equal((await lock.inspect())?.pid, process.pid);
      assert.equal(lock.tryAcquireSync(), undefined);
      assert.deepEqual([await handle.fence(), handle.fenceSync()], [1, 1]);
      assert.equal(handle.signal.aborted, false);
      rmSync(path, { recursive: true });
      while (!handle.signal.aborted) await delay(5);
      handle.release();
      lock.acquireSync().release();
      assert.equal(existsSync(path), false);
    });

    it('an owner that is killed is taken over there too, from either form', async () => {
      const owner = start('for ever');
      await says(owner, 'held');
      const lock = new Linkless(path);
      assert.ok((await reasonOf(lock.acquire({ timeout: 200 }))) instanceof TimeoutError);
      await killed(owner);
      (await lock.acquire({ timeout: 30_000 })).release();
      assert.equal(existsSync(path), false);
    });

    it('both forms exclude each other', async () => {
      using handle = await new Linkless(path).acquire();
      const other = start('when free');
      await says(other, 'waits');
      await delay(300);
      assert.equal((await new FileLock(path).inspect())?.pid, process.pid);
      handle.release();
      await says(other, 'held');
    });
  });
});
