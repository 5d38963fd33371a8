import assert from 'node:assert/strict';
import { ArgumentError, Mutex } from '../../../runtime/src/index.ts';
import { explore, type Program, type Timeline, type Trial } from '../../../runtime/src/testing/index.ts';
import { codeAt } from './code-at.ts';

class Client {
  readonly closed = false;
}

class Session {
  private client: Client | undefined;
  readonly #connect: () => Promise<Client>;
  #calls = 0;

  constructor(connect: () => Promise<Client>) {
    this.#connect = connect;
  }

  async get(): Promise<Client> {
    this.#calls++;
    if (this.client === undefined) {
      this.client = await this.#connect();
    }
    return this.client;
  }

  get calls(): number {
    return this.#calls;
  }
}

/** Two callers that both connect. */
const twoClients =
  (watch: (t: Trial, session: Session) => void): Program =>
  async (t) => {
    const session = new Session(t.wrap(async () => new Client(), { name: 'connect' }));
    watch(t, session);
    const got = ['A', 'B'].map((name) => t.task(name, () => session.get()));
    await t.all();
    if ((await got[0]) !== (await got[1])) throw new Error('two clients');
  };

async function timelineOf(program: Program): Promise<Timeline> {
  const { timeline } = await explore(program, { replay: [] });
  assert.ok(timeline);
  return timeline;
}

/** Accesses as `task reads name: value`, and the code that does them. */
function accesses({ watched, steps }: Timeline): string[] {
  return steps.flatMap((step) =>
    step.accesses.map(({ watched: at, kind, value, sites, task }) =>
      [task ?? step.task, `${kind}s`, `${watched[at]?.name}: ${value}`, `| ${codeAt(sites[0])}`].join(' '),
    ),
  );
}

/** A program of one task. */
const alone =
  (watch: (t: Trial) => void, work: () => void): Program =>
  async (t) => {
    watch(t);
    t.task('A', work);
    await t.all();
  };

describe('watch: what it tells', () => {
  it('the value of a private field before the first step and when it changes, and which of two alike it is', async () => {
    const { failure } = await explore(twoClients((t, session) => t.watch(session, 'client')));
    assert.equal(
      failure?.text.replace(/rg1-\S+/, '…'),
      `error in this order of steps

   client = undefined
   1  A        starts
   2  A        connect()
 > 3  B        starts
   4  B        connect()
   5  B        connect answers  → Client, client = Client
   6  A        connect answers  → Client, client = Client #2
   7  program  all tasks have ended
      ✖ Error: two clients

   replay: '…
`,
    );
    assert.deepEqual(failure?.timeline.watched, [{ name: 'client', value: 'undefined' }]);
    assert.deepEqual(
      failure?.timeline.steps.map(({ shared }) => shared.join()),
      ['undefined', 'undefined', 'undefined', 'undefined', 'Client', 'Client #2', 'Client #2'],
    );
  });

  it('who reads and writes it where, the same at every replay', async () => {
    const program = twoClients((t, session) => t.watch(session, 'client', 'session.client'));
    const { failure, timeline } = await explore(program);
    assert.ok(timeline);
    assert.deepEqual(accesses(timeline), [
      'A reads session.client: undefined | if (this.client === undefined) {',
      'B reads session.client: undefined | if (this.client === undefined) {',
      'B writes session.client: Client | this.client = await this.#connect();',
      'B reads session.client: Client | return this.client;',
      'A writes session.client: Client #2 | this.client = await this.#connect();',
      'A reads session.client: Client #2 | return this.client;',
    ]);
    const again = await explore(program, { replay: failure?.replay });
    assert.deepEqual(again.timeline, timeline);
    assert.deepEqual(JSON.parse(JSON.stringify(timeline)), timeline);
  });

  it('a value by name, of what no other code can reach', async () => {
    const { timeline } = await explore(
      twoClients((t, session) => {
        t.watch('calls', () => session.calls);
        t.watch('broken', () => {
          throw new Error('closed');
        });
      }),
    );
    assert.deepEqual(timeline?.watched, [
      { name: 'calls', value: '0' },
      { name: 'broken', value: 'throws Error: closed' },
    ]);
    assert.deepEqual(
      timeline?.steps.map(({ shared }) => shared[0]),
      ['1', '1', '2', '2', '2', '2', '2'],
    );
  });

  it('several locations, also of one name, and each once', async () => {
    const timeline = await timelineOf(async (t) => {
      const [one, other] = [{ state: 'new', n: 1 }, { state: 'new' }];
      t.watch(one, 'state');
      t.watch(other, 'state');
      t.watch(one, 'n');
      t.watch(one, 'state', 'again');
      t.task('A', () => {
        other.state = one.state;
        one.n++;
      });
      await t.all();
    });
    assert.deepEqual(timeline.watched, [
      { name: 'state', value: '"new"' },
      { name: 'state #2', value: '"new"' },
      { name: 'n', value: '1' },
    ]);
    assert.deepEqual(accesses(timeline), [
      'A reads state: "new" | other.state = one.state;',
      'A writes state #2: "new" | other.state = one.state;',
      'A reads n: 1 | one.n++;',
      'A writes n: 2 | one.n++;',
    ]);
  });

  it('a Map, Set or array by its methods, whoever holds it, and a replaced one no more', async () => {
    class Cache extends Map<string, unknown> {
      override set(key: string, value: unknown): this {
        return super.set(key.toLowerCase(), value);
      }
    }
    const store = { cache: new Cache(), busy: new Set<object>(), queue: ['x'] };
    const { cache, busy, queue } = store;
    const timeline = await timelineOf(
      alone(
        (t) => {
          for (const key of ['cache', 'busy', 'queue'] as const) t.watch(store, key);
        },
        () => {
          cache.set('A', 1);
          cache.delete('none');
          busy.add({});
          queue.push('y');
          store.queue = [];
          queue.pop();
          store.cache.clear();
        },
      ),
    );
    assert.deepEqual(timeline.watched, [
      { name: 'cache', value: 'Cache(0)' },
      { name: 'busy', value: 'Set(0)' },
      { name: 'queue', value: '["x"]' },
    ]);
    assert.deepEqual(accesses(timeline), [
      "A writes cache: Cache(1) {a} | cache.set('A', 1);",
      'A writes busy: Set(1) | busy.add({});',
      'A writes queue: ["x", "y"] | queue.push(\'y\');',
      'A writes queue: [] | store.queue = [];',
      'A reads cache: Cache(1) {a} | store.cache.clear();',
      'A writes cache: Cache(0) | store.cache.clear();',
    ]);
    assert.deepEqual([cache, busy].flatMap(Object.getOwnPropertyNames), [], 'nothing is left on them');
  });

  it('one entry of a Map or Set, by its key', async () => {
    const [cache, busy, weak, owner] = [new Map<string, number>(), new Set<number>(), new WeakMap(), {}];
    const timeline = await timelineOf(
      alone(
        (t) => {
          t.watch(cache, 'ada');
          t.watch(busy, Number.NaN, 'busy');
          t.watch(weak, owner, 'weak');
        },
        () => {
          if (!cache.has('ada')) cache.set('bob', 1).set('ada', 2);
          busy.add(Number.NaN);
          weak.set(owner, cache.get('ada'));
          cache.get('bob');
          cache.clear();
        },
      ),
    );
    assert.deepEqual(accesses(timeline), [
      "A reads ada: none | if (!cache.has('ada')) cache.set('bob', 1).set('ada', 2);",
      "A writes ada: 2 | if (!cache.has('ada')) cache.set('bob', 1).set('ada', 2);",
      'A writes busy: true | busy.add(Number.NaN);',
      "A reads ada: 2 | weak.set(owner, cache.get('ada'));",
      "A writes weak: 2 | weak.set(owner, cache.get('ada'));",
      'A writes ada: none | cache.clear();',
    ]);
    assert.deepEqual(timeline.steps[0]?.shared, ['none', 'true', '2']);
  });

  it('a change that takes another way, at the end of its step and without a place', async () => {
    const store: { list: number[]; map: Map<string, number>; state?: string } = {
      list: [1],
      map: new Map(),
      state: 'new',
    };
    const timeline = await timelineOf(
      alone(
        (t) => {
          for (const key of ['list', 'map', 'state'] as const) t.watch(store, key);
        },
        () => {
          Map.prototype.set.call(store.map, 'a', 1);
          const { list } = store;
          list[0] = 2;
          delete store.state;
        },
      ),
    );
    assert.deepEqual(
      timeline.steps[0]?.accesses.filter(({ kind }) => kind === 'write'),
      [
        { watched: 0, kind: 'write', value: '[2]', sites: [] },
        { watched: 1, kind: 'write', value: 'Map(1) {a}', sites: [] },
        { watched: 2, kind: 'write', value: 'undefined', sites: [] },
      ],
    );
  });

  it('an element of an array; of a typed array what becomes of it, but not by whom', async () => {
    const [list, cells] = [['a', 'b'], new Int32Array(new SharedArrayBuffer(8))];
    const timeline = await timelineOf(
      alone(
        (t) => {
          t.watch(list, 1, 'second');
          t.watch(cells, '0', 'cell');
        },
        () => {
          list[1] = `${list[1]}!`;
          Atomics.add(cells, 0, 7);
        },
      ),
    );
    assert.deepEqual(accesses(timeline), [
      'A reads second: "b" | list[1] = `${list[1]}!`;',
      'A writes second: "b!" | list[1] = `${list[1]}!`;',
      'A writes cell: 7 | nowhere',
    ]);
    assert.deepEqual([list, Object.getOwnPropertyDescriptor(list, 1)?.value], [['a', 'b!'], 'b!']);
  });

  it('nothing of what invariants, notes and wrapped calls look at', async () => {
    const timeline = await timelineOf(async (t) => {
      const store = { count: 0 };
      t.watch(store, 'count');
      t.invariant('is small', () => {
        if (store.count > 9) throw new Error('it is not');
      });
      const show = t.wrap(async (_store: object) => store, { name: 'show' });
      t.task('A', async (me) => {
        me.note(store);
        await show(store);
      });
      await t.all();
    });
    assert.deepEqual(accesses(timeline), []);
    assert.deepEqual(timeline.steps[0]?.values, ['{count: 0}']);
    assert.deepEqual(timeline.steps[1]?.detail, '{count: 0}');
  });

  it('whose code it is, where that was woken in the step of another task', async () => {
    const timeline = await timelineOf(async (t) => {
      const store = { count: 0 };
      const mutex = new Mutex();
      t.watch(store, 'count');
      const held = await mutex.acquire();
      t.task('B', () =>
        mutex.runExclusive(() => {
          store.count = 1;
        }),
      );
      t.task('A', () => held.release());
      await t.all();
    });
    const step = timeline.steps.find((one) => one.accesses.length > 0);
    assert.deepEqual([step?.task, step?.accesses[0]?.task], ['A', 'B']);
  });

  it('an empty string for as long as it was not watched', async () => {
    const timeline = await timelineOf(async (t) => {
      const store = { count: 0 };
      await t.step('before');
      t.watch(store, 'count');
      await t.step('after');
      store.count = 1;
    });
    assert.deepEqual(timeline.watched, [{ name: 'count', value: '' }]);
    assert.deepEqual(
      timeline.steps.map(({ shared }) => shared[0]),
      ['0', '1'],
    );
    const early = await timelineOf(async (t) => {
      await t.step('first');
      await t.step('second');
      t.watch('late', () => 1);
    });
    assert.deepEqual(
      early.steps.map(({ shared }) => shared[0]),
      ['', '1'],
    );
  });
});

describe('watch: the program', () => {
  /** What it can see of an object, and what it does to it. */
  function look(make: () => Record<string, unknown>, watched: boolean): Promise<unknown> {
    return explore(
      async (t) => {
        const object = make();
        if (watched) {
          for (const key of ['count', 'other']) t.watch(object, key);
        }
        const child = Object.create(object) as Record<string, unknown>;
        const seen = () => [
          Object.keys(object),
          JSON.stringify(object),
          { ...object },
          'count' in object,
          Object.hasOwn(object, 'count'),
          object.count,
          child.count,
          Object.hasOwn(child, 'count'),
          object instanceof Object,
          object.constructor === Object || object.constructor?.name,
        ];
        const all: unknown[] = [seen()];
        t.task('A', async (me) => {
          all.push(seen());
          object.count = 1;
          all.push(seen());
          await me.step();
          child.count = 7;
          object.another = 1;
          all.push(seen(), delete object.count, seen());
          await me.step();
          object.count = 2;
          all.push(seen());
          Object.defineProperty(object, 'count', { value: 3, enumerable: false, writable: true, configurable: true });
          await me.step();
          all.push(seen());
          object.count = 4;
          all.push(seen());
        });
        await t.all();
        return all;
      },
      { replay: [] },
    ).then(({ outcomes, failure }) => {
      assert.equal(failure, undefined);
      return JSON.parse([...outcomes.keys()][0] ?? '');
    });
  }

  class Base {
    method(): number {
      return 1;
    }
  }
  class Initialised extends Base {
    first = 'first';
    count = 0;
    last = 'last';
  }
  class Inheriting extends Base {}
  Object.assign(Inheriting.prototype, { count: 5, other: 6 });

  for (const [title, make] of Object.entries<() => object>({
    'a plain object that has it': () => ({ a: 1, count: 0, z: 1 }),
    'a plain object that gets it later': () => ({ a: 1 }),
    'a field of a class': () => new Initialised(),
    'a field that is only declared': () => new Base(),
    'data that is inherited': () => new Inheriting(),
    'an object without a prototype': () => Object.assign(Object.create(null), { a: 1 }),
  })) {
    it(`sees no difference in ${title}`, async () => {
      assert.deepEqual(
        await look(make as () => Record<string, unknown>, true),
        await look(make as () => Record<string, unknown>, false),
      );
    });
  }

  it('reads and writes what it does not have yet, and what it inherits', async () => {
    for (const make of [() => new Base(), () => new Inheriting()]) {
      const object = make() as { count?: number | undefined; other?: number | undefined };
      const first = object.count;
      const timeline = await timelineOf(
        alone(
          (t) => {
            t.watch(object, 'count');
            t.watch(object, 'other');
          },
          () => {
            object.other = object.count;
            object.count = 1;
            object.count += 1;
          },
        ),
      );
      assert.deepEqual(accesses(timeline), [
        `A reads count: ${first} | object.other = object.count;`,
        `A writes other: ${first} | object.other = object.count;`,
        'A writes count: 1 | object.count = 1;',
        'A reads count: 1 | object.count += 1;',
        'A writes count: 2 | object.count += 1;',
      ]);
      assert.deepEqual(Object.getOwnPropertyDescriptor(object, 'count'), {
        value: 2,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      assert.ok([Base.prototype, Inheriting.prototype].includes(Object.getPrototypeOf(object)));
    }
  });

  it('tells of a property of a class, and of one whose name the class has in a string', async () => {
    class View {
      static made = 0;
      declare list?: string;
      readonly selector = '#list';
    }
    const view = new View();
    const timeline = await timelineOf(
      alone(
        (t) => {
          t.watch(View, 'made');
          t.watch(view, 'list');
        },
        () => {
          View.made = 1;
          view.list = 'x';
        },
      ),
    );
    assert.deepEqual(accesses(timeline), [
      'A writes made: 1 | View.made = 1;',
      'A writes list: "x" | view.list = \'x\';',
    ]);
  });

  it('goes through the same schedules, and nothing is put on its objects but where a timeline is made', async () => {
    const counted = async (watch: boolean) => {
      let [runs, accessors] = [0, 0];
      const orders: string[] = [];
      const result = await explore(
        async (t) => {
          const store = { count: 0, log: new Map<string, number>() };
          if (watch) {
            t.watch(store, 'count');
            t.watch(store, 'log');
            t.watch(store.log, 'A');
            t.watch('twice', () => store.count * 2);
          }
          runs++;
          const put = 'get' in (Object.getOwnPropertyDescriptor(store, 'count') ?? {});
          if (put || Object.hasOwn(store.log, 'set')) accessors++;
          for (const name of ['A', 'B']) {
            t.task(
              name,
              async (me) => {
                const seen = store.count;
                await me.step('adds', { reads: 'count' });
                store.log.set(name, seen);
                await me.step('ends', 'count');
                store.count = seen + 1;
              },
              { reads: 'count' },
            );
          }
          await t.all();
        },
        { onSchedule: ({ order }) => orders.push(order.join('')) },
      );
      return { accessors, runs, orders, summary: result.summary };
    };
    const { accessors, ...watched } = await counted(true);
    const { accessors: none, ...plain } = await counted(false);
    assert.deepEqual(watched, plain);
    assert.deepEqual([accessors, none], [2, 0], 'the first schedule is run twice, to see whether it ends alike');
    assert.ok(plain.runs > 10);
  });

  it('has its object back when the run has ended', async () => {
    const store = { count: 0, list: [1] };
    const before = Object.getOwnPropertyDescriptors(store);
    await timelineOf(
      alone(
        (t) => {
          t.watch(store, 'count');
          t.watch(store, 'list');
        },
        () => {
          store.count = 0;
        },
      ),
    );
    assert.deepEqual(Object.getOwnPropertyDescriptors(store), before);
    assert.deepEqual(Object.getOwnPropertyNames(store.list), ['0', 'length']);
  });
});

describe('watch: what it refuses, in every run', () => {
  class Private {
    #client = 1;
    readonly $other = 1;
    get seen(): number {
      return this.#client;
    }
  }
  const watches: Record<string, [(t: Trial) => void, RegExp]> = {
    'a #private field': [
      (t) => t.watch(new Private(), '#client'),
      /^watch\(Private, "#client"\): a `#private` field .* `t\.watch\("client", \(\) => …\)`/,
    ],
    'a #private field without its #': [(t) => t.watch(new Private(), 'client'), /a `#private` field/],
    'one of a base class': [(t) => t.watch(new (class extends Private {})(), 'client'), /a `#private` field/],
    'an accessor': [(t) => t.watch(new Private(), 'seen'), /is an accessor: watch the property that it reads/],
    'a frozen object': [(t) => t.watch(Object.freeze({ a: 1 }), 'a'), /is frozen or not configurable/],
    'a missing property of one': [(t) => t.watch(Object.freeze({}), 'a'), /frozen or closed and has no such property/],
    'a property that is not configurable': [(t) => t.watch([1], 'length'), /is frozen or not configurable/],
    'a read-only property': [
      (t) => t.watch(Object.defineProperty({} as { a: 1 }, 'a', { value: 1, configurable: true }), 'a'),
      /is read-only/,
    ],
    'an inherited read-only property': [
      (t) => t.watch(Object.create(Object.freeze({ a: 1 })) as { a: 1 }, 'a'),
      /is read-only/,
    ],
    'no object': [
      (t) => t.watch(1 as never, 'a'),
      /^watch\(1, "a"\): give a name and a function that reads, or an object/,
    ],
    'a name alone': [(t) => t.watch('a', undefined as never), /give a name and a function/],
    'an object alone': [(t) => t.watch({}, undefined as never), /give a name and a function/],
  };
  for (const [title, [watch, message]] of Object.entries(watches)) {
    it(title, async () => {
      const errors: unknown[] = [];
      const { failure } = await explore(
        (t) => {
          try {
            watch(t);
          } catch (error) {
            errors.push(error);
            throw error;
          }
        },
        { schedules: 3 },
      );
      assert.ok(failure?.error instanceof ArgumentError, failure?.text);
      assert.match(failure.error.message, message);
      assert.ok(errors.length >= 2, 'also in runs that are not written down');
    });
  }
});
