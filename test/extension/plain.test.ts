import { deepEqual, equal } from 'node:assert/strict';
import { Findings } from '../../src/extension/check/findings.ts';
import { lanes } from '../../src/extension/lanes.ts';
import { diagnosticOf, diagnosticsOf, meets } from '../../src/extension/plain.ts';
import type { WireFinding, WireProblem, WireStep } from '../../src/protocol/messages.ts';

const place = (line: number, file = '/p/a.ts') => ({ file, line, column: 3, endLine: line, endColumn: 9 });
const step = (invocation: 'A' | 'B', line: number, text: string, file?: string): WireStep => ({
  invocation,
  text,
  place: place(line, file),
});
const finding: WireFinding = {
  rule: 'stale-write',
  code: 'RG103',
  severity: 'error',
  message: '`this.a` is lost.',
  place: place(7),
  commentAbove: 'line',
  witness: [step('A', 7, 'reads this.a'), step('B', 9, 'sets a | b', '/p/b.ts')],
  fixes: [],
};

describe('what the editor shows', () => {
  it('a finding: counted from 0, with its witness step by step', () => {
    deepEqual(diagnosticOf(finding), {
      range: { start: { line: 6, character: 2 }, end: { line: 6, character: 8 } },
      severity: 'error',
      message: '`this.a` is lost.',
      code: 'RG103',
      rule: 'stale-write',
      related: [
        { place: place(7), message: '1 A reads this.a' },
        { place: place(9, '/p/b.ts'), message: '2 B sets a | b' },
      ],
    });
  });

  it('problems of the file, but for those that TypeScript tells itself', () => {
    const problems: WireProblem[] = [
      { level: 'warning', message: 'Unused suppression.', place: place(3) },
      { level: 'error', message: 'Syntax error: x.', place: place(4) },
      { level: 'error', message: 'A rule threw.', place: place(1), rule: 'stale-write' },
      { level: 'warning', message: 'An option of the project is not known.', place: undefined },
      { level: 'warning', message: 'An option of the project is wrong.', place: place(1, '/p/tsconfig.json') },
    ];
    const said = diagnosticsOf(problems, (file) => file === '/p/a.ts');
    deepEqual(
      said.map((d) => [d.severity, d.range.start.line, d.message]),
      [
        ['warning', 2, 'Unused suppression.'],
        ['error', 0, 'A rule threw.'],
      ],
    );
  });

  it('a witness as two lanes, its text taken literally', () => {
    const text = lanes(
      finding.witness,
      ({ place: { line } }) => `file#${line}`,
      (s) => (s.place.file === '/p/a.ts' ? undefined : 'b.ts'),
    );
    equal(
      text,
      [
        '|   | A | B |',
        '| --- | :-- | :-- |',
        '| 1 | [reads this\\.a](file#7) |  |',
        '| 2 |  | [sets a \\| b](file#9) in b\\.ts |',
      ].join('\n'),
    );
  });

  it('a cursor at either end of a finding is at it', () => {
    const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });
    const { range } = diagnosticOf(finding);
    deepEqual(
      [at(6, 1), at(6, 2), at(6, 8), at(6, 9), at(7, 2)].map((cursor) => meets(range, cursor)),
      [false, true, true, false, false],
    );
  });
});

describe('what is known of files', () => {
  const none = { findings: [], problems: [] };
  const one = { findings: [finding], problems: [] };
  function known() {
    const findings = new Findings();
    const told: string[] = [];
    findings.onChange = (key) => told.push(key);
    return { findings, told };
  }

  it('the text in an editor stands over the check of the workspace', () => {
    const { findings, told } = known();
    findings.workspaceChecked(new Map([['a', one]]));
    findings.checked('a', 3, none);
    deepEqual(findings.of('a'), { ...none, version: 3 });
    findings.workspaceChecked(new Map([['a', one]]));
    deepEqual(findings.of('a'), { ...none, version: 3 });
    deepEqual(told, ['a', 'a']);
  });

  it('what the check of a workspace found lasts until the file changes', () => {
    const { findings, told } = known();
    findings.workspaceChecked(
      new Map([
        ['a', one],
        ['b', one],
      ]),
    );
    findings.changed('a');
    findings.changed('c');
    equal(findings.of('a'), undefined);
    equal(findings.of('b')?.findings.length, 1);
    findings.workspaceChecked(new Map());
    equal(findings.of('b'), undefined);
    deepEqual(told, ['a', 'b', 'a', 'b']);
  });

  it('nothing is left where nothing is known any more', () => {
    const { findings, told } = known();
    findings.workspaceChecked(new Map([['b', one]]));
    findings.checked('a', 1, one);
    findings.workspaceChecked(new Map([['a', one]]));
    findings.unknown('a');
    findings.unknown('a');
    equal(findings.of('a'), undefined);
    findings.workspaceChecked(new Map([['b', one]]));
    findings.workspaceUnknown();
    equal(findings.of('b'), undefined);
    deepEqual(told, ['b', 'a', 'b', 'a', 'b', 'b']);
  });

  it('a file that is closed keeps its findings after a check of the workspace, if it is saved', () => {
    const { findings } = known();
    findings.checked('a', 1, one);
    findings.closed('a', true);
    equal(findings.of('a'), undefined);
    findings.workspaceChecked(new Map());
    for (const saved of [true, false]) {
      findings.checked('a', 1, one);
      findings.closed('a', saved);
      equal(findings.of('a')?.findings.length, saved ? 1 : undefined);
    }
  });
});
