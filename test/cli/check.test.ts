import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Rule } from '../../src/core/rule.ts';
import { rules as ours } from '../../src/rules/index.ts';
import { raceguard } from './fake.ts';
import { Folder } from './folder.ts';
import { wordRule } from './words.ts';

const bad = wordRule('BAD');
const meh = wordRule('MEH', { code: 'RG902', severity: 'warning' });
const fyi = wordRule('FYI', { code: 'RG903', severity: 'info' });
const rules = [bad, meh, fyi];
const throws: Rule = {
  meta: { ...bad.meta, id: 'always-throws', code: 'RG904' },
  run({ facts }) {
    if (facts.tree.text.includes('BAD')) throw new Error('boom');
  },
};

describe('check: exit codes', () => {
  const code = async (text: string, ...args: string[]) => {
    using folder = new Folder({ 'a.ts': `async function f() { ${text} }` });
    return (await raceguard(folder.path, ['check', ...args], { rules })).code;
  };

  it('0 for nothing, or only infos', async () => {
    equal(await code('fine'), 0);
    equal(await code('FYI'), 0);
  });

  it('1 for an error or a warning', async () => {
    equal(await code('BAD'), 1);
    equal(await code('MEH'), 1);
  });

  it('counts warnings against --max-warnings, never errors', async () => {
    equal(await code('MEH; MEH', '--max-warnings', '2'), 0);
    equal(await code('MEH; MEH; MEH', '--max-warnings', '2'), 1);
    equal(await code('BAD', '--max-warnings', '2'), 1);
  });

  it('2 for wrong arguments, each with the remedy', async () => {
    using folder = new Folder();
    for (const [argv, message] of [
      [['chek'], /`chek` is not a command\. Did you mean `check`\?/],
      [['src'], /To check files: `raceguard check src`/],
      [['check', '--fxi'], /has no option `--fxi`\. Did you mean `--fix`\?/],
      [['check', '--format', 'jsn'], /--format takes one of text, json, github, not `jsn`\. Did you mean `json`\?/],
      [['check', '--format'], /its value is missing/],
      [['check', '--max-warnings', 'many'], /takes a number/],
      [['check', '--compiler', 'rust'], /native, classic/],
      [['check', '--preset', 'strickt'], /Did you mean `strict`\?/],
      [['check', '--rule', 'no-bda'], /No rule is called `no-bda`\. Did you mean `no-bad`\?/],
      [['check', 'nowhere'], /Nothing to check at nowhere: there is no such file or folder\./],
      [['check', '--project', 'nowhere.json'], /no project at nowhere\.json/],
      [['check', '--config', 'nowhere.json'], /nowhere\.json can't be read: there is no such file/],
      [['explain', 'x'], /No rule is called `x`/],
      [['explain'], /Name the rule/],
      [['rules', 'x'], /does not know what to do with `x`/],
    ] as const) {
      const { code, stdout, stderr } = await raceguard(folder.path, argv, { rules });
      deepEqual([code, stdout], [2, ''], argv.join(' '));
      match(stderr, message);
    }
  });
});

describe('check: commands beside it', () => {
  it('prints help, the version and the rules to stdout', async () => {
    using folder = new Folder();
    for (const [argv, message] of [
      [[], /raceguard check \[path…\]/],
      [['--help'], /raceguard check \[path…\]/],
      [['check', '--help'], /--max-warnings/],
      [['help', 'add-runtime'], /--install/],
      [['--version'], /^\d+\.\d+\.\d+\n$/],
      [['rules'], /RG902 {2}no-meh {2}warning {3}recommended {2}`MEH` is written\./],
      [['explain', 'RG901'], /# no-bad \(RG901\)/],
    ] as const) {
      const { code, stdout, stderr } = await raceguard(folder.path, argv, { rules });
      deepEqual([code, stderr], [0, '']);
      match(stdout, message);
    }
  });

  it('explains a rule without the picture that its page shows', async () => {
    using folder = new Folder();
    const { stdout } = await raceguard(folder.path, ['explain', 'RG101'], { rules: ours });
    match(stdout, /## Why is this bad\?.*## Example/s);
    ok(!stdout.includes('!['), stdout);
    ok(!stdout.includes('in an order of its steps that goes wrong'), stdout);
  });
});

describe('check: which rules', () => {
  it('only those of --rule, by id or code, several', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; MEH; FYI; }' });
    const run = async (...args: string[]) => {
      const { stdout } = await raceguard(folder.path, ['check', '--format', 'json', ...args], { rules });
      return JSON.parse(stdout)
        .findings.map((f: { code: string }) => f.code)
        .join();
    };
    equal(await run(), 'RG901,RG902,RG903');
    equal(await run('--rule', 'no-bad', '--rule', 'RG903'), 'RG901,RG903');
    equal(await run('--rule', 'no-bad,no-meh'), 'RG901,RG902');
    equal(await run('--preset', 'none'), '');
  });

  it('as the nearest configuration says', async () => {
    using folder = new Folder({
      'raceguard.config.json': '{ "rules": { "no-bad": "off" } }',
      'a.ts': 'async () => { BAD; MEH; }',
      'inner/raceguard.config.json': '{ "rules": { "no-meh": "info" }, "ignore": ["gen"] }',
      'inner/deep/b.ts': 'async () => { BAD; MEH; }',
      'inner/gen/c.ts': 'async () => { BAD; MEH; }',
      '.git/HEAD': '',
    });
    const { stdout } = await raceguard(folder.path, ['check', '--format', 'json'], { rules });
    deepEqual(
      JSON.parse(stdout).findings.map((f: Record<string, string>) => `${f.file} ${f.code} ${f.severity}`),
      ['a.ts RG902 warning', 'inner/deep/b.ts RG901 error', 'inner/deep/b.ts RG902 info'],
    );
    const all = await raceguard(folder.path, ['check', '--format', 'json', '--config', 'raceguard.config.json'], {
      rules,
    });
    equal(JSON.parse(all.stdout).findings.length, 3);
  });

  it('stops looking for a configuration at the root of the repository', async () => {
    using folder = new Folder({
      'raceguard.config.json': '{ "preset": "none" }',
      'repo/.git/HEAD': '',
      'repo/src/a.ts': 'async () => { BAD; }',
    });
    equal((await raceguard(folder.at('repo'), ['check'], { rules })).code, 1);
  });
});

describe('check: what goes wrong on the way', () => {
  it('names every fault of a configuration with its place, and checks nothing', async () => {
    using folder = new Folder({
      'a.ts': 'async () => { BAD; }',
      'raceguard.config.json': '{\n  "rules": { "no-bda": "off" },\n  "ignores": []\n}\n',
    });
    const { code, stdout, stderr } = await raceguard(folder.path, ['check'], { rules });
    deepEqual([code, stdout], [2, '']);
    match(stderr, /raceguard\.config\.json:2:14 {2}no rule is called `no-bda`\. Did you mean `no-bad`\?/);
    match(stderr, /raceguard\.config\.json:3:3 {2}the configuration has no field `ignores`\. Did you mean `ignore`\?/);
  });

  it('names a configuration that is no JSON, or can not be read', async () => {
    using folder = new Folder({ 'a.ts': '', 'raceguard.config.json': '{ "rules": ' });
    match((await raceguard(folder.path, ['check'], { rules })).stderr, /raceguard\.config\.json:1:\d+ {2}/);
    rmSync(folder.at('raceguard.config.json'));
    folder.write('raceguard.config.json/x', '');
    match((await raceguard(folder.path, ['check'], { rules })).stderr, /can't be read: it is a folder/);
  });

  it('a rule that throws: the others run, exit 2, the stack with --verbose', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; }', 'b.ts': 'async () => { MEH; }' });
    const run = (...args: string[]) => raceguard(folder.path, ['check', ...args], { rules: [throws, ...rules] });
    const { code, stdout } = await run();
    equal(code, 2);
    match(stdout, /a\.ts:1:1 {2}error {2}The rule always-throws failed on this file and was skipped here: boom/);
    match(stdout, /RG901/);
    match(stdout, /RG902/);
    match(stdout, /1 failure: the check is not complete/);
    ok(!/at Object.run/.test(stdout));
    match((await run('--verbose')).stdout, /Error: boom\n\s+at /);
    match(
      (await run('--format', 'github')).stdout,
      /^::error file=a\.ts,.*title=Raceguard%3A always-throws::The rule/m,
    );
    const json = await run('--format', 'json');
    match(json.stderr, /always-throws failed/);
    equal(JSON.parse(json.stdout).findings.length, 2);
  });

  it('a syntax error: said once, the other files are checked, exit 2', async () => {
    using folder = new Folder({ 'a.ts': 'async function f( { BAD; }', 'b.ts': 'async () => { BAD; }' });
    const { code, stdout } = await raceguard(folder.path, ['check'], { rules });
    equal(code, 2);
    match(stdout, /a\.ts:1:\d+ {2}error {2}Syntax error: /);
    match(stdout, /b\.ts:1:15 {2}error RG901/);
  });

  it('a file that vanishes during the run: left out, the others are checked', async () => {
    using folder = new Folder({
      'a.ts': 'async () => { BAD; }',
      'b.ts': 'async () => { BAD; }',
      'c.ts': 'async () => { BAD; }',
    });
    const onTree = (file: string) => file.endsWith('a.ts') && rmSync(folder.at('b.ts'), { force: true });
    const { code, stdout } = await raceguard(folder.path, ['check'], { rules, onTree });
    equal(code, 1);
    match(stdout, /b\.ts:1:1 {2}warning {2}The file vanished while the check ran; it was left out\./);
    match(stdout, /2 findings in 2 files/);
  });

  it('a compiler that is gone: gives the rest of its project up, and says so', async () => {
    const files = Object.fromEntries('abcdefgh'.split('').map((n) => [`${n}.ts`, 'async () => { BAD; }']));
    using folder = new Folder(files);
    const onTree = (file: string) => {
      if (!/[ab]\.ts$/.test(file)) throw new Error('the pipe is closed');
    };
    const { code, stdout } = await raceguard(folder.path, ['check'], { rules, onTree });
    equal(code, 2);
    match(stdout, /The compiler no longer answers for \.; 3 of its files were not checked\./);
    match(stdout, /2 findings in 2 files/);
  });

  it('Ctrl-C: exit 130, nothing printed, nothing written', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; }', 'b.ts': 'async () => { BAD; }' });
    const abort = new AbortController();
    const fixable = [wordRule('BAD', {}, [{ to: 'GOOD' }])];
    const options = {
      rules: fixable,
      signal: abort.signal,
      onTree: (f: string) => f.endsWith('b.ts') && abort.abort(),
    };
    const { code, stdout, stderr } = await raceguard(folder.path, ['check', '--fix'], options);
    deepEqual([code, stdout, stderr], [130, '', '']);
    match(folder.read('a.ts'), /BAD/);
  });

  it('notes on projects: warnings on stderr and in the summary, infos with --verbose', async () => {
    using folder = new Folder({ 'a.ts': 'async () => {}' });
    const notes = [
      { level: 'warning', message: 'package.json lists packages that are not installed: run `npm ci`.' },
      { level: 'info', message: 'baseUrl was replaced.' },
    ] as const;
    const { code, stdout, stderr } = await raceguard(folder.path, ['check'], { rules, notes });
    equal(code, 0);
    match(stderr, /warning {2}package\.json lists packages/);
    ok(!stderr.includes('baseUrl'));
    match(stdout, /Findings may be missing: see the note above\./);
    match((await raceguard(folder.path, ['check', '--verbose'], { rules, notes })).stderr, /baseUrl/);
  });
});
