import assert from 'node:assert/strict';
import { ArgumentError, Lazy, TimeoutError } from '../../runtime/src/index.ts';
import { deferred, reasonOf, settled, stateOf } from './support.ts';

describe('Lazy', () => {
  it('calls init synchronously inside the first get, and once for all who ask', async () => {
    const lazy = new Lazy<object>();
    let calls = 0;
    const make = async () => {
      calls++;
      await settled();
      return {};
    };
    const all = [lazy.get(make), lazy.get(make)];
    assert.equal(calls, 1);
    all.push(lazy.get(make, { timeout: 1000 }));
    const [a, b, c] = await Promise.all(all);
    assert.ok(a === b && b === c);
    assert.equal(await lazy.get(make), a);
    assert.equal(calls, 1);
  });

  it("uses the constructor's init when get brings none, and that of get first", async () => {
    assert.equal(await new Lazy(() => 'constructor').get(), 'constructor');
    assert.equal(await new Lazy(() => 'constructor').get(() => 'get'), 'get');
  });

  it('get without any init joins an attempt or returns the value, else rejects with an ArgumentError', async () => {
    const lazy = new Lazy<number>(undefined, { name: 'client' });
    const reason = await reasonOf(lazy.get());
    assert.ok(reason instanceof ArgumentError);
    assert.match(reason.message, /^Lazy "client" holds no value .* Pass one/);
    const gate = deferred<number>();
    const first = lazy.get(() => gate.promise);
    const joined = lazy.get();
    gate.resolve(1);
    assert.deepEqual(await Promise.all([first, joined, lazy.get()]), [1, 1, 1]);
  });

  it('peek, settled and pending tell the state without starting anything', async () => {
    const lazy = new Lazy(() => 'value');
    assert.deepEqual([lazy.peek(), lazy.settled, lazy.pending], [undefined, false, false]);
    const getting = lazy.get();
    assert.deepEqual([lazy.peek(), lazy.settled, lazy.pending], [undefined, false, true]);
    await getting;
    assert.deepEqual([lazy.peek(), lazy.settled, lazy.pending], ['value', true, false]);
  });

  it('undefined and null are values', async () => {
    let calls = 0;
    const lazy = new Lazy<undefined | null>();
    await lazy.get(() => void calls++);
    await lazy.get(() => void calls++);
    assert.deepEqual([calls, lazy.settled], [1, true]);
    lazy.set(null);
    assert.equal(await lazy.get(), null);
  });

  describe('a failed attempt', () => {
    it('rejects everyone who waits for it, and the next get starts anew', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const both = [lazy.get(() => gate.promise), lazy.get(undefined, { timeout: 1000 })];
      const reason = new Error('down');
      gate.reject(reason);
      assert.deepEqual(await Promise.all(both.map(reasonOf)), [reason, reason]);
      assert.deepEqual([lazy.settled, lazy.pending], [false, false]);
      assert.equal(await lazy.get(() => 'up'), 'up');
    });

    it('is cleared before those who wait for it go on', async () => {
      const lazy = new Lazy<string>();
      const again = lazy.get(() => Promise.reject(new Error('down'))).catch(() => lazy.get(() => 'up'));
      assert.equal(await again, 'up');
    });

    it('may throw synchronously: get rejects and never throws', async () => {
      const lazy = new Lazy<string>();
      const getting = lazy.get(() => {
        throw new Error('sync');
      });
      await assert.rejects(getting, /sync/);
      assert.equal(lazy.pending, false);
    });

    it('clears only itself, never a newer attempt or value', async () => {
      const lazy = new Lazy<string>();
      const old = deferred<string>();
      const first = lazy.get(() => old.promise);
      lazy.reset();
      const gate = deferred<string>();
      const newer = lazy.get(() => gate.promise);
      old.reject(new Error('old'));
      await assert.rejects(first, /old/);
      assert.equal(lazy.pending, true);
      gate.resolve('new');
      assert.equal(await newer, 'new');

      const second = deferred<string>();
      lazy.reset();
      const failing = lazy.get(() => second.promise);
      lazy.set('set');
      second.reject(new Error('old'));
      await assert.rejects(failing, /old/);
      assert.equal(lazy.peek(), 'set');
    });
  });

  describe('reset and set', () => {
    it('reset forgets the value, so that the next get makes a new one', async () => {
      let n = 0;
      const lazy = new Lazy(() => ++n);
      await lazy.get();
      lazy.reset();
      assert.deepEqual([lazy.peek(), lazy.settled], [undefined, false]);
      assert.equal(await lazy.get(), 2);
    });

    it('reset during an attempt detaches it: its waiters get its result, but it is not stored', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const waiting = lazy.get(() => gate.promise);
      lazy.reset();
      assert.equal(lazy.pending, false);
      gate.resolve('old');
      assert.equal(await waiting, 'old');
      assert.equal(lazy.settled, false);
    });

    it('a detached attempt never overwrites a newer value', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const waiting = lazy.get(() => gate.promise);
      lazy.reset();
      assert.equal(await lazy.get(() => 'new'), 'new');
      gate.resolve('old');
      assert.equal(await waiting, 'old');
      assert.equal(lazy.peek(), 'new');
    });

    it('set stores a value and detaches the attempt under way', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const waiting = lazy.get(() => gate.promise);
      lazy.set('set');
      assert.equal(await lazy.get(() => 'unused'), 'set');
      gate.resolve('old');
      assert.equal(await waiting, 'old');
      assert.equal(lazy.peek(), 'set');
    });

    it('init may set or reset its own Lazy', async () => {
      const lazy = new Lazy<string>();
      const made = lazy.get(() => {
        lazy.set('inside');
        return 'returned';
      });
      assert.equal(await made, 'returned');
      assert.equal(lazy.peek(), 'inside');
    });
  });

  describe('callers who leave', () => {
    it('one who leaves does not disturb the others', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const controller = new AbortController();
      let aborted = false;
      const leaves = lazy.get(
        (signal) => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
          return gate.promise;
        },
        { signal: controller.signal },
      );
      const stays = lazy.get(undefined, { timeout: 1000 });
      controller.abort('gone');
      assert.equal(await reasonOf(leaves), 'gone');
      assert.equal(aborted, false);
      gate.resolve('value');
      assert.equal(await stays, 'value');
      assert.equal(lazy.peek(), 'value');
    });

    it('the last to leave aborts the attempt with its reason, and the next get starts anew', async () => {
      const lazy = new Lazy<string>();
      const signals: AbortSignal[] = [];
      const hang = (signal: AbortSignal) => {
        signals.push(signal);
        return new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      };
      const a = new AbortController();
      const b = new AbortController();
      const both = [lazy.get(hang, { signal: a.signal }), lazy.get(hang, { signal: b.signal })].map(reasonOf);
      a.abort('a');
      assert.equal(signals[0]?.aborted, false);
      b.abort('b');
      assert.equal(signals[0]?.reason, 'b');
      assert.equal(lazy.pending, false);
      const fresh = lazy.get(() => 'fresh');
      assert.deepEqual(await Promise.all(both), ['a', 'b']);
      assert.equal(await fresh, 'fresh');
      assert.equal(signals.length, 1);
    });

    it('a timeout of the last caller aborts the attempt with its TimeoutError', async () => {
      const lazy = new Lazy<string>(undefined, { name: 'client' });
      let signal: AbortSignal | undefined;
      const getting = lazy.get(
        (given) => {
          signal = given;
          return new Promise<string>(() => {});
        },
        { timeout: 5 },
      );
      const reason = await reasonOf(getting);
      assert.ok(reason instanceof TimeoutError);
      assert.match(reason.message, /^Lazy "client" got no value within 5 ms/);
      assert.equal(signal?.reason, reason);
    });

    it('one caller without signal and timeout keeps the attempt alive', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const controller = new AbortController();
      let given: AbortSignal | undefined;
      const leaves = lazy.get(
        (signal) => {
          given = signal;
          return gate.promise;
        },
        { signal: controller.signal },
      );
      const stays = lazy.get();
      controller.abort('gone');
      assert.equal(await reasonOf(leaves), 'gone');
      assert.equal(given?.aborted, false);
      gate.resolve('value');
      assert.equal(await stays, 'value');
    });

    it('an abandoned attempt that ends with a value all the same is dropped', async () => {
      const lazy = new Lazy<string>();
      const gate = deferred<string>();
      const controller = new AbortController();
      const leaves = lazy.get(() => gate.promise, { signal: controller.signal });
      controller.abort('gone');
      await reasonOf(leaves);
      gate.resolve('late');
      await settled();
      assert.equal(lazy.settled, false);
    });

    it('callers of a detached attempt who all leave abort that attempt and not the newer one', async () => {
      const lazy = new Lazy<string>();
      const controller = new AbortController();
      let oldSignal: AbortSignal | undefined;
      const old = lazy.get(
        (signal) => {
          oldSignal = signal;
          return new Promise<string>(() => {});
        },
        { signal: controller.signal },
      );
      lazy.reset();
      let newSignal: AbortSignal | undefined;
      const newer = lazy.get(async (signal) => {
        newSignal = signal;
        await settled();
        return 'new';
      });
      controller.abort('gone');
      assert.equal(await reasonOf(old), 'gone');
      assert.equal(oldSignal?.aborted, true);
      assert.equal(newSignal?.aborted, false);
      assert.equal(await newer, 'new');
    });

    it('an aborted signal starts nothing, and gets not even a value that is there', async () => {
      const lazy = new Lazy<string>();
      const signal = AbortSignal.abort('before');
      assert.equal(await reasonOf(lazy.get(() => assert.fail('called'), { signal })), 'before');
      lazy.set('value');
      assert.equal(await reasonOf(lazy.get(undefined, { signal })), 'before');
    });

    it("an init that aborts its own caller's signal sees its attempt aborted", async () => {
      const lazy = new Lazy<string>();
      const controller = new AbortController();
      const getting = lazy.get(
        (signal) => {
          controller.abort('self');
          assert.equal(signal.reason, 'self');
          return 'made';
        },
        { signal: controller.signal },
      );
      assert.equal(await reasonOf(getting), 'self');
      await settled();
      assert.equal(lazy.settled, false);
    });
  });

  it('an init that waits for its own Lazy waits for ever', async () => {
    const lazy: Lazy<string> = new Lazy(() => lazy.get());
    assert.equal(await stateOf(lazy.get(undefined, { timeout: 100 })), 'pending');
  });
});
