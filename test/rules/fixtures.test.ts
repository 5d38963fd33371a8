/** Every rule's programs: `bad` reports what it says, its fixes give `fixed`, which compiles and is silent, as is `good`. */
import { deepEqual, equal, fail, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Expectation, matches, writeExpectation } from './expect.ts';
import { type Fixture, fixturesOf, root, ruleIds } from './find.ts';
import type { PlainFinding, SourceResult } from './run.ts';
import { classic, native, workspace } from './shared.ts';
import { inVariant, type Source, typesConfig, type Unit, type Variant, variantsOf } from './workspace.ts';

describe('rules', function () {
  this.timeout(300_000);
  const sourceOf = (fixture: Fixture, role: Source['role'], variant: Variant): Source => {
    const same = (s: Source) => s.role === role && s.variant === variant;
    const { rule, name } = fixture;
    return workspace().sources.find((s) => same(s) && s.fixture?.rule === rule && s.fixture.name === name)!;
  };
  const resultOf = (source: Source): SourceResult => native().results.get(source.path)!;

  before(() => void native());

  for (const rule of ruleIds()) {
    describe(rule, () => {
      const fixtures = fixturesOf(rule);
      it('has bad and good programs of its own', () => ok(fixtures[0]?.bad && fixtures[0].good));
      for (const fixture of fixtures) {
        const title = fixture.name ? `case ${fixture.name}` : 'its own programs';
        describe(title, () => {
          const { bad, fixed, good } = fixture;
          it('holds programs', () => ok(bad || good, `${fixture.folder} has neither bad nor good.`));
          for (const variant of variantsOf(fixture)) {
            if (bad) it(`bad reports (${variant})`, () => reports(sourceOf(fixture, 'bad', variant)));
            if (bad) it(`the fixes of bad give fixed (${variant})`, () => fixes(fixture, variant));
            if (fixed) it(`fixed is silent (${variant})`, () => silent(sourceOf(fixture, 'fixed', variant)));
            if (good) it(`good is silent (${variant})`, () => silent(sourceOf(fixture, 'good', variant)));
          }
        });
      }
    });
  }

  function reports(source: Source): void {
    const { text, findings, problems } = resultOf(source);
    const lines = text.split(/\r?\n/);
    const lineOf = (f: PlainFinding) => lines[f.place.line - 1]!;
    const left = new Set(source.program.expected.expectations);
    const unexpected = findings.filter((f) => {
      const met = [...left].find((e) => matches(e, f.code, f.message, f.place, lineOf(f)));
      return !(met && left.delete(met));
    });
    const said = [
      ...[...left].map((e) => `expected but not reported, under line ${e.line}:\n${shown(e)}`),
      ...unexpected.map(
        (f) =>
          `reported but not expected, on line ${f.place.line}:\n${lineOf(f)}\n${writeExpectation(f.code, f.message, f.place, lineOf(f))}`,
      ),
    ];
    if (said.length) fail(`${where(source)}\n${said.join('\n')}`);
    deepEqual(problems, []);
    ok(findings.length, `${where(source)} reports nothing: say so in a good program.`);
  }

  function fixes(fixture: Fixture, variant: Variant): void {
    const source = sourceOf(fixture, 'bad', variant);
    ok(!native().unstable.has(source.path), 'its fixes come to no end: one undoes the other');
    const made = native().fixed.get(source.path)!;
    const wanted = fixture.fixed?.expected.text ?? source.program.expected.text;
    // Without a `fixed` no fix is to be offered.
    equal(made, inVariant(wanted, variant === 'bom' ? 'plain' : variant), where(source));
  }

  function silent(source: Source): void {
    const { text, findings, problems } = resultOf(source);
    const lines = text.split(/\r?\n/);
    const said = findings.map((f) => `${f.code} on line ${f.place.line}: ${f.message}\n${lines[f.place.line - 1]}`);
    if (said.length) fail(`${where(source)}\n${said.join('\n')}`);
    deepEqual(problems, []);
  }

  it('all programs compile, fixed ones too', () => {
    const faults = workspace().units.map(compileFaults).join('');
    if (faults) fail(`TypeScript 7 says:\n${faults}`);
  });

  it('both compilers report and fix alike', () => {
    equal(native().compiler.name, 'native');
    equal(classic().compiler.name, 'classic');
    for (const source of workspace().sources) {
      deepEqual(classic().results.get(source.path), resultOf(source), where(source));
      equal(classic().fixed.get(source.path), native().fixed.get(source.path), where(source));
    }
  });
});

function shown(e: Expectation): string {
  const width = (e.endColumn ?? e.column + 1) - e.column;
  return `${' '.repeat(e.column - 1)}${'^'.repeat(width)} ${e.code} ${e.message}`;
}

function where({ fixture, program, rule }: Source): string {
  return ['src/rules', rule, ...(fixture?.name ? ['cases', fixture.name] : []), program.name].join('/');
}

function compileFaults(unit: Unit): string {
  if (!unit.sources.some((s) => s.variant === 'plain' && s.role !== 'docs')) return '';
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', typesConfig(unit), '--pretty', 'false'];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: unit.folder, encoding: 'utf8' });
  return status === 0 ? '' : stdout + stderr;
}
