/** What scripts write: it is up to date, and the scaffold of a new rule passes every test of rules as it is. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staleDocs } from '../../scripts/docs.ts';
import { root } from './find.ts';

describe('npm run docs', () => {
  it('would change nothing', async function () {
    this.timeout(60_000);
    deepEqual(await staleDocs(), [], 'Run `npm run docs` and commit what it writes.');
  });
});

describe('npm run new-rule', function () {
  this.timeout(300_000);
  let copy: string;
  const node = (...args: string[]) => {
    const env = { ...process.env, RULE: 'example-hazard' };
    return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env });
  };
  const newRule = (...args: string[]) => node('scripts/new-rule.ts', ...args);

  before(() => {
    copy = realpathSync(mkdtempSync(join(tmpdir(), 'raceguard-copy-')));
    for (const path of [
      'package.json',
      'tsconfig.json',
      'biome.json',
      'README.md',
      'docs',
      'scripts',
      'src',
      'schema',
      'runtime/src',
      'runtime/docs',
    ])
      cpSync(join(root, path), join(copy, path), { recursive: true });
    for (const path of ['test/rules', 'test/sample', 'test/support'])
      cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  it('refuses names that are taken or ill-formed', () => {
    const refusals = [
      ['lazy-init-race', 'RG998', /lazy-init-race \(RG101\) has that id already/],
      ['example-hazard', 'RG101', /lazy-init-race \(RG101\) has that code already/],
      ['Example', 'RG998', /`Example` is no rule id/],
      ['example-hazard', '998', /`998` is no code/],
    ] as const;
    for (const [id, code, said] of refusals) {
      const { status, stderr } = newRule(id, code);
      equal(status, 2);
      match(stderr, said);
    }
  });

  it('makes a rule that passes all tests of rules', () => {
    const made = newRule('example-hazard', 'RG998');
    equal(made.status, 0, made.stderr);
    const tests = ['fixtures', 'words', 'docs', 'proofs'].map((name) => `test/rules/${name}.test.ts`);
    const { status, stdout } = node('node_modules/mocha/bin/mocha.js', '--reporter', 'dot', ...tests);
    equal(status, 0, stdout);
    match(stdout, /\b[2-9]\d passing/);
  });

  it('is formatted, compiles, and is listed', () => {
    const lint = node(
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--vcs-enabled=false',
      'src/rules/example-hazard',
      'src/rules/index.ts',
    );
    equal(lint.status, 0, lint.stdout + lint.stderr);
    const types = node('node_modules/typescript/bin/tsc', '-p', '.', '--noEmit');
    equal(
      types.stdout
        .split('\n')
        .filter((line) => line.includes('example-hazard'))
        .join('\n'),
      '',
    );
    equal(node('scripts/docs.ts', '--check').status, 0);
  });
});
