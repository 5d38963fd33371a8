import { deepEqual, equal, match } from 'node:assert/strict';
import type { Finding } from '../../src/core/finding.ts';
import type { Rule, RuleMeta } from '../../src/core/rule.ts';
import { applySuppressions } from '../../src/core/suppress.ts';
import { parse } from '../support/parse.ts';

const rule = (id: string, code: RuleMeta['code'], preset: RuleMeta['preset'] = 'recommended'): Rule => ({
  meta: { id, code, preset, severity: 'error', summary: '', rewrite: '' },
  run() {},
});
const rules = [rule('lazy-init-race', 'RG101'), rule('stale-write', 'RG103'), rule('floating-task', 'RG311', 'strict')];

/** Every `RACE(n)` in the text is a finding of the n-th rule, in the order they stand. */
function run(text: string, { fileName = '/p/a.ts', isOn = (_: RuleMeta): boolean => true } = {}) {
  const tree = parse(text, fileName);
  const findings = [...text.matchAll(/RACE\((\d)\)/g)].map((m): Finding => {
    const { meta } = rules[Number(m[1])]!;
    return {
      rule: meta.id,
      code: meta.code,
      severity: 'error',
      file: tree.fileName,
      span: { start: m.index, end: m.index + 7 },
      message: '',
      witness: [],
      fixes: [],
    };
  });
  const result = applySuppressions(tree, findings, rules, isOn);
  return {
    left: result.findings.map((f) => `${f.code}@${text.slice(0, f.span.start).split(/\r\n|\n/).length}`),
    problems: result.problems.map((p) => p.message),
    at: result.problems.map((p) => text.slice(p.span.start, p.span.end)),
  };
}
const silent = { left: [], problems: [], at: [] };

describe('suppress: the forms', () => {
  it('silences the next line, by id, code, list or without a list', () => {
    for (const list of [
      'lazy-init-race',
      'RG101',
      ' RG103,RG101 -- two',
      '',
      '-- the reason',
      ' lazy-init-race -- a, b -- c',
    ])
      deepEqual(
        run(`// raceguard-disable-next-line ${list}\nRACE(0); ${/RG103/.test(list) ? 'RACE(1)' : ''}`),
        silent,
        list,
      );
  });

  it('silences only that line and those rules', () => {
    deepEqual(run('// raceguard-disable-next-line RG101\nRACE(0); RACE(1);\nRACE(0);').left, ['RG103@2', 'RG101@3']);
  });

  it('silences its own line', () => {
    deepEqual(run('RACE(0); // raceguard-disable-line RG101\nRACE(0);').left, ['RG101@2']);
    deepEqual(run('/* raceguard-disable-line */ RACE(0);'), silent);
  });

  it('silences a whole file from its head, and a range up to enable', () => {
    deepEqual(
      run('#!/usr/bin/env node\n// Licence\n/* raceguard-disable stale-write -- legacy */\nRACE(1);\nRACE(1); RACE(0);')
        .left,
      ['RG101@5'],
    );
    deepEqual(run('RACE(0);\n/* raceguard-disable */\nRACE(0);\n/* raceguard-enable */\nRACE(0);').left, [
      'RG101@1',
      'RG101@5',
    ]);
    deepEqual(
      run('/* raceguard-disable */\nRACE(0); RACE(1);\n/* raceguard-enable RG101 */\nRACE(0); RACE(1);').left,
      [],
    );
    deepEqual(
      run('/* raceguard-disable RG101, RG103 */\nRACE(0); RACE(1);\n/* raceguard-enable RG101 */\nRACE(0); RACE(1);')
        .left,
      ['RG101@4'],
    );
  });

  it('counts lines with any line end, and after a comment of several lines', () => {
    deepEqual(run('// raceguard-disable-next-line RG101\r\nRACE(0);\r\nRACE(0);').left, ['RG101@3']);
    deepEqual(run('/* raceguard-disable-next-line RG101 -- the\n   reason is long */\nRACE(0);\nRACE(0);').left, [
      'RG101@4',
    ]);
  });

  it('works in JSX', () => {
    const text = 'const x = <a>\n  {/* raceguard-disable-next-line RG101 */}\n  {RACE(0)}\n</a>;';
    deepEqual(run(text, { fileName: '/p/a.tsx' }), silent);
  });

  it('works in empty blocks, argument lists, between members and at the end of the file', () => {
    for (const text of [
      'function f() { /* raceguard-disable-line */ } RACE(0);',
      'f(/* raceguard-disable-line */); RACE(0);',
      'f(a, /* raceguard-disable-line */ b`x${1}y`, RACE(0));',
      'class C { a = 1; // raceguard-disable-next-line\n b = RACE(0); }',
      'const r = /x/; /* raceguard-disable-line */ RACE(0);',
      'RACE(0) // raceguard-disable-line',
      'if (a) {\n} // raceguard-disable-next-line\nelse RACE(0);',
    ])
      deepEqual(run(text), silent, text);
  });
});

describe('suppress: what is no comment', () => {
  it('does not look into strings, templates, regexes or JSX text', () => {
    const directive = '/* raceguard-disable-line */';
    for (const text of [
      `const a = '${directive}'; RACE(0);`,
      `const a = \`${directive}\`; RACE(0);`,
      `const a = \`\${1} ${directive} \${2} ${directive}\`; RACE(0);`,
      `const a = /[/* raceguard-disable-line *]/; RACE(0);`,
      `type T = \`${directive}\${string}${directive}\`; RACE(0);`,
      `type T = '${directive}'; RACE(0);`,
    ])
      deepEqual(run(text), { left: ['RG101@1'], problems: [], at: [] }, text);
    for (const text of [
      `const a = <a>// raceguard-disable-line {RACE(0)}</a>;`,
      `const a = <a>/* raceguard-disable-line */{RACE(0)}</a>;`,
      `const a = <a title="// raceguard-disable-line">{RACE(0)}</a>;`,
    ])
      deepEqual(run(text, { fileName: '/p/a.tsx' }), { left: ['RG101@1'], problems: [], at: [] }, text);
  });

  it('takes a comment inside a template for one', () => {
    deepEqual(run('const a = `x ${/* raceguard-disable-line */ RACE(0)} y`;'), silent);
  });

  it('leaves prose that mentions a directive', () => {
    deepEqual(run('// see raceguard-disable-line in the docs\nRACE(0); // e.g. raceguard-disable-line').left, [
      'RG101@2',
    ]);
  });
});

describe('suppress: what it reports', () => {
  it('unused ones, at the name', () => {
    deepEqual(run('// raceguard-disable-next-line RG101, stale-write -- x\nRACE(0);'), {
      left: [],
      problems: ['Unused suppression: `stale-write` reports nothing on the next line. Remove it.'],
      at: ['stale-write'],
    });
    deepEqual(run('/* raceguard-disable */\nf();').problems, [
      'Unused suppression: nothing is reported. Remove the comment.',
    ]);
  });

  it('the wider of two that silence the same', () => {
    const { problems, at } = run('/* raceguard-disable RG101 */\n// raceguard-disable-next-line RG101\nRACE(0);');
    equal(problems.length, 1);
    deepEqual(at, ['RG101']);
  });

  it('none for rules that are off, nor bare ones in a narrowed run', () => {
    const isOn = (r: RuleMeta) => r.code === 'RG103';
    deepEqual(run('// raceguard-disable-next-line RG101\nf();', { isOn }), silent);
    deepEqual(run('// raceguard-disable-next-line\nf();', { isOn }), silent);
  });

  it('none where the file does not parse', () => {
    deepEqual(run('// raceguard-disable-next-line RG101\nf(;').problems, []);
  });

  it('unknown rules and unknown directives, with what was meant', () => {
    const { left, problems, at } = run('// raceguard-disable-next-line lazy-init-rase\nRACE(0);');
    deepEqual(left, ['RG101@2']);
    match(problems[0]!, /No rule is called `lazy-init-rase`\. Did you mean `lazy-init-race`\?/);
    deepEqual(at, ['lazy-init-rase']);
    match(run('// raceguard-disable-nextline\nf();').problems[0]!, /Did you mean `raceguard-disable-next-line`\?/);
  });

  it('a reason without its mark, and silences all the same', () => {
    const { left, problems } = run('// raceguard-disable-next-line RG101 it is fine\nRACE(0);');
    deepEqual(left, []);
    match(problems[0]!, /a reason stands after ` -- `/);
  });
});
