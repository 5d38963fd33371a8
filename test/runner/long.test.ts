/** Runs that are long, and runs whose parent is no more. */
import { equal, ok } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isAlive, until } from '../service/support.ts';
import { module, Programs } from './support.ts';

const parentScript = fileURLToPath(new URL('./parent.ts', import.meta.url));
const sleeper = `import { spawn } from 'node:child_process';
seen(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).pid);\n`;
const tasks =
  "for (const name of 'ABCDEF') t.task(name, async (task) => { for (const n of '12345') await task.step(n); }); await t.all();";
const program = (body: string): string => `export const program = async (t) => { ${body} };\n`;

const MB = 2 ** 20;

describe('a run whose parent was killed', () => {
  for (const [what, text] of [
    ['explores', program(tasks)],
    ['hangs', program('for (;;);')],
    ['is loaded', 'await new Promise(() => {});'],
  ] as const) {
    it(`while it ${what} ends, and what it has started`, async () => {
      using programs = new Programs({ 'a.race.js': `${sleeper}${text}` });
      const parent = fork(parentScript, [module, programs.folder.at('a.race.js')], { stdio: 'ignore' });
      await until(() => programs.pids.length === 2);
      equal(programs.pids.filter(isAlive).length, 2);
      parent.kill('SIGKILL');
      await until(() => !programs.pids.some(isAlive));
      programs.assertGone(1);
    });
  }
});

describe('100,000 schedules', () => {
  it('leave the memory of both processes as it was, and are told of ten times a second', async () => {
    const measures = "__append(new URL('memory', import.meta.url), process.memoryUsage().rss + '\\n');";
    using programs = new Programs({
      // Every third fails; that makes for the longest marks.
      'a.race.js': `let n = 0;\nexport const options = { keepGoing: true, random: 0 };
${program(`if (++n % 10000 === 0) ${measures} ${tasks} if (n % 3 === 0) throw new Error('every third');`)}`,
    });
    const began = performance.now();
    const parent = fork(parentScript, [module, programs.folder.at('a.race.js'), '100000'], { execArgv: [] });
    const told: unknown[] = [];
    parent.on('message', (message) => told.push(message));
    await new Promise((resolve) => parent.on('close', resolve));
    const took = performance.now() - began;
    const { early, rss, events, schedules } = told.at(-1) as Record<string, number>;
    equal(schedules, 100_000);
    // Of the parent: after the first twenty events, and at most.
    ok(rss! < early! + 50 * MB, `${early! / MB} MB, later ${rss! / MB} MB`);
    ok(events! < (took / 1000) * 10 + 10, `${events} events in ${took} ms`);
    // Of the runner: after 10,000 schedules, and at most.
    const [first, ...later] = programs.folder.read('memory').trim().split('\n').map(Number);
    ok(later.length >= 9);
    ok(Math.max(...later) < first! + 100 * MB, `${[first!, ...later].map((bytes) => Math.round(bytes / MB))} MB`);
    programs.assertGone();
  });
});

describe('a run that is listened to slowly', () => {
  it('waits, and tells of every schedule', async () => {
    using programs = new Programs({
      'a.race.js': `export const options = { schedules: 20000, random: 0 };\n${program(tasks)}`,
    });
    const nap = new Int32Array(new SharedArrayBuffer(4));
    let told = 0;
    const { end, result } = await programs.run('a.race.js', {
      onEvent(event) {
        if (event.event !== 'progress') return;
        told += event.marks.split('.').reduce((sum, part) => sum + Number(part), 0);
        Atomics.wait(nap, 0, 0, 400);
      },
    });
    equal(end, 'done');
    equal(result.explored?.schedules, 20_000);
    equal(told, 20_000);
    programs.assertGone();
  });
});
