import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ConfigFile, resolveConfig } from '../../src/core/config.ts';
import { parseConfig } from '../../src/core/config-parse.ts';
import type { RuleMeta } from '../../src/core/rule.ts';

const lazy: RuleMeta = {
  id: 'lazy-init-race',
  code: 'RG101',
  preset: 'recommended',
  severity: 'error',
  summary: '',
  rewrite: '',
};
const stale: RuleMeta = { ...lazy, id: 'stale-write', code: 'RG103', severity: 'warning' };
const floating: RuleMeta = { ...lazy, id: 'floating-task', code: 'RG311', preset: 'strict', severity: 'warning' };
const rules = [lazy, stale, floating];

const severities = (file: ConfigFile, path = 'src/a.ts', amendment = {}) => {
  const config = resolveConfig(file, rules, amendment)(path);
  return rules.map((r) => config.severityOf(r) ?? 'off').join(' ');
};

/** The faults of a text in which `«…»` marks where the first one must be. */
const faultsOf = (marked: string) => {
  const text = marked.replace(/[«»]/g, '');
  const { config, faults } = parseConfig(text, rules);
  equal(config, undefined);
  equal(text.slice(faults[0]!.start, faults[0]!.end), /«([\s\S]*)»/.exec(marked)?.[1] ?? text);
  return faults.map((f) => f.message);
};

describe('config: what holds for a file', () => {
  it('is the recommended preset where nothing is said', () => {
    equal(severities({}), 'error warning off');
  });

  it('knows the other presets', () => {
    equal(severities({ preset: 'strict' }), 'error warning warning');
    equal(severities({ preset: 'nursery' }), 'error warning off');
    equal(severities({ preset: 'all' }), 'error warning warning');
    const young = { ...floating, preset: 'nursery' } as const;
    const on = (preset: 'recommended' | 'nursery' | 'strict' | 'all') =>
      resolveConfig({ preset }, [young])('a.ts').severityOf(young) !== undefined;
    equal([on('recommended'), on('nursery'), on('strict'), on('all')].join(), 'false,true,false,true');
    equal(severities({ preset: 'none' }), 'off off off');
    equal(resolveConfig({ preset: 'strict' }, rules)('a.ts').strict, true);
    equal(resolveConfig({}, rules)('a.ts').strict, false);
  });

  it('takes severities by id or code', () => {
    equal(severities({ rules: { RG101: 'info', 'stale-write': 'off', 'floating-task': 'error' } }), 'info off error');
  });

  it('applies overrides in order: the last match wins', () => {
    const file: ConfigFile = {
      overrides: [
        { files: ['**/*.test.ts'], rules: { RG101: 'off' } },
        { files: ['src/**'], rules: { RG101: 'info' } },
      ],
    };
    equal(severities(file, 'src/a.test.ts'), 'info warning off');
    equal(severities(file, 'e2e/a.test.ts'), 'off warning off');
    equal(severities(file, 'e2e/a.ts'), 'error warning off');
  });

  it("lets an override's preset replace what was said before for its files", () => {
    const file: ConfigFile = {
      rules: { RG311: 'error' },
      overrides: [{ files: ['legacy'], preset: 'none', rules: { RG103: 'info' } }],
    };
    equal(severities(file, 'legacy/a.ts'), 'off info off');
    equal(severities(file, 'src/a.ts'), 'error warning error');
  });

  it('reads globs as .gitignore does', () => {
    const ignored = (ignore: string[], path: string) => resolveConfig({ ignore }, rules)(path).ignored;
    for (const [glob, path, expected] of [
      ['dist', 'dist/a.ts', true],
      ['dist/', 'packages/x/dist/deep/a.ts', true],
      ['./dist', 'packages/x/dist/a.ts', false],
      ['*.gen.ts', 'src/x/a.gen.ts', true],
      ['src/*.ts', 'src/x/a.ts', false],
      ['src/**/*.{spec,test}.ts', 'src/x/a.spec.ts', true],
      ['.cache', '.cache/a.ts', true],
      ['src/[id]/*.ts', 'src/i/a.ts', true],
      ['src/[!id]/*.ts', 'src/i/a.ts', false],
      ['src/[a-c]?.ts', 'src/b1.ts', true],
      ['src/{a,b/{c,d}}/**', 'src/b/d/e.ts', true],
      ['app/(auth)/[[]id]/*', 'app/(auth)/[id]/page.tsx', true],
      ['a+b/**/x.ts', 'a+b/x.ts', true],
      ['*', '.env.ts', true],
      ['**', '../outside.ts', false],
    ] as const)
      equal(ignored([glob], path), expected, `${glob} on ${path}`);
    equal(ignored(['src', '!src/keep.ts'], 'src/keep.ts'), false);
    equal(ignored(['src', '!src/keep.ts'], 'src/other.ts'), true);
  });

  it('runs only the rules that a command line names, with the severities of the file', () => {
    equal(severities({ rules: { RG103: 'error' } }, 'a.ts', { only: ['stale-write'] }), 'off error off');
    equal(severities({}, 'a.ts', { only: ['floating-task'] }), 'off off warning');
    equal(severities({ rules: { RG101: 'off' } }, 'a.ts', { preset: 'strict' }), 'off warning warning');
  });

  it('gives one object to files under the same overrides', () => {
    const of = resolveConfig({ overrides: [{ files: ['*.test.ts'], rules: {} }] }, rules);
    equal(of('a.ts'), of('b/c.ts'));
    ok(of('a.ts') !== of('a.test.ts'));
  });
});

describe('config: the text', () => {
  it('may have comments and trailing commas', () => {
    const { config } = parseConfig(
      `// why
      { "preset": "strict", /* and */ "rules": { "RG101": "off", },
        "guards": ["withLock", "this.queue.add", "*.transaction", "this.#lock.run"], "locks": ["takeLease/returnLease"], }`,
      rules,
    );
    deepEqual(config, {
      preset: 'strict',
      rules: { RG101: 'off' },
      guards: ['withLock', 'this.queue.add', '*.transaction', 'this.#lock.run'],
      locks: ['takeLease/returnLease'],
    });
  });

  it('names what it does not know, and what was meant', () => {
    deepEqual(faultsOf('{ «"rule"»: {} }'), ['the configuration has no field `rule`. Did you mean `rules`?']);
    match(faultsOf('{ «"whatever"»: 1 }')[0]!, /It may have: \$schema, preset, rules/);
    match(
      faultsOf('{ "rules": { «"lazy-init-rase"»: "off" } }')[0]!,
      /no rule is called `lazy-init-rase`\. Did you mean `lazy-init-race`\?/,
    );
    match(
      faultsOf('{ "rules": { "RG101": «"warn"» } }')[0]!,
      /`warn` is not a severity\. Did you mean `warning`\? It is one of: off, info, warning, error\./,
    );
    match(faultsOf('{ "preset": «"strickt"» }')[0]!, /Did you mean `strict`\?/);
    match(faultsOf('{ "overrides": [{ "files": ["a"], «"rule"»: {} }] }')[0]!, /an override has no field `rule`/);
  });

  it('names a wrong type', () => {
    match(faultsOf('«[]»')[0]!, /the configuration must be an object, not an array/);
    match(faultsOf('{ "ignore": «"dist"» }')[0]!, /a list in `\[ \]` is expected here, not a string/);
    match(faultsOf('{ "ignore": [«1»] }')[0]!, /a string is expected here, not a number/);
    match(faultsOf('{ "rules": { "RG101": «2» } }')[0]!, /a severity is expected here, not a number/);
    match(faultsOf('{ "overrides": [«{}»] }')[0]!, /needs `files`/);
    match(faultsOf('{ "rules": «null» }')[0]!, /not `null`/);
  });

  it('names a bad glob, guard or type', () => {
    match(faultsOf('{ "ignore": [«"src\\\\x"»] }')[0]!, /backslash/);
    match(faultsOf('{ "ignore": [«"/abs"»] }')[0]!, /absolute/);
    match(faultsOf('{ "ignore": [«"../x"»] }')[0]!, /leaves the configuration file's folder/);
    match(faultsOf('{ "ignore": [«"src/(a"»] }')[0]!, /is not a glob/);
    match(faultsOf('{ "ignore": [«"src/@(a|b)"»] }')[0]!, /is not a glob: .*write `\{a,b\}`/);
    match(faultsOf('{ "ignore": [«"src/{a,b"»] }')[0]!, /a `\{` has no `\}`/);
    match(faultsOf('{ "ignore": [«""»] }')[0]!, /empty/);
    match(faultsOf('{ "guards": [«"withLock()"»] }')[0]!, /without the call/);
    match(faultsOf('{ "locks": [«"RedisLock"»] }')[0]!, /takeLease\/returnLease/);
  });

  it('names where the text stops being JSON', () => {
    match(faultsOf('{ "preset": "strict" «"rules"»: {} }')[0]!, /a comma is missing/);
    match(faultsOf("{ «'preset'»: 1 }")[0]!, /double quotes/);
    match(parseConfig('', rules).faults[0]!.message, /empty|value is expected/);
    match(parseConfig('{ "preset": "strict"', rules).faults[0]!.message, /closing `}` is missing/);
  });

  it('tells all faults at once', () => {
    equal(parseConfig('{ "preset": "x", "rules": { "y": "off" }, "z": 1 }', rules).faults.length, 3);
  });
});

describe('config: the JSON schema', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schema/raceguard.config.schema.json', import.meta.url), 'utf8'),
  );

  it('has the fields that the parser knows', () => {
    const [message] = faultsOf('{ «"nothing-like-it"»: 1 }');
    const known = /It may have: (.*)\.$/.exec(message!)![1]!.split(', ');
    deepEqual(Object.keys(schema.properties).sort(), known.sort());
    const [inOverride] = faultsOf('{ "overrides": [{ "files": [], «"nothing-like-it"»: 1 }] }');
    const knownThere = /It may have: (.*)\.$/.exec(inOverride!)![1]!.split(', ');
    deepEqual(Object.keys(schema.definitions.override.properties).sort(), knownThere.sort());
    equal(schema.additionalProperties, false);
    equal(schema.definitions.override.additionalProperties, false);
  });

  it('has the same words', () => {
    match(faultsOf('{ "preset": «"q"» }')[0]!, new RegExp(schema.definitions.preset.enum.join(', ')));
    match(faultsOf('{ "rules": { "RG101": «"q"» } }')[0]!, new RegExp(schema.definitions.setting.enum.join(', ')));
  });
});
