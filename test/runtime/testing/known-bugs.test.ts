import assert from 'node:assert/strict';
import { explore, type FailureKind, type Program, type Task, type Trial } from '../../../runtime/src/testing/index.ts';

/** A cell of shared memory behind calls that take their time. */
function cell<T>(t: Trial, initial: T) {
  let value = initial;
  return t.wrapAll({
    read: async () => value,
    write: async (next: T) => {
      value = next;
    },
  });
}

function expect(actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${String(actual)} instead of ${String(expected)}`);
}

/** Each bug with the same program put right. */
const BUGS: Record<string, { kind: FailureKind; says: RegExp; waiting?: string[]; bad: Program; good: Program }> = {
  'a lost update': {
    kind: 'error',
    says: /Error: 10 instead of 20/,
    bad: async (t) => {
      const balance = cell(t, 0);
      const deposit = async () => balance.write((await balance.read()) + 10);
      for (const name of ['A', 'B']) t.task(name, deposit);
      await t.all();
      expect(await balance.read(), 20);
    },
    good: async (t) => {
      const balance = cell(t, 0);
      let line: Promise<unknown> = Promise.resolve();
      const deposit = async () => balance.write((await balance.read()) + 10);
      for (const name of ['A', 'B']) {
        t.task(name, () => {
          line = line.then(deposit);
          return line;
        });
      }
      await t.all();
      expect(await balance.read(), 20);
    },
  },

  'a double initialisation': {
    kind: 'invariant',
    says: /one connection: Error: 2 instead of 1/,
    bad: async (t) => {
      let [client, made] = [0, 0];
      const connect = t.wrap(async () => ++made, { name: 'connect' });
      t.invariant('one connection', () => made <= 1 || expect(made, 1));
      const get = async () => {
        if (client === 0) client = await connect();
        return client;
      };
      for (const name of ['A', 'B', 'C']) t.task(name, get);
      await t.all();
    },
    good: async (t) => {
      let made = 0;
      let client: Promise<number> | undefined;
      const connect = t.wrap(async () => ++made, { name: 'connect' });
      t.invariant('one connection', () => made <= 1 || expect(made, 1));
      const get = () => {
        client ??= connect();
        return client;
      };
      for (const name of ['A', 'B', 'C']) t.task(name, get);
      await t.all();
    },
  },

  'a missed wake-up': {
    kind: 'deadlock',
    says: /still waits: program waits for the other tasks; consumer waits for something after listens/,
    waiting: ['program', 'consumer'],
    bad: (t) => wakeUp(t, (me) => me.step('listens')),
    good: (t) => wakeUp(t, async () => {}),
  },

  'a deadlock of two locks': {
    kind: 'deadlock',
    says: /No step is left, but this still waits: program waits for the other tasks; A waits for something after/,
    waiting: ['program', 'A', 'B'],
    bad: (t) => twoLocks(t, ['x', 'y'], ['y', 'x']),
    good: (t) => twoLocks(t, ['x', 'y'], ['x', 'y']),
  },

  'ABA: a value that came back is taken for one that never changed': {
    kind: 'error',
    says: /taken from a list that had changed/,
    bad: async (t) => {
      let [head, version] = ['a', 0];
      const set = (value: string) => {
        head = value;
        version++;
      };
      t.task('pop', async (me) => {
        await me.step('reads the head');
        const [seen, then] = [head, version];
        await me.step('compares and swaps');
        if (head !== seen) return;
        if (version !== then) throw new Error('taken from a list that had changed');
        set('next of a');
      });
      t.task('other', async (me) => {
        await me.step('pops a');
        if (head === 'a') set('b');
        await me.step('pushes a again');
        if (head === 'b') set('a');
      });
      await t.all();
    },
    good: async (t) => {
      let [head, version] = ['a', 0];
      const set = (value: string) => {
        head = value;
        version++;
      };
      t.task('pop', async (me) => {
        await me.step('reads the head');
        const then = version;
        await me.step('compares and swaps');
        if (version === then) set('next of a');
      });
      t.task('other', async (me) => {
        await me.step('pops a');
        if (head === 'a') set('b');
        await me.step('pushes a again');
        if (head === 'b') set('a');
      });
      await t.all();
    },
  },

  'a leaked task': {
    kind: 'leak',
    says: /The program has ended, but this still runs: save of A/,
    waiting: ['A'],
    bad: async (t) => {
      const save = t.wrap(async () => {}, { name: 'save' });
      t.task('A', async () => {
        void save();
      });
      await t.all();
    },
    good: async (t) => {
      const save = t.wrap(async () => {}, { name: 'save' });
      t.task('A', () => save());
      await t.all();
    },
  },

  'a rejection that nobody handles': {
    kind: 'rejection',
    says: /Nobody handles a rejected promise: Error: disk full/,
    bad: async (t) => {
      t.task('A', async (me) => {
        void me.step('save').then(() => Promise.reject(new Error('disk full')));
        await me.step('goes on');
        await me.step('and on');
      });
      await t.all();
    },
    good: async (t) => {
      t.task('A', async (me) => {
        const saving = me.step('save').then(() => Promise.reject(new Error('disk full')));
        await saving.catch(() => {});
      });
      await t.all();
    },
  },

  'a loop that never ends': {
    kind: 'endless',
    says: /It had not ended after 1000 steps/,
    bad: async (t) => {
      let ready = false;
      t.task('poll', async (me) => {
        while (!ready) await me.step('looks');
      });
      t.task('set', async (me) => {
        await me.step('sets');
        ready = true;
      });
      await t.all();
    },
    good: async (t) => {
      let ready = false;
      t.task('poll', async (me) => {
        for (let n = 0; !ready && n < 3; n++) await me.step('looks');
      });
      t.task('set', async (me) => {
        await me.step('sets');
        ready = true;
      });
      await t.all();
    },
  },
};

/** The consumer looks for an item and, if there is none, listens; what happens between the two it can't hear. */
async function wakeUp(t: Trial, between: (me: Task) => Promise<void>): Promise<void> {
  const items: string[] = [];
  let wake: (() => void) | undefined;
  t.task('consumer', async (me) => {
    await me.step('looks');
    while (items.length === 0) {
      await between(me);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  });
  t.task('producer', async (me) => {
    await me.step('puts an item');
    items.push('item');
    wake?.();
  });
  await t.all();
}

async function twoLocks(t: Trial, ...orders: string[][]): Promise<void> {
  const held = new Set<string>();
  const waiting: (() => void)[] = [];
  const acquire = async (lock: string) => {
    while (held.has(lock)) await new Promise<void>((resolve) => waiting.push(resolve));
    held.add(lock);
  };
  const release = (lock: string) => {
    held.delete(lock);
    for (const wake of waiting.splice(0)) wake();
  };
  orders.forEach((order, i) => {
    t.task('AB'[i] as string, async (me) => {
      for (const lock of order) {
        await me.step(`acquires ${lock}`);
        await acquire(lock);
      }
      order.forEach(release);
    });
  });
  await t.all();
}

describe('explore: known bugs', () => {
  for (const [title, { kind, says, waiting, bad, good }] of Object.entries(BUGS)) {
    it(`finds ${title}`, async () => {
      const { failure } = await explore(bad);
      assert.ok(failure, 'nothing was found');
      assert.equal(failure.kind, kind, failure.text);
      assert.match(failure.message, says);
      assert.deepEqual(failure.timeline.failure?.waiting, waiting);
    });

    it(`finds ${title} without reduction, and at random`, async () => {
      for (const options of [{ reduction: false }, { schedules: 0, random: 500 }]) {
        assert.equal((await explore(bad, options)).failure?.kind, kind);
      }
    });

    it(`finds nothing where ${title} is put right, in any order`, async () => {
      const { failure, complete } = await explore(good);
      assert.equal(failure?.text, undefined);
      assert.equal(complete, true);
    });

    it(`replays the schedule of ${title} exactly`, async () => {
      const { failure } = await explore(bad);
      const again = await explore(bad, { replay: failure?.replay });
      assert.equal(again.failure?.text, failure?.text);
      assert.deepEqual(again.timeline, failure?.timeline);
    });
  }
});
