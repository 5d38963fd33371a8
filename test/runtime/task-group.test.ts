import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import {
  ArgumentError,
  CancelledError,
  ClosedError,
  RaceguardError,
  TaskGroup,
  TaskGroupError,
  type TaskGroupState,
  TimeoutError,
} from '../../runtime/src/index.ts';
import { deferred, delay, reasonOf, settled, stateOf } from './support.ts';

/** Ends by its signal, with the signal's reason. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

async function errorsOf(promise: Promise<unknown>): Promise<readonly unknown[]> {
  const reason = await reasonOf(promise);
  assert.ok(reason instanceof TaskGroupError, String(reason));
  return reason.errors;
}

describe('TaskGroup', () => {
  describe('states', () => {
    it('open, draining, closed when all goes well', async () => {
      const group = new TaskGroup();
      const gate = deferred();
      group.spawn(() => gate.promise);
      const seen: TaskGroupState[] = [group.state];
      const closed = group.close();
      seen.push(group.state);
      gate.resolve();
      await closed;
      seen.push(group.state);
      assert.deepEqual(seen, ['open', 'draining', 'closed']);
    });

    it('open, draining, cancelled, closed when it is cancelled during the drain', async () => {
      const group = new TaskGroup();
      const gate = deferred();
      group.spawn(() => gate.promise);
      group.close();
      const closed = group.cancel();
      assert.deepEqual([group.state, group.signal.aborted], ['cancelled', true]);
      gate.resolve();
      await closed;
      assert.equal(group.state, 'closed');
    });

    it('an empty group closes at once, also by cancel', async () => {
      const [a, b] = [new TaskGroup(), new TaskGroup()];
      a.close();
      b.cancel();
      assert.deepEqual([a.state, b.state], ['closed', 'closed']);
      assert.deepEqual([a.signal.aborted, b.signal.aborted], [false, true]);
    });

    it('size counts the tasks that have not ended, those in line and the body included', async () => {
      const gate = deferred();
      const group = new TaskGroup({ limit: 1 });
      await group.run(() => {
        group.spawn(() => gate.promise);
        group.spawn(() => gate.promise);
        assert.equal(group.size, 3);
        gate.resolve();
      });
      assert.equal(group.size, 0);
    });
  });

  describe('close and cancel', () => {
    it('are idempotent and share one promise', async () => {
      const group = new TaskGroup();
      group.spawn(untilAborted);
      const closed = group.close();
      assert.equal(group.close(), closed);
      assert.equal(group.cancel('stop'), closed);
      assert.equal(group.cancel('again'), closed);
      assert.equal(group[Symbol.asyncDispose](), closed);
      await closed;
      assert.equal(group.signal.reason, 'stop');
      assert.equal(group.close(), closed);
      assert.equal(group.cancel(), closed);
    });

    it('can be called from any task: of the group, of another, of none', async () => {
      for (const end of ['close', 'cancel'] as const) {
        const [own, other, none] = [new TaskGroup(), new TaskGroup(), new TaskGroup()];
        other.spawn(() => none[end]());
        own.spawn(async () => {
          await settled();
          other[end]();
          own[end](); // not awaited: that would be to wait for itself
        });
        await settled();
        await Promise.all([own[end](), other[end](), none[end]()]);
        assert.deepEqual([own.state, other.state, none.state], ['closed', 'closed', 'closed'], end);
      }
    });

    it('wait for every task, however it ends', async () => {
      const group = new TaskGroup();
      const gate = deferred();
      group.spawn(() => gate.promise);
      group.spawn(untilAborted);
      const closed = group.cancel();
      assert.equal(await stateOf(closed), 'pending');
      gate.resolve();
      await closed;
    });

    it('a cancel is no failure: they resolve', async () => {
      const group = new TaskGroup({ name: 'sync' });
      group.spawn(untilAborted);
      await group.cancel();
      assert.ok(group.signal.reason instanceof CancelledError);
      assert.match(String(group.signal.reason), /^AbortError: TaskGroup "sync" was cancelled/);
      assert.equal(group.signal.reason.code, 'RACEGUARD_CANCELLED');
    });

    it('signal and timeout end only the wait of their own call', async () => {
      const group = new TaskGroup({ name: 'sync' });
      const gate = deferred();
      const task = group.spawn(() => gate.promise, { name: 'upload' });
      const reason = await reasonOf(group.close({ timeout: 5 }));
      assert.ok(reason instanceof TimeoutError);
      assert.match(reason.message, /^TaskGroup "sync" still ran 1 task\(s\) after 5 ms: upload\./);
      assert.equal(await reasonOf(group.close({ signal: AbortSignal.abort('no') })), 'no');
      assert.ok((await reasonOf(group.cancel('stop', { timeout: 5 }))) instanceof TimeoutError);
      assert.equal(await stateOf(task), 'pending');
      gate.resolve();
      await group.close({ timeout: 5000 });
      await group.close({ timeout: 5000 });
    });
  });

  describe('run', () => {
    it('calls the body now, waits for all tasks and returns what the body returned', async () => {
      const log: string[] = [];
      const group = new TaskGroup();
      const running = group.run(async (self) => {
        assert.equal(self, group);
        log.push('body');
        self.spawn(async () => {
          await settled();
          log.push('task');
        });
        return 7;
      });
      log.push('called');
      assert.equal(await running, 7);
      assert.deepEqual(log, ['body', 'called', 'task']);
    });

    it('entering twice throws at once, calling nothing, also after the first has ended', async () => {
      const group = new TaskGroup({ name: 'runner' });
      const gate = deferred();
      const first = group.run(() => gate.promise);
      const again = () => group.run(() => assert.fail('called'));
      assert.throws(again, ArgumentError);
      assert.throws(again, /TaskGroup "runner" was entered before\. Make a new TaskGroup/);
      gate.resolve();
      await first;
      assert.throws(again, ArgumentError);
    });

    it('on a closed group throws at once and calls nothing', async () => {
      const group = new TaskGroup();
      await group.close();
      assert.throws(() => group.run(() => assert.fail('called')), ClosedError);
    });

    it('tasks may spawn more after the body has returned, until the last has ended', async () => {
      const group = new TaskGroup();
      const seen: number[] = [];
      const crawl = async (depth: number): Promise<void> => {
        await settled();
        seen.push(depth);
        if (depth < 3) group.spawn(() => crawl(depth + 1));
      };
      await group.run(() => void group.spawn(() => crawl(1)));
      assert.deepEqual(seen, [1, 2, 3]);
      assert.throws(() => group.spawn(() => assert.fail('called')), ClosedError);
    });

    it('rejects with the reason of cancel if the body ended by it, and returns a value if there is one', async () => {
      const ended = new TaskGroup();
      const running = ended.run(({ signal }) => untilAborted(signal));
      ended.cancel('stop');
      assert.equal(await reasonOf(running), 'stop');
      const value = new TaskGroup();
      assert.equal(
        await value.run(() => {
          value.cancel('stop');
          return 1;
        }),
        1,
      );
    });

    it('does not call the body of a group that is already cancelled', async () => {
      const reason = new Error('before');
      const outer = new TaskGroup({ signal: AbortSignal.abort(reason) });
      assert.equal(await reasonOf(outer.run(() => assert.fail('called'))), reason);
      const own = new TaskGroup();
      own.cancel(reason);
      assert.equal(await reasonOf(own.run(() => assert.fail('called'))), reason);
    });
  });

  describe('spawn', () => {
    it('calls the function now, with the signal of the group, and returns a promise of its result', async () => {
      const group = new TaskGroup();
      let given: AbortSignal | undefined;
      const task = group.spawn((signal) => {
        given = signal;
        return 5;
      });
      assert.equal(given, group.signal);
      assert.equal(await task, 5);
      await group.close();
    });

    it('after close throws a ClosedError without calling the function, also while tasks still run', async () => {
      const group = new TaskGroup({ name: 'sync' });
      const gate = deferred();
      group.spawn(() => gate.promise);
      const closed = group.close();
      const late = () => group.spawn(() => assert.fail('called'));
      assert.throws(late, ClosedError);
      assert.throws(late, /TaskGroup "sync" is closed and started nothing/);
      gate.resolve();
      await closed;
      assert.throws(late, ClosedError);
      assert.throws(() => group.every(1, () => assert.fail('called')), ClosedError);
    });

    it('after cancel throws the reason without calling the function, so that the spawner ends by the abort', async () => {
      const group = new TaskGroup();
      const gate = deferred();
      group.spawn(() => gate.promise);
      const spawner = group.spawn(async () => {
        await settled();
        group.spawn(() => assert.fail('called'));
      });
      const reason = new Error('stop');
      const closed = group.cancel(reason);
      assert.throws(
        () => group.spawn(() => assert.fail('called')),
        (error) => error === reason,
      );
      assert.equal(await reasonOf(spawner), reason);
      gate.resolve();
      await closed;
    });

    it('is given a function', () => {
      assert.throws(() => new TaskGroup().spawn(Promise.resolve() as never), ArgumentError);
    });

    it('is rid of the task before anybody who awaits it goes on', async () => {
      const group = new TaskGroup();
      await group.spawn(() => settled());
      assert.equal(group.size, 0);
    });
  });

  describe('the first failure', () => {
    it('aborts the siblings through the signal, waits for all, then throws', async () => {
      const group = new TaskGroup({ name: 'sync' });
      const log: string[] = [];
      const boom = new Error('boom');
      const running = group.run(() => {
        group.spawn(async ({ aborted }) => {
          assert.equal(aborted, false);
          await settled();
          throw boom;
        });
        group.spawn(async (signal) => {
          await untilAborted(signal).catch(() => {});
          await settled();
          log.push('cleaned up');
        });
      });
      assert.deepEqual(await errorsOf(running), [boom]);
      assert.deepEqual(log, ['cleaned up']);
      const { reason } = group.signal;
      assert.ok(reason instanceof CancelledError && reason.cause === boom);
      assert.equal(reason.name, 'AbortError');
    });

    it('throws an AggregateError of the family, that says how many failed where', async () => {
      const group = new TaskGroup({ name: 'sync' });
      group.spawn(() => Promise.reject(new Error('boom')));
      const error = await reasonOf(group.close());
      assert.ok(error instanceof AggregateError && error instanceof RaceguardError && error instanceof TaskGroupError);
      assert.deepEqual(
        [error.code, error.message, error.reason],
        ['RACEGUARD_TASKS_FAILED', '1 failed in TaskGroup "sync", the first with: boom', undefined],
      );
      assert.equal(await reasonOf(group.cancel()), error);
    });

    it("lists the body's error first, then in the order of spawn, whichever came first", async () => {
      const group = new TaskGroup();
      const gates = [deferred(), deferred(), deferred()];
      const running = group.run(async ({ signal }) => {
        gates.forEach((gate, n) => {
          group.spawn(async () => {
            await gate.promise;
            throw `task ${n}`;
          });
        });
        await untilAborted(signal).catch(() => {});
        for (const gate of gates.reverse()) gate.resolve();
        await settled();
        throw 'body';
      });
      gates[1]?.resolve();
      assert.deepEqual(await errorsOf(running), ['body', 'task 0', 'task 1', 'task 2']);
    });

    it('a body that throws aborts the tasks', async () => {
      const group = new TaskGroup();
      const error = new Error('body');
      const running = group.run(async () => {
        group.spawn(untilAborted);
        throw error;
      });
      assert.deepEqual(await errorsOf(running), [error]);
    });

    it('an error that passes from a task to those who await it is one failure', async () => {
      const group = new TaskGroup();
      const boom = new Error('boom');
      const running = group.run(async () => {
        const task = group.spawn(() => Promise.reject(boom));
        group.spawn(() => task);
        await task;
      });
      assert.deepEqual(await errorsOf(running), [boom]);
      const other = new TaskGroup();
      other.spawn(() => Promise.reject('text'));
      other.spawn(() => Promise.reject('text'));
      assert.deepEqual(await errorsOf(other.close()), ['text', 'text']);
    });

    it('is seen by whoever awaits the task as well', async () => {
      const group = new TaskGroup();
      const task = group.spawn(() => {
        throw new Error('sync');
      });
      await assert.rejects(task, /sync/);
      assert.equal((await errorsOf(group.close())).length, 1);
    });

    it('a synchronous throw of a task does not come out of spawn', async () => {
      const group = new TaskGroup();
      group.spawn(() => {
        throw 'sync';
      });
      assert.deepEqual(await errorsOf(group.close()), ['sync']);
    });
  });

  describe('the abort reason', () => {
    it("is told apart by identity: the group's own is no failure", async () => {
      const group = new TaskGroup();
      group.spawn(untilAborted);
      group.spawn((signal) => delay(10_000, signal));
      group.spawn(async (signal) => {
        await untilAborted(signal).catch((cause) => {
          throw new DOMException('The operation was aborted', { name: 'AbortError', cause });
        });
      });
      await group.cancel(new Error('stop'));
    });

    it('a foreign abort is a failure, even after the group was cancelled', async () => {
      const group = new TaskGroup();
      const foreign = AbortSignal.abort().reason;
      group.spawn((signal) => untilAborted(signal).catch(() => Promise.reject(foreign)));
      assert.deepEqual(await errorsOf(group.cancel()), [foreign]);
      const before = new TaskGroup();
      before.spawn(() => Promise.reject(foreign));
      assert.deepEqual(await errorsOf(before.close()), [foreign]);
    });

    it('an error of the clean-up that has the abort as its cause is a failure', async () => {
      const group = new TaskGroup();
      group.spawn((signal) =>
        untilAborted(signal).catch((cause) => Promise.reject(new Error('rollback failed', { cause }))),
      );
      assert.match(String((await errorsOf(group.cancel()))[0]), /rollback failed/);
    });

    it('an inner group that was cancelled with its outer one and failed as well is a failure of the outer', async () => {
      const outer = new TaskGroup();
      const rollback = new Error('rollback failed');
      outer.spawn((signal) =>
        new TaskGroup({ signal }).run(async (inner) => {
          inner.spawn((own) => untilAborted(own).catch(() => Promise.reject(rollback)));
        }),
      );
      const [inner] = await errorsOf(outer.cancel('stop'));
      assert.ok(inner instanceof TaskGroupError);
      assert.deepEqual([inner.errors, inner.reason], [[rollback], 'stop']);
    });
  });

  describe('an outer cancel', () => {
    it('aborts the group with the same reason, and run and close reject with it', async () => {
      const controller = new AbortController();
      const group = new TaskGroup({ signal: controller.signal });
      const running = group.run(({ signal }) => untilAborted(signal));
      const reason = new Error('outer');
      controller.abort(reason);
      assert.equal(group.signal.reason, reason);
      assert.equal(await reasonOf(running), reason);
      assert.equal(await reasonOf(group.close()), reason);
    });

    it('that lands during the drain is not lost, even if no task minds', async () => {
      const controller = new AbortController();
      const group = new TaskGroup({ signal: controller.signal });
      const gate = deferred();
      const running = group.run(() => {
        group.spawn(() => gate.promise);
        return 'value';
      });
      await settled();
      assert.equal(group.state, 'draining');
      controller.abort('outer');
      assert.deepEqual([group.state, group.signal.reason], ['cancelled', 'outer']);
      gate.resolve();
      assert.equal(await reasonOf(running), 'outer');
    });

    it('that lands while the group is already cancelled is not lost either', async () => {
      const controller = new AbortController();
      const group = new TaskGroup({ signal: controller.signal });
      const gate = deferred();
      group.spawn(() => gate.promise);
      const closed = group.cancel('own');
      controller.abort('outer');
      assert.equal(group.signal.reason, 'own');
      gate.resolve();
      assert.equal(await reasonOf(closed), 'outer');
    });

    it('is told beside the failures', async () => {
      const controller = new AbortController();
      const group = new TaskGroup({ signal: controller.signal });
      group.spawn((signal) => untilAborted(signal).catch(() => Promise.reject('failed')));
      const closed = group.close();
      controller.abort('outer');
      const error = await reasonOf(closed);
      assert.ok(error instanceof TaskGroupError);
      assert.deepEqual([error.errors, error.reason], [['failed'], 'outer']);
    });

    it('leaves no listener on the parent signal once the group has ended, whichever way', async () => {
      const { signal } = new AbortController();
      const count = () => getEventListeners(signal, 'abort').length;
      const good = new TaskGroup({ signal });
      const failed = new TaskGroup({ signal });
      const cancelled = new TaskGroup({ signal });
      assert.equal(count(), 3);
      await good.run(() => {});
      await reasonOf(failed.run(() => Promise.reject('failed')));
      await cancelled.cancel();
      assert.equal(count(), 0);
    });

    it('adds no listener to a signal that has aborted', () => {
      const signal = AbortSignal.abort('before');
      const group = new TaskGroup({ signal });
      assert.deepEqual([getEventListeners(signal, 'abort').length, group.state], [0, 'closed']);
      assert.throws(
        () => group.spawn(() => assert.fail('called')),
        (error) => error === 'before',
      );
    });
  });

  describe('a deadline', () => {
    it('cancels the group with a TimeoutError, which run and close reject with', async () => {
      const group = new TaskGroup({ timeout: 10, name: 'sync' });
      const reason = await reasonOf(group.run(({ signal }) => untilAborted(signal)));
      assert.ok(reason instanceof TimeoutError);
      assert.equal(group.signal.reason, reason);
      assert.match(reason.message, /^TaskGroup "sync" had not ended after 10 ms/);
      assert.equal(await reasonOf(group.close()), reason);
    });

    it('nests by minimum: an inner group has the earlier of both', async () => {
      const outer = new TaskGroup({ timeout: 1000 });
      const later = new TaskGroup({ signal: outer.signal, timeout: 5000 });
      const earlier = new TaskGroup({ signal: outer.signal, timeout: 100 });
      const none = new TaskGroup({ signal: outer.signal });
      assert.equal(later.deadline, outer.deadline);
      assert.equal(none.deadline, outer.deadline);
      assert.ok(earlier.deadline < outer.deadline);
      const innermost = new TaskGroup({ signal: none.signal, timeout: 5000 });
      assert.equal(innermost.deadline, outer.deadline);
      assert.equal(new TaskGroup().deadline, Number.POSITIVE_INFINITY);
      assert.equal(new TaskGroup({ timeout: 2 ** 40 }).signal.aborted, false);
      await outer.close();
    });

    it("an inner group ends by the outer one's earlier deadline, with the outer one's reason", async () => {
      const outer = new TaskGroup({ timeout: 10 });
      const inner = new TaskGroup({ signal: outer.signal, timeout: 5000 });
      outer.spawn(() => inner.run(({ signal }) => untilAborted(signal)));
      const reason = await reasonOf(outer.close());
      assert.ok(reason instanceof TimeoutError && reason.timeout === 10);
      assert.equal(await reasonOf(inner.close()), reason);
    });

    it('rejects a timeout that is no time, and a limit that is none', () => {
      assert.throws(() => new TaskGroup({ timeout: -1 }), ArgumentError);
      for (const limit of [0, -1, 1.5, Number.NaN])
        assert.throws(() => new TaskGroup({ limit }), /limit is .* one or more/);
    });
  });

  describe('shield', () => {
    it('gives a fresh signal, which no cancel of the group aborts', async () => {
      const group = new TaskGroup();
      let cleaned = false;
      group.spawn(async (signal) => {
        try {
          await untilAborted(signal);
        } finally {
          await group.shield(5000, async (fresh) => {
            assert.notEqual(fresh, signal);
            await settled();
            fresh.throwIfAborted();
            cleaned = true;
          });
        }
      });
      await group.cancel();
      assert.equal(cleaned, true);
    });

    it('aborts with a TimeoutError after its deadline, which is a failure of who does not catch it', async () => {
      const group = new TaskGroup({ name: 'sync' });
      group.spawn(() => group.shield(5, untilAborted));
      const [error] = await errorsOf(group.close());
      assert.ok(error instanceof TimeoutError);
      assert.match(error.message, /A shield in TaskGroup "sync" ended after 5 ms/);
    });

    it('returns what the function returns, and leaves no timer behind', async () => {
      await settled();
      const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
      const before = timers();
      assert.equal(await new TaskGroup().shield(60_000, () => 3), 3);
      assert.equal(timers(), before);
    });
  });

  describe('onStuck', () => {
    it('is told, graceMs after the cancel, the names of the tasks that have not ended', async () => {
      const gate = deferred();
      const told = deferred<readonly string[]>();
      const group = new TaskGroup({
        graceMs: 10,
        onStuck: (tasks) => told.resolve(tasks.map(({ name }) => name)),
      });
      group.spawn(() => gate.promise, { name: 'upload' });
      group.spawn(function download() {
        return gate.promise;
      });
      group.spawn(untilAborted);
      group.spawn(() => gate.promise);
      const closed = group.cancel();
      assert.deepEqual(await told.promise, ['upload', 'download', 'task 4']);
      gate.resolve();
      await closed;
    });

    it('is not told when all end in time, nor while the group only drains', async () => {
      const onStuck = () => assert.fail('told');
      const quick = new TaskGroup({ graceMs: 1, onStuck });
      quick.spawn(untilAborted);
      await quick.cancel();
      const draining = new TaskGroup({ graceMs: 1, onStuck });
      draining.spawn(() => delay(15));
      await draining.close();
      await delay(5);
    });

    it('if it throws, that is a failure of the group: nothing is thrown from a timer', async () => {
      const gate = deferred();
      const group = new TaskGroup({
        graceMs: 1,
        onStuck: () => {
          setTimeout(gate.resolve, 1);
          throw 'from onStuck';
        },
      });
      group.spawn(() => gate.promise);
      assert.deepEqual(await errorsOf(group.cancel()), ['from onStuck']);
    });
  });

  describe('every', () => {
    it('never overlaps itself, and skips the times that a long run missed', async () => {
      const group = new TaskGroup();
      let [inside, runs] = [0, 0];
      const enough = deferred();
      group.every(2, async () => {
        assert.equal(++inside, 1);
        await delay(7);
        inside--;
        if (++runs === 4) enough.resolve();
      });
      await enough.promise;
      await group.close();
    });

    it('runs the first time after ms', async () => {
      const group = new TaskGroup();
      let runs = 0;
      group.every(50, () => void runs++);
      await settled();
      assert.equal(runs, 0);
      await group.close();
      assert.equal(runs, 0);
    });

    it('ends when the group is closed, cancelled or its body has ended, and close waits for the run under way', async () => {
      const closed = new TaskGroup();
      const interval = closed.every(60_000, () => {});
      await closed.close();
      await interval;
      const cancelled = new TaskGroup();
      cancelled.every(60_000, () => {});
      await cancelled.cancel();
      const left = new TaskGroup();
      await left.run(() => {
        left.every(60_000, () => {});
      });
      const [begun, gate] = [deferred(), deferred()];
      const under = new TaskGroup();
      under.every(1, () => {
        begun.resolve();
        return gate.promise;
      });
      await begun.promise;
      const closing = under.close();
      assert.equal(await stateOf(closing), 'pending');
      gate.resolve();
      await closing;
    });

    it('a run that fails cancels the group; in a supervised one the next runs follow', async () => {
      const group = new TaskGroup();
      group.every(1, () => Promise.reject('tick'));
      await untilAborted(group.signal).catch(() => {});
      assert.deepEqual(await errorsOf(group.close()), ['tick']);
      const supervised = new TaskGroup({ supervised: true });
      const third = deferred();
      let runs = 0;
      supervised.every(1, () => {
        if (++runs === 3) third.resolve();
        throw `tick ${runs}`;
      });
      await third.promise;
      assert.deepEqual((await errorsOf(supervised.close())).slice(0, 3), ['tick 1', 'tick 2', 'tick 3']);
    });

    it('refuses an interval that is none', () => {
      for (const ms of [0, -1, Number.NaN, 2 ** 31]) {
        assert.throws(() => new TaskGroup().every(ms, () => {}), /The interval is .* more than zero/);
      }
    });
  });

  describe('supervised', () => {
    it('a task that fails does not cancel the others; its error is thrown at the end', async () => {
      const group = new TaskGroup({ supervised: true });
      const gate = deferred();
      const log: string[] = [];
      group.spawn(() => Promise.reject('first'));
      group.spawn(async () => {
        await gate.promise;
        log.push('went on');
        throw 'second';
      });
      await settled();
      assert.deepEqual([group.state, group.signal.aborted], ['open', false]);
      group.spawn(() => void log.push('later'));
      gate.resolve();
      assert.deepEqual(await errorsOf(group.close()), ['first', 'second']);
      assert.deepEqual(log, ['later', 'went on']);
    });

    it('a body that throws cancels them', async () => {
      const group = new TaskGroup({ supervised: true });
      const running = group.run(() => {
        group.spawn(untilAborted);
        throw 'body';
      });
      assert.deepEqual(await errorsOf(running), ['body']);
    });

    it('keeps the newest 1,000 failures', async () => {
      const group = new TaskGroup({ supervised: true });
      for (let n = 0; n < 1005; n++) group.spawn(() => Promise.reject(n));
      const errors = await errorsOf(group.close());
      assert.deepEqual([errors.length, errors[0], errors.at(-1)], [1000, 5, 1004]);
    });
  });

  describe('limit', () => {
    it('so many tasks run at a time, and the others follow in order', async () => {
      const group = new TaskGroup({ limit: 2 });
      const order: number[] = [];
      let [inside, most] = [0, 0];
      const tasks = Array.from({ length: 10 }, (_, n) =>
        group.spawn(async () => {
          order.push(n);
          most = Math.max(most, ++inside);
          await settled();
          inside--;
          return n;
        }),
      );
      assert.deepEqual(order, [0, 1]);
      await group.close();
      assert.deepEqual([most, order], [2, await Promise.all(tasks)]);
    });

    it('tasks in line are started after close, and never called after a cancel', async () => {
      const closed = new TaskGroup({ limit: 1 });
      const gate = deferred();
      closed.spawn(() => gate.promise);
      let started = false;
      closed.spawn(() => {
        started = true;
      });
      const closing = closed.close();
      gate.resolve();
      await closing;
      assert.equal(started, true);
      const cancelled = new TaskGroup({ limit: 1 });
      cancelled.spawn(untilAborted);
      const inLine = cancelled.spawn(() => assert.fail('called'));
      const done = cancelled.cancel('stop');
      assert.equal(await reasonOf(inLine), 'stop');
      await done;
    });

    it('a cancel between the end of one task and the start of the next reaches the next', async () => {
      const group = new TaskGroup({ limit: 1 });
      const gate = deferred();
      group.spawn(() => gate.promise);
      const next = group.spawn(() => assert.fail('called'));
      // After the group has heard of the end and handed the place over, before the next task has heard of that.
      const cancelled = gate.promise.then(() => group.cancel('stop'));
      gate.resolve();
      assert.equal(await reasonOf(next), 'stop');
      await cancelled;
    });

    it('a failed task gives its place to the next in a supervised group', async () => {
      const group = new TaskGroup({ limit: 1, supervised: true });
      group.spawn(() => Promise.reject('failed'));
      assert.equal(await group.spawn(() => 'next'), 'next');
      assert.deepEqual(await errorsOf(group.close()), ['failed']);
    });

    it('the body and intervals take no place', async () => {
      const group = new TaskGroup({ limit: 1 });
      await group.run(async () => {
        group.every(60_000, () => {});
        assert.equal(await group.spawn(() => 1), 1);
      });
    });
  });

  it('`await using` waits for the tasks at the end of the scope', async () => {
    const log: string[] = [];
    {
      await using group = new TaskGroup();
      group.spawn(async () => {
        await settled();
        group.spawn(() => void log.push('grandchild'));
      });
    }
    assert.deepEqual(log, ['grandchild']);
  });

  it('`await using` throws the failures of the tasks', async () => {
    const scope = async () => {
      await using group = new TaskGroup();
      group.spawn(() => Promise.reject('failed'));
    };
    assert.deepEqual(await errorsOf(scope()), ['failed']);
  });
});
