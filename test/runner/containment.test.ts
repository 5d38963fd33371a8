/** Programs that don't behave: each is told of, and nothing is left of it. Real processes, asked after by their pids. */
import { equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { hasProc, until } from '../service/support.ts';
import { Programs } from './support.ts';

/** A process that ends by itself never. */
const sleeper = "'setInterval(() => {}, 1000)'";
const spawns = (how = ''): string =>
  `import { spawn } from 'node:child_process';\nconst start = () => seen(spawn(process.execPath, ['-e', ${sleeper}], { stdio: 'ignore' ${how} }).pid);\n`;
const program = (body: string): string => `export const program = async (t) => { ${body} };\n`;
const cooperates = program("t.task('A', () => t.step('one')); t.task('B', () => t.step('two')); await t.all();");
/** Many schedules: it runs for long. */
const long = program(
  "for (const name of 'ABCDEF') t.task(name, async (task) => { for (const n of '12345') await task.step(n); }); await t.all();",
);

describe('a program', () => {
  it('that never ends, and lets nobody else run, is ended', async () => {
    for (const body of ['\nfor (;;);', "t.task('A', async () => { \nfor (;;) await null; }); await t.all();"]) {
      using programs = new Programs({ 'a.race.ts': program(`const a: number = 1; ${body}`) });
      const { end } = await programs.run('a.race.ts', { hangMs: 4000 });
      const place = `${programs.folder.at('a.race.ts')}:2`;
      equal(
        end,
        `hangs: \`program\` gave no sign of life for 4 seconds, and was ended at ${place}: its code lets nothing else run.`,
      );
      programs.assertGone();
    }
  });

  it('that waits for the system without an end is ended too', async () => {
    using programs = new Programs({
      'a.race.js': `import { execFileSync } from 'node:child_process';
${program("execFileSync(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);")}`,
    });
    match(
      (await programs.run('a.race.js', { hangMs: 4000 })).end,
      /^hangs: .* and was ended.*: its code lets nothing else run\.$/,
    );
    programs.assertGone();
  });

  it('that throws fails, whatever it throws', async () => {
    for (const [body, message] of [
      ["throw new TypeError('oh')", 'TypeError: oh'],
      ['throw null', 'null'],
      ["throw Object.defineProperty(new Error('x'), 'stack', { get() { throw 1; } })", 'Error: x'],
      ["t.task('A', async () => { throw 'text'; }); await t.all()", 'A: text'],
      ['throw Object.create(null)', ''],
      ["throw { toString() { throw new Error('no') } }", ''],
    ]) {
      using programs = new Programs({ 'a.race.js': program(body!) });
      const { result, end } = await programs.run('a.race.js');
      equal(end, 'done');
      ok(result.failure && !result.asExpected);
      if (message) equal(result.failure.message, message);
      programs.assertGone();
    }
  });

  it('that leaves a promise rejected fails', async () => {
    using programs = new Programs({
      'a.race.js': program("void Promise.reject(new Error('nobody')); await t.step('x');"),
    });
    const { result } = await programs.run('a.race.js');
    equal(result.failure?.kind, 'rejection');
    match(result.failure.message, /nobody/);
    programs.assertGone();
  });

  it('that throws in a timer of its own fails, and those after it run', async () => {
    using programs = new Programs({
      'a.race.js': `
const wait = () => new Promise((resolve) => setTimeout(resolve, 30));
export const first = async (t) => { setTimeout(() => { throw new Error('in a timer'); }, 1); await wait(); };
${cooperates}`,
    });
    const heard = await programs.run('a.race.js');
    equal(heard.end, 'done');
    const [first, second] = heard.all('ended').map(({ result }) => result);
    equal(first?.summary, 'it failed outside of its steps');
    match(first.failure!.text, /in a timer[\s\S]*a\.race\.js:3:/);
    equal(second?.asExpected, true);
    programs.assertGone();
  });

  it('that leaks a task fails', async () => {
    using programs = new Programs({ 'a.race.js': program("t.task('A', () => t.step('late'));") });
    const { result } = await programs.run('a.race.js');
    equal(result.failure?.kind, 'leak');
    programs.assertGone();
  });

  it('that calls process.exit fails at the line that calls', async () => {
    using programs = new Programs({ 'a.race.js': program("await t.step('one');\nprocess.exit(3);") });
    const { result } = await programs.run('a.race.js');
    match(result.failure!.message, /^Error: process\.exit\(3\) was called\./);
    equal(result.explored?.picture.failure?.place?.line, 2);
    programs.assertGone();
  });

  it('that leaves timers, servers, threads and processes passes, and nothing of them is left', async () => {
    using programs = new Programs({
      'a.race.js': `${spawns()}
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
start();
createServer(() => {}).listen(0);
new Worker('for (;;);', { eval: true });
setInterval(() => {}, 1);
${cooperates}`,
    });
    const { result, end } = await programs.run('a.race.js');
    equal(end, 'done');
    equal(result.asExpected, true);
    programs.assertGone(1);
  });

  it('whose processes hide in groups of their own leaves none', async function () {
    if (!hasProc) this.skip();
    // One outlives its parent, so that nobody knows whose it is.
    const orphan = `'const { spawn } = require("node:child_process"); const child = spawn(process.execPath, ["-e", ' + JSON.stringify(${sleeper}) + '], { detached: true, stdio: "ignore" }); require("node:fs").appendFileSync(' + JSON.stringify(new URL('pids', import.meta.url).pathname) + ', child.pid + "\\\\n"); child.unref();'`;
    using programs = new Programs({
      'a.race.js': `${spawns(', detached: true')}
import { execFileSync } from 'node:child_process';
start();
execFileSync(process.execPath, ['-e', ${orphan}]);
${cooperates}`,
    });
    equal((await programs.run('a.race.js')).end, 'done');
    programs.assertGone(2);
  });

  it('that prints without an end is ended', async () => {
    const flood = '\'const text = "x".repeat(1000); const write = () => process.stdout.write(text, write); write()\'';
    for (const body of [
      "for (;;) console.log('x'.repeat(1000));",
      "for (;;) process.stderr.write('x'.repeat(1000));",
      `const { spawn } = await import('node:child_process'); seen(spawn(process.execPath, ['-e', ${flood}], { stdio: 'inherit' }).pid); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 15000);`,
    ]) {
      using programs = new Programs({ 'a.race.js': program(body) });
      const heard = await programs.run('a.race.js', { hangMs: 20_000 });
      equal(heard.end, 'floods: `program` printed more than 1,024 kB in one schedule, and was ended.');
      ok(heard.output.length < 200_000);
      ok(heard.all('output').at(-1)!.droppedBytes! > 500_000);
      programs.assertGone(body.includes('spawn') ? 1 : 0);
    }
  });

  it('that prints a little in every schedule is heard in the one that is shown', async () => {
    using programs = new Programs({
      'a.race.js': `let n = 0;\n${long.replace('await t.all();', "await t.all(); console.log('x'.repeat(100));")}`,
    });
    const heard = await programs.run('a.race.js');
    equal(heard.output, `${'x'.repeat(100)}\n`);
    ok(heard.result.explored!.schedules > 20_000);
  });

  it('that writes into our pipe is told that it did, and breaks nothing', async () => {
    for (const [text, more] of [
      ['garbage\\n', ''],
      ['{"event":"ended"}\\n', ''],
      ['{"event":"nothing"}\\n', ''],
      ['\\u0000\\uffff', 'for (let i = 0; i < 20; i++) await new Promise((r) => setTimeout(r, 100));'],
    ] as const) {
      using programs = new Programs({
        'a.race.js': `import { writeSync } from 'node:fs';\n${program(`writeSync(3, '${text}'); await new Promise((r) => setTimeout(r, 1000)); ${more}`)}`,
      });
      match((await programs.run('a.race.js')).end, /^died: The program wrote to the file descriptor 3/);
      programs.assertGone();
    }
  });

  it('has no channel of Node to write to', async () => {
    using programs = new Programs({
      'a.race.js': program('console.log(typeof process.send, process.connected, process.env.NODE_CHANNEL_FD);'),
    });
    equal((await programs.run('a.race.js')).output, 'undefined undefined undefined\n');
  });

  it('that eats memory, in the heap or beside it, dies with that cause', async () => {
    for (const body of [
      'const all = []; for (;;) all.push(new Array(1000).fill({}));',
      'const all = []; for (;;) { all.push(Buffer.alloc(4 * 2 ** 20, 1)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); }',
    ]) {
      using programs = new Programs({ 'a.race.js': program(body) });
      const { end } = await programs.run('a.race.js', { memory: 150, hangMs: 30_000 });
      match(end, /^died: The process in which it ran ended by itself: it ran out of memory \(150 MB\)\.$/);
      programs.assertGone();
    }
  });

  it('that kills its process dies, with what it has started', async () => {
    using programs = new Programs({
      'a.race.js': `${spawns()}${program("start(); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});")}`,
    });
    match((await programs.run('a.race.js')).end, /^died: .* it was ended by SIGKILL\.$/);
    programs.assertGone(1);
  });

  it('that leaves files in the temporary folder leaves none', async () => {
    using programs = new Programs({
      'a.race.js': `import { tmpdir } from 'node:os';\nimport { mkdtempSync, writeFileSync } from 'node:fs';
const folder = mkdtempSync(tmpdir() + '/left-');\nwriteFileSync(folder + '/file', '');\nconsole.log(folder);\n${cooperates}`,
    });
    const folder = (await programs.run('a.race.js')).output.trim();
    match(folder, /left-/);
    equal(existsSync(folder), false);
  });
});

describe('a run that ends early', () => {
  const cases: readonly (readonly [what: string, text: string, more: number])[] = [
    ['cancelled in the middle of its schedules', `${spawns()}start();\n${long}`, 1],
    ['cancelled while a program hangs', `${spawns()}start();\n${program('for (;;);')}`, 1],
    ['cancelled while it is loaded', `${spawns()}start();\nawait new Promise(() => {});`, 1],
    ['cancelled while it floods', `${program("setTimeout(() => {}, 1); for (;;) process.stderr.write('x');")}`, 0],
    [
      'while its processes ignore what they are told',
      `${spawns()}process.on('SIGTERM', () => {});\nstart(); start();\n${program('for (;;);')}`,
      2,
    ],
  ];
  for (const [what, text, more] of cases) {
    it(`${what} ends at once, and nothing of it is left`, async () => {
      using programs = new Programs({ 'a.race.js': text });
      const control = new AbortController();
      const running = programs.run('a.race.js', { signal: control.signal, hangMs: 60_000, floodBytes: 1e12 });
      await until(() => programs.pids.length > more);
      await new Promise((resolve) => setTimeout(resolve, 300));
      control.abort();
      const heard = await running;
      equal(heard.end, 'cancelled: Cancelled.');
      programs.assertGone(more);
    });
  }

  it('where no temporary folder can be made is refused', async () => {
    using programs = new Programs({ 'a.race.js': cooperates });
    const { TMPDIR } = process.env;
    process.env.TMPDIR = programs.folder.at('nowhere');
    try {
      match(
        (await programs.run('a.race.js')).end,
        /^refused: No temporary folder can be made: there is no such file or folder\. Make room/,
      );
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('where the process can not be started is told', async () => {
    using programs = new Programs({ 'a.race.js': cooperates });
    const { end } = await programs.run('a.race.js', { execPath: programs.folder.at('no-node') });
    match(end, /^died: .* it could not be started \(spawn .*no-node ENOENT\)\.$/);
    const impossible = await programs.run('a.race.js', { execPath: 'no\0de' });
    match(impossible.end, /^died: .* it could not be started \(.*null bytes/);
    const missing = await programs.run('a.race.js', { module: programs.folder.at('no.js') });
    match(missing.end, /^refused: Raceguard is not installed whole: .*no\.js is missing\./);
  });

  it('cancelled before it began starts nothing', async () => {
    using programs = new Programs({ 'a.race.js': cooperates });
    equal((await programs.run('a.race.js', { signal: AbortSignal.abort() })).end, 'cancelled: Cancelled.');
    equal(programs.pids.length, 0);
  });

  it("by what listens to it: its error is the run's, and nothing is left", async () => {
    using programs = new Programs({ 'a.race.js': long });
    const running = programs.run('a.race.js', {
      onEvent({ event }) {
        if (event === 'progress') throw new Error('enough');
      },
    });
    equal(
      await running.then(
        () => '',
        (error: Error) => error.message,
      ),
      'enough',
    );
    programs.assertGone();
  });
});
