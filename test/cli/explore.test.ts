/** `raceguard explore`, as users start it. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { Folder } from './folder.ts';
import { start } from './process.ts';

const explore = (folder: Folder, ...args: string[]) => start(folder.path, ['explore', ...args]);

const account = `export class Account {
  stored = 0;
  constructor(private readonly pay: () => Promise<void>) {}
  async deposit(amount: number): Promise<void> {
    const seen = this.stored;
    await this.pay();
    this.stored = seen + amount;
  }
}
`;
const program = (name: string, wrapped: string) => `
export const ${name} = async (t: Trial): Promise<void> => {
  const account = new Account(${wrapped});
  t.watch(account, 'stored');
  for (const name of ['A', 'B']) t.task(name, () => account.deposit(10));
  await t.all();
  console.log('in the end', account.stored);
  if (account.stored !== 20) throw new Error(\`\${account.stored} instead of 20\`);
};
`;
const head = "import type { Trial } from '@raceguard/runtime/testing';\nimport { Account } from './account.ts';\n";
const fails = program('twoDeposits', "t.wrap(async () => {}, { name: 'pay' })");
const passes =
  "\nexport default async (t: Trial) => { t.task('A', () => t.step('one')); t.task('B', () => t.step('two')); await t.all(); };\n";

describe('raceguard explore', () => {
  it('finds files by their names and runs their programs; shows the schedule that fails, its line, and replays it', async () => {
    using folder = new Folder({
      'src/account.ts': account,
      'src/account.race.ts': `${head}${fails}${passes}`,
      'src/deep/other.race.mjs': 'export const nothing = async () => {};\n',
      'node_modules/x/a.race.ts': 'syntax error',
    });
    const { code, stdout, stderr } = await explore(folder, '--svg', 'out.svg');
    deepEqual([code, stderr], [1, '']);
    match(stdout, /^ ✖ src\/account\.race\.ts:4 {2}twoDeposits {2}fails after \d+ schedules\n\n/);
    match(stdout, /reads stored: 0, line 5/);
    match(stdout, / ✖ Fails: 10 instead of 20 \(line 10\)/);
    match(stdout, / > 10 │ {3}if \(account\.stored !== 20\) throw/);
    match(stdout, /it prints\n {3}in the end 10\n/);
    match(stdout, / ✔ src\/account\.race\.ts:13 {2}default {2}complete: \d+ schedules\n/);
    match(stdout, / ✔ src\/deep\/other\.race\.mjs:1 {2}nothing {2}complete: 1 schedule\n/);
    match(stdout, /3 programs in 2 files, 1 fails\n$/);
    match(folder.read('out.svg'), /twoDeposits/);
    const [, command = ''] = /replay {2}raceguard explore (.*)$/m.exec(stdout) ?? [];
    const again = await explore(folder, ...command.split(' '));
    equal(again.code, 1);
    match(again.stdout, /replayed: it fails/);
    const steps = (text: string) => text.match(/^ [ >] +\d+ {2}.*$/gm);
    deepEqual(steps(again.stdout), steps(stdout));
  });

  it('passes with 0, by file, program and number of schedules', async () => {
    using folder = new Folder({ 'account.ts': account, 'all.race.ts': `${head}${fails}${passes}` });
    const { code, stdout } = await explore(folder, 'all.race.ts', '--program', 'default', '--schedules', '2');
    equal(code, 0);
    match(stdout, /✔ all\.race\.ts:13 {2}default {2}bounded: [\d,]+ schedules/);
    match(stdout, /1 not tried in every order: that is no proof\n$/);
  });

  it('as JSON tells the same', async () => {
    using folder = new Folder({ 'account.ts': account, 'a.race.ts': `${head}${fails}` });
    const { code, stdout } = await explore(folder, '--format', 'json');
    equal(code, 1);
    const [file, ...none] = JSON.parse(stdout).files;
    equal(none.length, 0);
    const [{ subject, result, output }] = file.results;
    deepEqual(subject, { name: 'twoDeposits', index: 0, of: 1, form: 'explored' });
    deepEqual(
      [file.file, file.stopped, result.failure.message, output],
      ['a.race.ts', null, 'Error: 10 instead of 20', 'in the end 10\n'],
    );
    equal(result.explored.picture.watched[0].name, 'stored');
  });

  it('exits with 2 where a file can not be run, after the others', async () => {
    using folder = new Folder({ 'a.race.ts': '\nexport const a = ;', 'b.race.ts': 'export const b = async () => {};' });
    const { code, stdout } = await explore(folder);
    equal(code, 2);
    match(stdout, / ✖ a\.race\.ts:2:17: it does not parse: Unexpected token\. Correct it\.\n/);
    match(stdout, / ✔ b\.race\.ts:1 {2}b /);
  });

  it('says what is wrong with arguments, and where there are no programs', async () => {
    using folder = new Folder({ 'a.race.ts': 'export const b = async () => {};', 'sub/c.race.ts': '' });
    for (const [args, message] of [
      [['nowhere.race.ts'], /Nothing to explore at nowhere\.race\.ts: there is no such file or folder\./],
      [['--schedules', '0'], /--schedules takes a number of schedules from 1, not `0`/],
      [['--replay', 'rg1-0-0'], /A replay is of one program: name its file\. There are 2\./],
      [['--timing'], /`raceguard explore` has no option `--timing`\./],
    ] as const) {
      const { code, stderr } = await explore(folder, ...args);
      equal(code, 2);
      match(stderr, message);
    }
    const { code, stdout } = await explore(folder, 'a.race.ts', '--program', 'nothing', '--svg', 'x.svg');
    equal(code, 2);
    match(stdout, /a\.race\.ts exports no program `nothing`\. It has: b\./);
    equal(existsSync(folder.at('x.svg')), false);
    using empty = new Folder();
    match((await explore(empty)).stderr, /There are no programs to explore here: no file is called `\*\.race\.ts`/);
  });

  it('fails with 1 and the cause where a program hangs or dies', async () => {
    using folder = new Folder({ 'a.race.js': "export const a = async () => process.kill(process.pid, 'SIGKILL');" });
    const { code, stdout } = await explore(folder);
    equal(code, 1);
    match(stdout, / ✖ The process in which it ran ended by itself: it was ended by SIGKILL\./);
    match(stdout, /0 programs in 1 file, 1 file not run to the end/);
  });
});
