import assert from 'node:assert/strict';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArgumentError, RaceguardError, TimeoutError } from '../../runtime/src/index.ts';
import { FileLock, type FileLockHandle, LockFileError, LockLostError } from '../../runtime/src/node/index.ts';
import { delay, reasonOf, stateOf } from './support.ts';

describe('FileLock', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'raceguard-lock-'));
    path = join(folder, 'x.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const names = (): string[] => readdirSync(folder).sort();

  /** The lock as an owner on another machine would hold it. Returns the path of that owner's record. */
  function heldElsewhere(change: (token: string[]) => void, about: object = {}): string {
    const mine = new FileLock(join(folder, 'mine.lock'));
    using _held = mine.acquireSync();
    const token = readFileSync(mine.path, 'utf8').split('\n')[0]?.split(' ')[2]?.split('-') ?? [];
    assert.equal(token.length, 6);
    change(token);
    const own = `${path}.own-${token.join('-')}`;
    writeFileSync(own, `raceguard-lock 1 ${token.join('-')}\n${JSON.stringify(about)}\n`);
    linkSync(own, path);
    return own;
  }
  const otherMachine = (token: string[]): void => {
    token[4] = '0'.repeat(20);
  };

  it('lets one caller at a time into a region that suspends, whichever object they use', async () => {
    let balance = 0;
    const add = (_: unknown, n: number) =>
      new FileLock(n % 2 ? path : pathToFileURL(path)).runExclusive(async () => {
        const read = balance;
        await delay(1);
        balance = read + 1;
      });
    await Promise.all(Array.from({ length: 10 }, add));
    assert.equal(balance, 10);
  });

  it('is first come, first served within a thread', async () => {
    const lock = new FileLock(path);
    const first = await lock.acquire();
    const order: number[] = [];
    const all = Array.from({ length: 6 }, (_, n) =>
      new FileLock(path).acquire(n % 2 ? { timeout: 5000 } : {}).then(async (handle) => {
        order.push(n);
        await delay(1);
        handle.release();
      }),
    );
    first.release();
    await Promise.all(all);
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5]);
  });

  it('holds by a hard link to a private record, and half a second after its last use has left nothing', async () => {
    const lock = new FileLock(path);
    const handle = await lock.acquire();
    const [, own = ''] = names();
    assert.deepEqual(names(), ['x.lock', own]);
    assert.match(own, /^x\.lock\.own-[\w-]+$/);
    assert.equal(statSync(path).ino, statSync(join(folder, own)).ino);
    handle.release();
    assert.deepEqual(names(), [own]);
    while (names().length > 0) await delay(50);
    (await lock.acquire()).release();
  });

  it('tryAcquire takes a free lock and never waits for a held one', async () => {
    const lock = new FileLock(path);
    const handle = await lock.tryAcquire();
    assert.ok(handle);
    assert.equal(await new FileLock(path).tryAcquire(), undefined);
    assert.equal(lock.tryAcquireSync(), undefined);
    handle.release();
    const again = lock.tryAcquireSync();
    assert.ok(again);
    again.release();
    heldElsewhere(otherMachine);
    assert.equal(await lock.tryAcquire(), undefined);
    assert.equal(lock.tryAcquireSync(), undefined);
  });

  it('runExclusive returns what fn returns, gives it the handle, and releases whichever way fn ends', async () => {
    const lock = new FileLock(path);
    assert.equal(await lock.runExclusive(() => 1), 1);
    assert.equal(
      lock.runExclusiveSync((handle) => handle.signal.aborted),
      false,
    );
    const thrown = new Error('inside');
    assert.equal(await reasonOf(lock.runExclusive(() => Promise.reject(thrown))), thrown);
    assert.throws(
      () =>
        lock.runExclusiveSync(() => {
          throw thrown;
        }),
      thrown,
    );
    assert.equal(existsSync(path), false);
  });

  it('`using` and `await using` release at the end of the scope, and a second release is harmless', async () => {
    const lock = new FileLock(path);
    {
      using handle = await lock.acquire();
      handle.release();
      using _other = await lock.acquire();
      handle.release();
      assert.equal(existsSync(path), true);
    }
    assert.equal(existsSync(path), false);
    {
      await using _handle = await lock.acquire();
      assert.equal(existsSync(path), true);
    }
    assert.equal(existsSync(path), false);
  });

  it('is not re-entrant: an acquire inside its own region waits, a synchronous one throws at once', async () => {
    const lock = new FileLock(path, { name: 'db' });
    let inner: Promise<FileLockHandle> | undefined;
    await lock.runExclusive(async () => {
      inner = lock.acquire();
      assert.equal(await stateOf(inner), 'pending');
      assert.throws(() => lock.acquireSync(), ArgumentError);
      assert.throws(
        () => new FileLock(path).acquireSync({ timeout: 5 }),
        /FileLock .*x\.lock" is held .* this very thread/,
      );
    });
    (await inner)?.release();
  });

  describe('a wait', () => {
    it('ends by its timeout, which tells the lock and what to do; the others keep their order', async () => {
      const lock = new FileLock(path, { name: 'db' });
      const held = await lock.acquire();
      const hasty = lock.acquire({ timeout: 5 });
      const patient = lock.acquire({ timeout: 5000 });
      const reason = await reasonOf(hasty);
      assert.ok(reason instanceof TimeoutError);
      assert.match(reason.message, /^FileLock "db" was not free within 5 ms\. inspect\(\) tells who holds it/);
      held.release();
      (await patient).release();
      heldElsewhere(otherMachine);
      assert.throws(() => lock.acquireSync({ timeout: 30 }), TimeoutError);
      assert.throws(() => lock.acquireSync({ timeout: 0 }), TimeoutError);
      assert.ok((await reasonOf(lock.acquire({ timeout: 30 }))) instanceof TimeoutError);
      assert.ok((await reasonOf(lock.acquire({ timeout: -1 }))) instanceof ArgumentError);
    });

    it('rejects with the reason of its signal, in line and while it tries for the file', async () => {
      const lock = new FileLock(path);
      assert.equal(await reasonOf(lock.acquire({ signal: AbortSignal.abort('before') })), 'before');
      assert.deepEqual(names(), []);
      heldElsewhere(otherMachine);
      const controller = new AbortController();
      const both = [lock.acquire({ signal: controller.signal }), lock.acquire({ signal: controller.signal })];
      await delay(30);
      controller.abort('gone');
      for (const wait of both) assert.equal(await reasonOf(wait), 'gone');
      unlinkSync(path);
      (await lock.acquire({ timeout: 5000 })).release();
    });

    it('that was ended makes no folder anew that is removed after it', async () => {
      for (let n = 0; n < 20; n++) {
        mkdirSync(folder, { recursive: true });
        heldElsewhere(otherMachine);
        const controller = new AbortController();
        const waiting = new FileLock(path).acquire({ signal: controller.signal });
        controller.abort('gone');
        rmSync(folder, { recursive: true });
        assert.equal(await reasonOf(waiting), 'gone');
        await delay(10);
        assert.equal(existsSync(folder), false);
      }
    });

    it('an abort after the lock was got, but before the caller goes on, gives it back', async () => {
      for (const free of [true, false]) {
        const lock = new FileLock(path);
        const held = free ? undefined : await lock.acquire();
        const controller = new AbortController();
        const aborted = lock.acquire({ signal: controller.signal });
        held?.release();
        controller.abort('late');
        assert.equal(await reasonOf(aborted), 'late');
        (await lock.acquire({ timeout: 5000 })).release();
        assert.equal(existsSync(path), false);
      }
    });

    it('never calls fn once its signal has aborted, in whichever microtask', async () => {
      const lock = new FileLock(path);
      for (let hops = 0; hops < 12; hops++) {
        const controller = new AbortController();
        let called = false;
        const running = lock.runExclusive(
          () => {
            assert.equal(controller.signal.aborted, false, `called after the abort, ${hops} hops`);
            called = true;
          },
          { signal: controller.signal },
        );
        for (let hop = 0; hop < hops; hop++) await undefined;
        controller.abort('late');
        if (called) await running;
        else assert.equal(await reasonOf(running), 'late');
        assert.equal(existsSync(path), false);
      }
    });

    it('goes on as soon as the file is gone, whoever removed it', async () => {
      heldElsewhere(otherMachine);
      const wait = new FileLock(path).acquire({ timeout: 20_000 });
      await delay(60);
      unlinkSync(path);
      (await wait).release();
    });
  });

  describe('its place', () => {
    it('has its missing parents made', async () => {
      const deep = join(folder, 'a/b/c.lock');
      using _handle = await new FileLock(deep).acquire();
      assert.equal(existsSync(deep), true);
    });

    it('is the same by way of symbolic links: of a folder, of the file, and of one that is not there yet', async () => {
      mkdirSync(join(folder, 'real'));
      symlinkSync('real', join(folder, 'linked'));
      symlinkSync('linked/x.lock', join(folder, 'x.lock'));
      const direct = join(folder, 'real/x.lock');
      for (const other of [join(folder, 'linked/x.lock'), join(folder, 'x.lock')]) {
        using _handle = await new FileLock(other).acquire();
        assert.equal(existsSync(direct), true);
        assert.equal(new FileLock(direct).tryAcquireSync(), undefined);
      }
      symlinkSync('x', join(folder, 'y'));
      symlinkSync('y', join(folder, 'x'));
      const circle = await reasonOf(new FileLock(join(folder, 'x')).acquire());
      assert.match((circle as Error).message, /ELOOP/);
    });

    it('may not be a file or folder of somebody else: that is told at once and left alone', async () => {
      writeFileSync(path, '1234\n');
      const lock = new FileLock(path);
      for (const reason of [await reasonOf(lock.acquire()), await reasonOf(lock.tryAcquire())]) {
        assert.ok(reason instanceof LockFileError && reason instanceof RaceguardError);
        assert.equal(reason.code, 'RACEGUARD_LOCK_FILE');
        assert.match(reason.message, /x\.lock is no lock of this package.*a path of its own/);
      }
      assert.throws(() => lock.acquireSync(), LockFileError);
      assert.equal(readFileSync(path, 'utf8'), '1234\n');
      unlinkSync(path);
      mkdirSync(path);
      writeFileSync(join(path, 'data'), '');
      assert.ok((await reasonOf(lock.acquire())) instanceof LockFileError);
      assert.deepEqual(readdirSync(path), ['data']);
    });

    it('under a file is told at once', async () => {
      writeFileSync(join(folder, 'file'), '');
      const reason = await reasonOf(new FileLock(join(folder, 'file/x.lock')).acquire());
      assert.ok(reason instanceof LockFileError);
      assert.match(reason.message, /can't be used: .*(ENOTDIR|EEXIST)/);
      assert.deepEqual(names(), ['file']);
    });

    it('is made anew when the whole folder was removed in between', async () => {
      const deep = join(folder, 'a/x.lock');
      const lock = new FileLock(deep);
      (await lock.acquire()).release();
      rmSync(join(folder, 'a'), { recursive: true });
      using _handle = await lock.acquire();
      assert.equal(existsSync(deep), true);
    });
  });

  describe('an owner', function () {
    this.timeout(20_000);
    const dead: Record<string, (token: string[]) => void> = {
      'whose pid nobody has': (token) => {
        token[0] = token[2] = '4194999'; // above what Linux gives
      },
      'whose pid was reused: another start time': (token) => {
        token[1] = '1';
      },
      'whose thread is gone from a process that lives': (token) => {
        token[2] = '4194999';
      },
      'whose thread id was reused': (token) => {
        token[2] = readdirSync('/proc/self/task').find((tid) => tid !== token[2]) ?? '';
        token[3] = '1';
      },
    };
    for (const [title, change] of Object.entries(dead)) {
      it(`${title} is dead and taken over`, async function () {
        if (process.platform !== 'linux') this.skip();
        const lock = new FileLock(path);
        const own = heldElsewhere(change);
        assert.equal((await lock.inspect())?.state, 'dead');
        (await lock.acquire({ timeout: 10_000 })).release();
        assert.equal(existsSync(own), false, 'its record was not swept');
        heldElsewhere(change);
        lock.acquireSync({ timeout: 10_000 }).release();
        heldElsewhere(change);
        (await lock.tryAcquire())?.release();
        assert.deepEqual(
          names().filter((name) => !/^(x|mine)\.lock\.own/.test(name)),
          [],
        );
      });
    }

    const unknown: Record<string, (token: string[]) => void> = {
      'on another kernel or in another namespace': otherMachine,
      'with that place, and a pid that nobody has here': (token) => {
        otherMachine(token);
        token[0] = '4194999';
      },
    };
    for (const [title, change] of Object.entries(unknown)) {
      it(`${title} is unknown and keeps the lock`, async () => {
        const lock = new FileLock(path);
        heldElsewhere(change, { host: 'far', pid: 7 });
        const { state, host, pid } = (await lock.inspect()) ?? {};
        assert.deepEqual({ state, host, pid }, { state: 'unknown', host: 'far', pid: 7 });
        assert.ok((await reasonOf(lock.acquire({ timeout: 200 }))) instanceof TimeoutError);
      });
    }

    it('whose record can not be read is unknown and keeps the lock', async () => {
      for (const text of ['', 'raceguard-lock 1 77', 'raceguard-lock 2 something new\n{}\n']) {
        writeFileSync(path, text);
        assert.equal((await new FileLock(path).inspect())?.state, 'unknown');
        assert.ok((await reasonOf(new FileLock(path).acquire({ timeout: 100 }))) instanceof TimeoutError);
      }
    });

    it('is told by inspect, which changes nothing', async () => {
      const lock = new FileLock(path);
      assert.equal(await lock.inspect(), undefined);
      assert.equal(await new FileLock(join(folder, 'no/such/x.lock')).inspect(), undefined);
      assert.deepEqual(names(), []);
      using _handle = await lock.acquire();
      const { state, pid, thread, script } = (await lock.inspect()) ?? {};
      assert.deepEqual(
        { state, pid, thread, script },
        { state: 'alive', pid: process.pid, thread: 0, script: process.argv[1] },
      );
    });
  });

  describe('breakLock', () => {
    it('frees the lock of an owner that can not be judged, and only that owner’s', async () => {
      const lock = new FileLock(path);
      const own = heldElsewhere(otherMachine);
      const owner = await lock.inspect();
      assert.ok(owner);
      assert.equal(await lock.breakLock(owner), true);
      assert.equal(existsSync(own), false, 'its record tells a living owner to ask before it releases');
      using _handle = await lock.acquire();
      assert.equal(await lock.breakLock(owner), false);
      assert.equal(existsSync(path), true);
    });

    it('frees a lock whose file can not be read', async () => {
      const lock = new FileLock(path);
      writeFileSync(path, '');
      const owner = await lock.inspect();
      assert.ok(owner);
      assert.equal(await lock.breakLock(owner), true);
      (await lock.acquire()).release();
    });

    it('refuses for an owner that is known to live', async () => {
      const lock = new FileLock(path);
      using _handle = await lock.acquire();
      const owner = await lock.inspect();
      assert.ok(owner);
      const reason = await reasonOf(lock.breakLock(owner));
      assert.ok(reason instanceof ArgumentError);
      assert.match(reason.message, /is held by process \d+, which runs.*End that process/);
    });
  });

  describe('a lease', function () {
    this.timeout(20_000);
    it('that an unknown owner does not renew ends on the clock of the waiter', async () => {
      heldElsewhere(otherMachine, { lease: 100 });
      const waiting = new FileLock(path, { lease: 300 }).acquire({ timeout: 15_000 });
      assert.equal(await Promise.race([waiting, delay(250)]), undefined);
      (await waiting).release();
      heldElsewhere(
        (token) => {
          otherMachine(token);
          token[5] = 'a'.repeat(12);
        },
        { lease: 100 },
      );
      new FileLock(path, { lease: 100 }).acquireSync({ timeout: 15_000 }).release();
    });

    it('that is renewed does not end', async () => {
      const own = heldElsewhere(otherMachine, { lease: 300 });
      let n = 0;
      const renewing = setInterval(() => utimesSync(own, 1e9 + ++n, 1e9 + n), 30);
      try {
        const lock = new FileLock(path, { lease: 300 });
        assert.ok((await reasonOf(lock.acquire({ timeout: 1500 }))) instanceof TimeoutError);
      } finally {
        clearInterval(renewing);
      }
    });

    it('is needed on both sides, and an owner known to live is never robbed', async () => {
      const hasty = new FileLock(path, { lease: 100 });
      heldElsewhere(otherMachine);
      assert.ok((await reasonOf(hasty.acquire({ timeout: 600 }))) instanceof TimeoutError);
      unlinkSync(path);
      heldElsewhere(
        (token) => {
          otherMachine(token);
          token[5] = 'b'.repeat(12);
        },
        { lease: 100 },
      );
      assert.ok((await reasonOf(new FileLock(path).acquire({ timeout: 600 }))) instanceof TimeoutError);
      unlinkSync(path);
      heldElsewhere(() => {}, { lease: 100 }); // this very thread, which never renews
      assert.ok((await reasonOf(hasty.acquire({ timeout: 600 }))) instanceof TimeoutError);
    });

    it('is renewed by its owner as long as it holds the lock', async () => {
      using _handle = await new FileLock(path, { lease: 100 }).acquire();
      assert.equal((await new FileLock(path).inspect())?.lease, 100);
      const before = statSync(path).mtimeMs;
      while (statSync(path).mtimeMs === before) await delay(10);
    });

    it('has to be a number of milliseconds', () => {
      for (const lease of [0, 99, Number.NaN, Number.POSITIVE_INFINITY]) {
        assert.throws(() => new FileLock(path, { lease }), ArgumentError);
      }
    });
  });

  describe('signal', () => {
    it('aborts when the lock is taken away, and the release leaves the next owner’s lock alone', async () => {
      const lock = new FileLock(path, { name: 'db' });
      const handle = await lock.acquire();
      const { signal } = handle;
      assert.equal(signal.aborted, false);
      unlinkSync(path);
      heldElsewhere(otherMachine);
      while (!signal.aborted) await delay(5);
      assert.ok(signal.reason instanceof LockLostError);
      assert.match(signal.reason.message, /^FileLock "db" is no longer held/);
      assert.ok((await reasonOf(handle.fence())) instanceof LockLostError);
      handle.release();
      await handle[Symbol.asyncDispose]();
      assert.equal(existsSync(path), true);
    });

    it('has aborted at its first use if the lock is gone by then', async () => {
      const handle = await new FileLock(path).acquire();
      unlinkSync(path);
      assert.equal(handle.signal.aborted, true);
      handle.release();
    });

    it('aborts when the whole folder is gone, and the release finds nothing to do', async () => {
      const lock = new FileLock(join(folder, 'a/x.lock'));
      const handle = await lock.acquire();
      rmSync(join(folder, 'a'), { recursive: true });
      while (!handle.signal.aborted) await delay(5);
      handle.release();
      assert.deepEqual(names(), []);
      (await lock.acquire()).release();
    });

    it('does not abort by a release, nor by what happens after it', async () => {
      const handle = await new FileLock(path).acquire();
      const { signal } = handle;
      handle.release();
      heldElsewhere(otherMachine);
      await delay(50);
      assert.equal(signal.aborted, false);
      assert.equal(handle.signal, signal);
    });
  });

  describe('fence', () => {
    it('gives a number that grows with each acquisition and stays within one, kept in one file only if asked', async () => {
      const lock = new FileLock(path);
      (await lock.acquire()).release();
      assert.equal(existsSync(`${path}.fence`), false);
      for (const expected of [1, 2, 3]) {
        using handle = await lock.acquire();
        assert.equal(await handle.fence(), expected);
        assert.equal(handle.fenceSync(), expected);
        assert.equal(readFileSync(`${path}.fence`, 'utf8'), `${expected}\n`);
      }
      using handle = lock.acquireSync();
      const all = await Promise.all([handle.fence(), handle.fence()]);
      assert.deepEqual(all, [4, 4]);
      assert.deepEqual(
        names().filter((name) => !name.includes('.own-')),
        ['x.lock', 'x.lock.fence'],
      );
    });

    it('rejects on a sidecar that holds no number, and after the release', async () => {
      const lock = new FileLock(path);
      const handle = await lock.acquire();
      writeFileSync(`${path}.fence`, 'seven');
      await assert.rejects(handle.fence(), /x\.lock\.fence holds no number/);
      handle.release();
      assert.ok((await reasonOf(handle.fence())) instanceof LockLostError);
      assert.throws(() => handle.fenceSync(), LockLostError);
    });
  });
});
