import assert from 'node:assert/strict';
import {
  ArgumentError,
  ClosedError,
  DuplicateIdError,
  ReplacedError,
  TaskRegistry,
  TimeoutError,
} from '../../runtime/src/index.ts';
import { deferred, reasonOf, settled, stateOf } from './support.ts';

describe('TaskRegistry', () => {
  describe('track', () => {
    it('registers before the function runs, which it calls synchronously', async () => {
      const registry = new TaskRegistry();
      let seen: unknown;
      const task = registry.track(
        () => {
          seen = [registry.size, registry.has('a'), registry.get('a')];
          return 1;
        },
        { id: 'a' },
      );
      assert.deepEqual(seen, [1, true, task]);
      assert.equal(await task, 1);
    });

    it('is rid of the task before anybody who awaits it goes on', async () => {
      const registry = new TaskRegistry();
      const work = settled();
      const task = registry.track(work, { id: 'a' });
      await work;
      assert.deepEqual([registry.size, registry.has('a'), registry.get('a')], [0, false, undefined]);
      await task;
      await registry.track(() => {}, { id: 'a' });
      assert.equal(registry.size, 0);
    });

    it('its promise resolves and rejects as the task does, also by a synchronous throw', async () => {
      const registry = new TaskRegistry();
      assert.equal(await registry.track(Promise.resolve(1)), 1);
      await assert.rejects(
        registry.track(() => {
          throw new Error('sync');
        }),
        /sync/,
      );
      await assert.rejects(registry.track(Promise.reject(new Error('async'))), /async/);
      assert.equal((await registry.idle()).length, 2);
    });

    it('iterates over the promises of what runs', async () => {
      const registry = new TaskRegistry<string, number>();
      const tasks = [registry.track(async () => 1), registry.track(async () => 2)];
      assert.deepEqual([...registry], tasks);
      assert.deepEqual(await Promise.all(registry), [1, 2]);
      assert.deepEqual([...registry], []);
    });

    it('an older task that ends never deletes a newer one of the same id', async () => {
      const registry = new TaskRegistry();
      const [older, newer] = [deferred(), deferred()];
      const first = registry.track(older.promise, { id: 'a' });
      const second = registry.track(newer.promise, { id: 'a', onDuplicate: 'replace' });
      older.resolve();
      await first;
      assert.equal(registry.get('a'), second);
      newer.resolve();
      await second;
      assert.equal(registry.has('a'), false);
    });
  });

  describe('a duplicate id', () => {
    it('reject, the default, throws a DuplicateIdError and calls nothing', async () => {
      const registry = new TaskRegistry({ name: 'requests' });
      const gate = deferred();
      const running = registry.track(() => gate.promise, { id: 7 });
      const again = () => registry.track(() => assert.fail('called'), { id: 7 });
      assert.throws(again, DuplicateIdError);
      assert.throws(again, /TaskRegistry "requests" still runs a task with the id 7\. Choose onDuplicate/);
      assert.equal(registry.size, 1);
      gate.resolve();
      await running;
      await registry.track(() => {}, { id: 7 });
    });

    it('join returns the promise of the running task and calls nothing', async () => {
      const registry = new TaskRegistry<string, number>();
      const gate = deferred<number>();
      const running = registry.track(() => gate.promise, { id: 'a' });
      const joined = registry.track(() => assert.fail('called'), { id: 'a', onDuplicate: 'join' });
      assert.equal(joined, running);
      gate.resolve(1);
      assert.equal(await joined, 1);
      assert.equal(await registry.track(() => 2, { id: 'a', onDuplicate: 'join' }), 2);
    });

    it('join refuses a promise, whose work has already begun, and still sees its failure', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      registry.track(() => gate.promise, { id: 'a' });
      assert.throws(
        () => registry.track(Promise.reject('orphan'), { id: 'a', onDuplicate: 'join' }),
        (error) => error instanceof ArgumentError,
      );
      gate.resolve();
      assert.deepEqual(await registry.idle(), ['orphan']);
    });

    it('replace aborts the older task, gives the id to the newer, and idle waits for both', async () => {
      const registry = new TaskRegistry();
      const older = deferred();
      let signal: AbortSignal | undefined;
      registry.track(
        (given) => {
          signal = given;
          return older.promise;
        },
        { id: 'a' },
      );
      const newer = deferred();
      const second = registry.track(() => newer.promise, { id: 'a', onDuplicate: 'replace' });
      assert.ok(signal?.reason instanceof ReplacedError);
      assert.deepEqual([signal.reason.name, signal.reason.id], ['AbortError', 'a']);
      assert.equal(registry.get('a'), second);
      assert.equal(registry.size, 2);
      const idle = registry.idle();
      newer.resolve();
      assert.equal(await stateOf(idle), 'pending');
      older.resolve();
      await idle;
    });
  });

  describe('idle', () => {
    it('waits until nothing runs, late tasks included, and stays open', async () => {
      const registry = new TaskRegistry();
      const [early, late] = [deferred(), deferred()];
      registry.track(early.promise);
      const idle = registry.idle();
      registry.track(late.promise);
      early.resolve();
      assert.equal(await stateOf(idle), 'pending');
      late.resolve();
      await idle;
      assert.equal(await registry.track(() => 'open'), 'open');
    });

    it('waits for a task that is tracked by the code that awaited the last one', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      const log: string[] = [];
      const chain = (async () => {
        await registry.track(settled());
        const idle = registry.idle().then(() => log.push('idle too'));
        await registry.track(() => gate.promise);
        log.push('second');
        await idle;
      })();
      const idle = registry.idle().then(() => log.push('idle'));
      await settled();
      await settled();
      gate.resolve();
      await Promise.all([idle, chain]);
      assert.deepEqual(log, ['second', 'idle', 'idle too']);
    });

    it('is immediate when nothing runs', async () => {
      assert.deepEqual(await new TaskRegistry().idle(), []);
    });

    it('hands the failures over once, and to all who wait at the same time', async () => {
      const registry = new TaskRegistry();
      registry.track(Promise.reject('one'));
      registry.track(async () => {
        await settled();
        throw 'two';
      });
      const [a, b] = await Promise.all([registry.idle(), registry.idle()]);
      assert.deepEqual(a, ['one', 'two']);
      assert.deepEqual(b, ['one', 'two']);
      assert.deepEqual(await registry.idle(), []);
    });

    it('keeps the failures for the next one when the wait itself ends early', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      registry.track(Promise.reject('early'));
      registry.track(gate.promise);
      assert.ok((await reasonOf(registry.idle({ timeout: 5 }))) instanceof TimeoutError);
      gate.resolve();
      await settled();
      assert.equal(await reasonOf(registry.idle({ signal: AbortSignal.abort('no') })), 'no');
      assert.deepEqual(await registry.idle(), ['early']);
    });

    it('keeps the newest 1,000 failures', async () => {
      const registry = new TaskRegistry();
      for (let i = 0; i < 1005; i++) registry.track(Promise.reject(i));
      const failures = await registry.idle();
      assert.deepEqual([failures.length, failures[0], failures.at(-1)], [1000, 5, 1004]);
    });

    it('says in its TimeoutError which tasks still run', async () => {
      const registry = new TaskRegistry({ name: 'requests' });
      const gate = deferred();
      registry.track(gate.promise, { id: 'a' });
      registry.track(gate.promise, { id: Symbol('b') });
      registry.track(gate.promise);
      await assert.rejects(
        registry.idle({ timeout: 1 }),
        /^TimeoutError: TaskRegistry "requests" still ran 3 task\(s\) after 1 ms: "a", Symbol\(b\), one without id\./,
      );
      gate.resolve();
    });

    it('inside a tracked task waits for its own end', async () => {
      const registry = new TaskRegistry();
      const reason = await reasonOf(registry.track(() => registry.idle({ timeout: 20 })));
      assert.ok(reason instanceof TimeoutError);
    });
  });

  describe('close', () => {
    it('with late: wait takes late tasks until nothing runs, and none after', async () => {
      const registry = new TaskRegistry({ name: 'requests' });
      const [early, late] = [deferred(), deferred()];
      registry.track(early.promise);
      const closed = registry.close();
      registry.track(() => late.promise);
      early.resolve();
      assert.equal(await stateOf(closed), 'pending');
      late.resolve();
      await closed;
      const after = () => registry.track(() => assert.fail('called'));
      assert.throws(after, ClosedError);
      assert.throws(after, /TaskRegistry "requests" is closed/);
    });

    it('with late: reject throws at once, calls nothing, and still waits for what runs', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      registry.track(gate.promise, { id: 'a' });
      const closed = registry.close({ late: 'reject' });
      assert.throws(() => registry.track(() => assert.fail('called')), ClosedError);
      assert.throws(() => registry.track(() => assert.fail('called'), { id: 'a', onDuplicate: 'join' }), ClosedError);
      assert.equal(await stateOf(closed), 'pending');
      gate.resolve();
      await closed;
    });

    it('is closed in the very step in which the last task has ended', async () => {
      const registry = new TaskRegistry();
      registry.track(settled());
      const closed = registry.close();
      await closed.then(() => assert.throws(() => registry.track(() => {}), ClosedError));
    });

    it('of an idle registry closes at once', async () => {
      const registry = new TaskRegistry();
      const closed = registry.close();
      assert.throws(() => registry.track(() => {}), ClosedError);
      assert.deepEqual(await closed, []);
    });

    it('is idempotent: one promise for all, the failures in it, also after it has closed', async () => {
      const registry = new TaskRegistry();
      registry.track(async () => {
        await settled();
        throw 'failed';
      });
      const closed = registry.close();
      const limited = registry.close({ timeout: 1000 });
      assert.equal(registry.close(), closed);
      const idle = registry.idle();
      assert.deepEqual(await Promise.all([closed, limited, idle]), [['failed'], ['failed'], ['failed']]);
      assert.equal(registry.close(), closed);
      assert.deepEqual(await registry.close({ timeout: 1000 }), ['failed']);
    });

    it('a later close({ late: reject }) refuses from then on; a later late: wait does not reopen', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      registry.track(gate.promise);
      const closed = registry.close();
      registry.track(() => {});
      registry.close({ late: 'reject' });
      registry.close({ late: 'wait' });
      assert.throws(() => registry.track(() => {}), ClosedError);
      gate.resolve();
      await closed;
    });

    it('signal and timeout end only the wait of their own call', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      const running = registry.track(() => gate.promise);
      assert.equal(await reasonOf(registry.close({ late: 'reject', signal: AbortSignal.abort('no') })), 'no');
      assert.ok((await reasonOf(registry.close({ timeout: 1 }))) instanceof TimeoutError);
      assert.throws(() => registry.track(() => {}), ClosedError);
      assert.equal(registry.size, 1);
      const closed = registry.close();
      gate.resolve();
      await Promise.all([running, closed]);
    });

    it('a promise refused after the close is not waited for, and its failure is not lost', async () => {
      const registry = new TaskRegistry();
      await registry.close();
      assert.throws(() => registry.track(Promise.reject('orphan')), ClosedError);
      await settled();
      assert.deepEqual(await registry.idle(), ['orphan']);
    });
  });

  describe('cancel', () => {
    const hang = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

    it('of an unknown id, of one that has ended, and of a promise is false', async () => {
      const registry = new TaskRegistry();
      assert.equal(registry.cancel('unknown'), false);
      await registry.track(() => {}, { id: 'ended' });
      assert.equal(registry.cancel('ended'), false);
      const gate = deferred();
      registry.track(gate.promise, { id: 'promise' });
      assert.equal(registry.cancel('promise'), false);
      gate.resolve();
    });

    it('aborts the signal of that task and of no other, with the reason', async () => {
      const registry = new TaskRegistry();
      const a = registry.track(hang, { id: 'a' });
      const b = registry.track(hang, { id: 'b' });
      assert.equal(registry.cancel('a', 'stop'), true);
      assert.equal(registry.cancel('a', 'again'), false);
      assert.equal(await reasonOf(a), 'stop');
      assert.equal(await stateOf(b), 'pending');
      registry.cancel('b');
      assert.equal(((await reasonOf(b)) as Error).name, 'AbortError');
    });

    it('is no failure when the task ends with its own abort reason, or an AbortError caused by it', async () => {
      const registry = new TaskRegistry();
      registry.track(hang, { id: 'a' });
      registry.track(
        async (signal) => {
          await hang(signal).catch((cause) => {
            throw new DOMException('The operation was aborted', { name: 'AbortError', cause });
          });
        },
        { id: 'b' },
      );
      const other = new Error('rollback failed');
      registry.track((signal) => hang(signal).catch(() => Promise.reject(other)), { id: 'c' });
      for (const id of ['a', 'b', 'c']) registry.cancel(id);
      assert.deepEqual(await registry.idle(), [other]);
    });

    it("a foreign abort is a failure, even if it looks like the registry's own", async () => {
      const registry = new TaskRegistry();
      const foreign = AbortSignal.abort().reason;
      registry.track(() => Promise.reject(foreign));
      assert.deepEqual(await registry.idle(), [foreign]);
    });

    it('a cancelled request writes no reply, though what it waited for took no signal', async () => {
      const requests = new TaskRegistry<number>();
      const [answer, replies] = [deferred<string>(), [] as string[]];
      const request = (signal: AbortSignal) =>
        answer.promise.then((text) => {
          signal.throwIfAborted();
          replies.push(text);
        });
      requests.track(request, { id: 1 });
      requests.track(request, { id: 2 });
      assert.equal(requests.cancel(2), true);
      answer.resolve('answer');
      assert.deepEqual(await requests.close(), []);
      assert.deepEqual(replies, ['answer']);
    });

    it('leaves the task tracked until it has ended', async () => {
      const registry = new TaskRegistry();
      const gate = deferred();
      registry.track(() => gate.promise, { id: 'a' });
      registry.cancel('a');
      assert.equal(registry.has('a'), true);
      const idle = registry.idle();
      assert.equal(await stateOf(idle), 'pending');
      gate.resolve();
      await idle;
    });
  });
});
