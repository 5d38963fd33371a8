import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { CancellationToken, CancelledError, SharedCancellationToken, TimeoutError } from '../../runtime/src/index.ts';
import { reasonOf, settled, stateOf } from './support.ts';

const MAKE: Record<string, () => CancellationToken<number>> = {
  CancellationToken: () => new CancellationToken<number>(),
  SharedCancellationToken: () => new SharedCancellationToken(),
};

/** Until the thread has been told, which a shared token is in a task of its own. */
async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

for (const [name, make] of Object.entries(MAKE)) {
  describe(name, () => {
    it('is one state: an epoch and whether it is cancelled, and goes forward only', () => {
      const token = make();
      const states: unknown[] = [];
      const look = () => states.push([token.epoch, token.cancelled, token.reason]);
      look();
      token.cancel(7);
      look();
      token.reset();
      look();
      token.cancel(8);
      look();
      assert.deepEqual(states, [
        [0, false, undefined],
        [0, true, 7],
        [1, false, undefined],
        [1, true, 8],
      ]);
    });

    it('cancel is made by one: the others get false and change nothing', () => {
      const token = make();
      assert.deepEqual([token.cancel(1), token.cancel(2)], [true, false]);
      assert.equal(token.reason, 1);
    });

    it('reset is made by one: the others get false, as does a reset of what is not cancelled', () => {
      const token = make();
      assert.equal(token.reset(), false);
      token.cancel(1);
      assert.deepEqual([token.reset(), token.reset(), token.epoch], [true, false, 1]);
    });

    it('a cancel for an epoch that has passed is false: it does not hit who came later', () => {
      const token = make();
      const { epoch } = token.snapshot();
      token.cancel(1);
      token.reset();
      assert.deepEqual([token.cancel(2, epoch), token.cancelled], [false, false]);
      assert.deepEqual([token.cancel(2, epoch + 1), token.cancelled], [true, true]);
    });

    it('a reset of a cancel that was not seen is false: no cancel is lost', () => {
      const token = make();
      token.cancel(1);
      const seen = token.epoch;
      token.reset();
      token.cancel(2);
      assert.deepEqual([token.reset(seen), token.cancelled, token.reason], [false, true, 2]);
      assert.equal(token.reset(token.epoch), true);
    });

    it('a reset never un-cancels work already begun: its snapshot stays cancelled, with its reason', () => {
      const token = make();
      const before = token.snapshot();
      assert.deepEqual([before.epoch, before.cancelled, before.reason], [0, false, undefined]);
      before.throwIfCancelled();
      token.cancel(7);
      assert.equal(before.cancelled, true);
      token.reset();
      const after = token.snapshot();
      assert.deepEqual([before.cancelled, before.reason, before.epoch], [true, 7, 0]);
      assert.throws(() => before.throwIfCancelled());
      assert.deepEqual([after.cancelled, after.reason, after.epoch], [false, undefined, 1]);
      token.cancel(8);
      assert.deepEqual([before.reason, after.reason], [7, 8]);
    });

    it('all of one epoch share a snapshot', () => {
      const token = make();
      const first = token.snapshot();
      assert.equal(token.snapshot(), first);
      token.cancel(1);
      token.reset();
      assert.notEqual(token.snapshot(), first);
    });

    it('wait resolves with the epoch and the reason captured at the cancel', async () => {
      const token = make();
      const waits = [token.wait(), token.snapshot().wait(), token.wait({ timeout: 5000 })];
      assert.equal(await stateOf(Promise.race(waits)), 'pending');
      token.cancel(7);
      for (const waiting of waits) assert.deepEqual(await waiting, { epoch: 0, reason: 7 });
    });

    it('a cancel and a reset in one step wake every waiter', async () => {
      const token = make();
      const waits = [token.wait(), token.wait(), token.snapshot().wait()];
      await settled();
      token.cancel(7);
      token.reset();
      for (const waiting of waits) assert.deepEqual(await waiting, { epoch: 0, reason: 7 });
      const next = token.wait();
      assert.equal(await stateOf(next), 'pending');
      token.cancel(8);
      assert.deepEqual(await next, { epoch: 1, reason: 8 });
    });

    it('wait resolves at once when it is cancelled, also by the snapshot of an epoch long past', async () => {
      const token = make();
      const snapshot = token.snapshot();
      token.cancel(7);
      assert.deepEqual(await token.wait(), { epoch: 0, reason: 7 });
      token.reset();
      assert.deepEqual(await snapshot.wait(), { epoch: 0, reason: 7 });
    });

    it('a wait leaves by its own signal or timeout, and the others stay', async () => {
      const token = make();
      const controller = new AbortController();
      const [leaves, stays] = [token.wait({ signal: controller.signal }), token.wait()];
      await settled();
      controller.abort('gone');
      assert.equal(await reasonOf(leaves), 'gone');
      const late = await reasonOf(token.wait({ timeout: 5 }));
      assert.ok(late instanceof TimeoutError);
      assert.match(late.message, new RegExp(`^${name} was not cancelled within 5 ms`));
      token.cancel(7);
      assert.deepEqual(await stays, { epoch: 0, reason: 7 });
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    });

    it('each epoch has a fresh AbortSignal, the same for all who ask', async () => {
      const token = make();
      const first = token.signal;
      assert.equal(token.snapshot().signal, first);
      token.cancel(7);
      token.reset();
      const second = token.signal;
      assert.notEqual(second, first);
      await aborted(first);
      assert.deepEqual([first.aborted, second.aborted], [true, false]);
      token.cancel(8);
      await aborted(second);
    });

    it('a signal that is asked for after the cancel has aborted, and throws what throwIfCancelled does', () => {
      const token = make();
      const snapshot = token.snapshot();
      token.cancel(7);
      token.reset();
      const { signal } = snapshot;
      assert.equal(signal.aborted, true);
      assert.throws(
        () => snapshot.throwIfCancelled(),
        (error) => error === signal.reason,
      );
    });

    it('follow cancels the present epoch when a signal aborts, and leaves no listener once it is cancelled', async () => {
      const token = make();
      const controller = new AbortController();
      const listeners = () => getEventListeners(controller.signal, 'abort').length;
      token.follow(controller.signal, 3);
      assert.equal(listeners(), 1);
      token.cancel(1);
      await aborted(token.signal);
      assert.equal(listeners(), 0);
      token.reset();
      token.follow(controller.signal, 3);
      controller.abort();
      assert.deepEqual([token.cancelled, token.reason, listeners()], [true, 3, 0]);
      token.reset();
      token.follow(controller.signal, 4);
      assert.equal(token.reason, 4);
    });

    it('a follow from an epoch that has passed does not cancel a later one', () => {
      const token = make();
      const controller = new AbortController();
      token.follow(controller.signal, 3);
      token.cancel(1);
      token.reset();
      controller.abort();
      assert.equal(token.cancelled, false);
    });
  });
}

describe('CancellationToken, reasons', () => {
  it('any value is a reason, and the signal aborts with it in the same step', () => {
    const token = new CancellationToken();
    const { signal } = token;
    const reason = { any: 'value' };
    token.cancel(reason);
    assert.equal(signal.reason, reason);
    token.reset();
    token.follow(AbortSignal.abort('from outside'));
    assert.equal(token.reason, 'from outside');
  });

  it('without one it is an AbortError that names the token', () => {
    const token = new CancellationToken({ name: 'search' });
    token.cancel();
    assert.ok(token.reason instanceof CancelledError);
    assert.match(String(token.reason), /^AbortError: CancellationToken "search" was cancelled/);
  });

  it('waiters have their cancel before a listener of the signal can reset', async () => {
    const token = new CancellationToken();
    token.signal.addEventListener('abort', () => {
      token.reset();
      token.cancel('second');
    });
    const waiting = token.wait();
    await settled();
    token.cancel('first');
    assert.deepEqual(await waiting, { epoch: 0, reason: 'first' });
    assert.deepEqual([token.epoch, token.reason], [1, 'second']);
  });
});
