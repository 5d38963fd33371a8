import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { explore, type Program, type Site, type Timeline } from '../../../runtime/src/testing/index.ts';
import { root } from '../toolbox.ts';
import { codeAt } from './code-at.ts';

async function timelineOf(program: Program, timers: 'virtual' | 'real' = 'real'): Promise<Timeline> {
  const { timeline } = await explore(program, { replay: [], timers });
  assert.ok(timeline);
  return timeline;
}

/** Each step's label, and the code of its innermost frame. */
function places({ steps }: Timeline): Record<string, string> {
  return Object.fromEntries(steps.map(({ label, sites }) => [label, codeAt(sites[0])]));
}

function files(timeline: Timeline): string[] {
  const all = timeline.steps.flatMap(({ sites }) => sites.map(({ file }) => file));
  return [...new Set(all)];
}

describe('sites: where a step stands', () => {
  const program: Program = async (t) => {
    const load = t.wrap(async (n: number) => n, { name: 'load' });
    const store = t.wrapAll({ save: async () => 1 });
    async function inner() {
      await t.step('by hand');
      await load(1);
    }
    async function outer() {
      await inner();
      await store.save();
      await t.sleep(5);
      await new Promise<void>((done) => setTimeout(done, 100));
    }
    t.task('A', outer);
    await t.all();
  };

  it('where it was called: a step, a wrapped function, a sleep, a timer, a task, the wait for all', async () => {
    assert.deepEqual(places(await timelineOf(program, 'virtual')), {
      starts: "t.task('A', outer);",
      'by hand': "await t.step('by hand');",
      load: 'await load(1);',
      'load answers': 'await load(1);',
      save: 'await store.save();',
      'save answers': 'await store.save();',
      'sleep 5 ms': 'await t.sleep(5);',
      'timer of 100 ms': 'await new Promise<void>((done) => setTimeout(done, 100));',
      'all tasks have ended': 'await t.all();',
    });
  });

  it('with those who await it, and without the explorer and Node', async () => {
    const timeline = await timelineOf(program, 'virtual');
    const step = timeline.steps.find(({ label }) => label === 'load answers');
    assert.deepEqual(
      step?.sites.map((site) => [site.name, codeAt(site)]),
      [
        ['inner', 'await load(1);'],
        ['outer', 'await inner();'],
      ],
    );
    assert.deepEqual(files(timeline), [import.meta.filename]);
    for (const { line, column } of step?.sites ?? []) assert.ok(line > 1 && column > 1);
  });

  it('with methods and constructors as the engine names them, and at most 16', async () => {
    class Deep {
      readonly ended: Promise<void>;
      constructor(step: () => Promise<void>) {
        this.ended = this.down(20, step);
      }
      down(depth: number, step: () => Promise<void>): Promise<void> {
        return depth === 0 ? step() : this.down(depth - 1, step);
      }
    }
    const timeline = await timelineOf(async (t) => {
      await new Deep(() => t.step('deep')).ended;
    });
    const { sites = [] } = timeline.steps[0] ?? {};
    assert.equal(sites.length, 16);
    assert.deepEqual([sites[0]?.name, sites[1]?.name], [undefined, 'Deep.down']);
    const { stackTraceLimit } = Error;
    await timelineOf(program);
    assert.equal(Error.stackTraceLimit, stackTraceLimit);
  });

  it('of a failure: where its error was made', async () => {
    const check = () => {
      throw new RangeError('below zero');
    };
    const thrown = await explore(async (t) => {
      await t.step();
      check();
    });
    assert.deepEqual(
      thrown.timeline?.failure?.sites.map((site) => codeAt(site)),
      ["throw new RangeError('below zero');", 'check();'],
    );
    const broken = await explore(async (t) => {
      t.invariant('none', check);
    });
    assert.equal(codeAt(broken.timeline?.failure?.sites[0]), "throw new RangeError('below zero');");
    const plain = await explore(() => Promise.reject('no error'));
    assert.deepEqual(plain.timeline?.failure?.sites, []);
  });

  it('reads stacks of V8 only, whatever the message says and however the file is written', async () => {
    const sitesOf = async (stack: unknown, message = 'x') => {
      const error = Object.assign(new Error(message), { stack });
      const { failure } = await explore(() => Promise.reject(error));
      return failure?.timeline.failure?.sites.map(({ file, line, column, name }) => [file, line, column, name]);
    };
    assert.deepEqual(
      await sitesOf(
        [
          'Error: x',
          '    at async Foo.bar [as baz] (file:///C:/a%20b/c.ts?v=1:2:3)',
          '    at new Foo (C:\\d (1)\\e.js:4:5)',
          '    at file://server/share/f.ts:6:7',
          '    at Object.<anonymous> (/g h/(i).cjs:8:9)',
          '    at async Promise.all (index 0)',
          '    at new Promise (<anonymous>)',
          '    at eval (eval at x (/a.js:1:1), <anonymous>:1:2)',
          '    at node:internal/process/task_queues:95:5',
          '    at async https://host/app.js?v=2:10:11',
        ].join('\n'),
      ),
      [
        ['C:/a b/c.ts', 2, 3, 'Foo.bar'],
        ['C:/d (1)/e.js', 4, 5, 'new Foo'],
        ['//server/share/f.ts', 6, 7, undefined],
        ['/g h/(i).cjs', 8, 9, undefined],
        ['https://host/app.js?v=2', 10, 11, undefined],
      ],
    );
    const message = 'it said\n    at fake (/fake.ts:1:1)';
    assert.deepEqual(await sitesOf(`Error: ${message}\n    at real (/real.ts:1:1)`, message), [
      ['/real.ts', 1, 1, 'real'],
    ]);
    assert.deepEqual(await sitesOf('bar@http://host/a.js:1:2\n@http://host/a.js:3:4\n'), []);
    for (const odd of [undefined, 1, [], '']) assert.deepEqual(await sitesOf(odd), []);
  });

  for (const [title, change] of Object.entries<() => () => void>({
    'an engine that can not take a stack': () => {
      const { captureStackTrace } = Error;
      Reflect.deleteProperty(Error, 'captureStackTrace');
      return () => {
        Error.captureStackTrace = captureStackTrace;
      };
    },
    'stacks of another form': () => {
      const { prepareStackTrace } = Error;
      Error.prepareStackTrace = () => 'bar@http://host/a.js:1:2';
      return () => {
        Error.prepareStackTrace = prepareStackTrace;
      };
    },
    'stacks that are no text': () => {
      const { prepareStackTrace } = Error;
      Error.prepareStackTrace = (_, frames) => frames;
      return () => {
        Error.prepareStackTrace = prepareStackTrace;
      };
    },
  })) {
    it(`are empty with ${title}, and all else is as before`, async () => {
      const watching: Program = async (t) => {
        const store = { count: 0 };
        t.watch(store, 'count');
        t.task('A', () => {
          store.count++;
        });
        await t.all();
      };
      const without = (sites: readonly Site[]) => sites.length === 0;
      const before = await timelineOf(watching);
      const undo = change();
      let timeline: Timeline;
      try {
        timeline = await timelineOf(watching);
      } finally {
        undo();
      }
      assert.ok(
        timeline.steps.every(({ sites, accesses }) => without(sites) && accesses.every((one) => without(one.sites))),
      );
      const bare = (steps: unknown) =>
        JSON.parse(JSON.stringify(steps, (key, value) => (key === 'sites' ? [] : value)));
      assert.deepEqual(timeline.steps, bare(before.steps));
      assert.equal(timeline.steps[0]?.accesses.length, 2);
    });
  }
});

describe('sites: how the explorer is loaded', () => {
  const work = join(root, 'test/.work');
  let folder: string;
  const code = (from: string) => `
    import { explore } from ${JSON.stringify(from)};
    const { timeline } = await explore(async (t) => {
      async function load() {
        await t.step('here');
      }
      t.task('A', load);
      await t.all();
    }, { replay: [] });
    console.log(JSON.stringify(timeline.steps.map(({ label, sites }) => [label, ...sites])));
  `;

  before(() => {
    mkdirSync(work, { recursive: true });
    folder = mkdtempSync(join(work, 'sites 50% #-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function bundled(contents: string, name: string, minify = false): Promise<string> {
    const outfile = join(folder, name);
    await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      outfile,
      minify,
    });
    return outfile;
  }

  function run(file: string): [string, ...Site[]][] {
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    assert.equal(stderr, '');
    return JSON.parse(stdout);
  }

  it('as one file of its own, like the package: only the program is told', async () => {
    await bundled("export * from './runtime/src/testing/index.ts';", 'testing.mjs');
    const file = join(folder, 'program.mjs');
    writeFileSync(file, code('./testing.mjs'));
    const steps = run(file);
    assert.deepEqual([...new Set(steps.flatMap(([, ...sites]) => sites.map((site) => site.file)))], [file]);
    assert.deepEqual(
      steps.map(([label, site]) => [label, codeAt(site)]),
      [
        ['starts', "t.task('A', load);"],
        ['here', "await t.step('here');"],
        ['all tasks have ended', 'await t.all();'],
      ],
    );
  });

  for (const minify of [false, true]) {
    it(`in one bundle with the program${minify ? ', minified' : ''}: the innermost frame is the program's`, async () => {
      const steps = run(await bundled(code('./runtime/src/testing/index.ts'), `bundle-${minify}.mjs`, minify));
      if (minify) {
        for (const [, site] of steps) {
          const from = readFileSync(site?.file ?? '', 'utf8')
            .split('\n')
            [(site?.line ?? 0) - 1]?.slice((site?.column ?? 0) - 1);
          assert.match(from ?? '', /^(step\("here"\)|task\("A"|all\(\))/);
        }
      } else {
        assert.deepEqual(
          steps.map(([label, site]) => [label, codeAt(site)]),
          [
            ['starts', 't.task("A", load);'],
            ['here', 'await t.step("here");'],
            ['all tasks have ended', 'await t.all();'],
          ],
        );
      }
    });
  }
});
