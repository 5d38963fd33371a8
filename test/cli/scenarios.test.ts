/** `raceguard scenarios`, as users start it. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { main } from '../../src/cli/main.ts';
import { scenarioList } from '../../src/runner/scenarios.ts';
import { descendants, hasProc, isAlive, until } from '../service/support.ts';
import { Folder } from './folder.ts';
import { start } from './process.ts';

const scenarios = (folder: Folder, ...args: string[]) => start(folder.path, ['scenarios', ...args]);

describe('raceguard scenarios', () => {
  it('lists them, with what reports and which rules', async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await scenarios(folder);
    deepEqual([code, stderr], [0, '']);
    for (const { id, title, rules } of scenarioList())
      match(stdout, new RegExp(`^${id} +${title} .*${rules.join(' ')}$`, 'm'));
    match(stdout, /Prefect #20117/);
    const list = JSON.parse((await scenarios(folder, '--format', 'json')).stdout).scenarios;
    deepEqual(
      list.map(({ id }: { id: string }) => id),
      scenarioList().map(({ id }) => id),
    );
  });

  it('runs one: its story, how it fails, and that the safe version does not; the picture as a file', async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await scenarios(folder, 'lazy-client', '--svg', 'out.svg');
    deepEqual([code, stderr], [0, '']);
    match(stdout, /^Two requests open two connections {2}lazy-client\n\n/);
    match(stdout, /Found by RG101\./);
    match(stdout, / ✔ unsafe {2}complete: \d+ of \d+ schedules fail\n/);
    match(stdout, /^ ✖ Fails: .+$/m);
    match(stdout, / ✔ safe {4}complete: \d+ schedules\n/);
    match(folder.read('out.svg'), /^<svg .*class="rg-picture"[\s\S]*<\/svg>\n$/);
    const [, replay = ''] = /replay {2}raceguard scenarios lazy-client --replay (\S+)/.exec(stdout) ?? [];
    const again = await scenarios(folder, 'lazy-client', '--replay', replay);
    equal(again.code, 0);
    match(again.stdout, /✔ unsafe {2}replayed: it fails/);
    const steps = (text: string) => text.match(/^ [ >] +\d+ {2}.*$/gm);
    deepEqual(steps(again.stdout), steps(stdout));
  });

  it('as JSON tells every result, real forms too', async () => {
    using folder = new Folder();
    const { code, stdout } = await scenarios(folder, 'token', '--format', 'json');
    equal(code, 0);
    const [token, ...none] = JSON.parse(stdout).scenarios;
    equal(none.length, 0);
    equal(token.stopped, null);
    equal(token.results.length, 2 * token.hazards.length + 2);
    ok(token.results.every(({ result }: { result: { asExpected: boolean } }) => result.asExpected));
    deepEqual(
      token.results.slice(-2).map(({ subject }: { subject: object }) => subject),
      ['unsafe', 'safe'].map((version) => ({ ...token.results.at(-1).subject, version, form: 'real' })),
    );
  });

  it('refuses what it can not do, with the remedy', async () => {
    using folder = new Folder();
    for (const [args, message] of [
      [['lazy-clients'], /No scenario is called `lazy-clients`\. Did you mean `lazy-client`\?/],
      [['--replay', 'rg1-0-0'], /--replay is of one scenario: name it\./],
      [['all', '--svg', 'x.svg'], /--svg is of one scenario: name it\./],
      [['lazy-client', '--replay', 'nonsense'], /`nonsense` is no replay string\. Copy one whole/],
      [['lazy-client', '--replay', 'rg1-0-0'], /`rg1-0-0` is no schedule of `lazy-client` as it is now\./],
      [['lazy-client', '--format', 'github'], /--format takes one of text, json/],
      [
        ['lazy-client', '--svg', 'no/folder.svg'],
        /no\/folder\.svg could not be written: there is no such file or folder\./,
      ],
    ] as const) {
      const { code, stderr } = await scenarios(folder, ...args);
      equal(code, 2, args.join(' '));
      match(stderr, message);
    }
  });

  it('counts schedules on a terminal while it runs', async () => {
    using folder = new Folder();
    let stdout = '';
    let stderr = '';
    const code = await main(['scenarios', 'runner'], {
      cwd: folder.path,
      env: { NO_COLOR: '1' },
      signal: new AbortController().signal,
      stdout: { isTTY: true, columns: 90, write: (text) => (stdout += text) },
      stderr: { isTTY: true, columns: 200, write: (text) => (stderr += text) },
    });
    equal(code, 0);
    match(stdout, /✔ safe/);
    match(stderr, /runner: [\d,]+ schedules(, [\d,]+ fail)? \((un)?safe, \d of \d, /);
    ok(stderr.endsWith('\r\x1b[2K'));
    // Steps are folded below where they began.
    match(stdout, /^ > +\d+ {2}run 2 {4}starts.*\n {15}\S/m);
    const steps = stdout.split('\n').filter((line) => /^(?: [ >] +\d+ {2}| {15})/.test(line));
    ok(
      steps.every((line) => line.length <= 90),
      steps.join('\n'),
    );
  });

  it('ends at Ctrl-C with 130, and nothing of it is left', async function () {
    if (!hasProc) this.skip();
    using folder = new Folder();
    let seen: number[] = [];
    const { code, stdout } = await start(folder.path, ['scenarios', 'runner'], {
      async onStart(child) {
        await until(() => descendants(child.pid!).length > 0);
        seen = [child.pid!, ...descendants(child.pid!)];
        child.kill('SIGINT');
      },
    });
    deepEqual([code, stdout], [130, '']);
    ok(seen.length > 1);
    equal(seen.filter(isAlive).length, 0);
  });
});
