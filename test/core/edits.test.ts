import { deepEqual, equal, throws } from 'node:assert/strict';
import { applyEdits, dominantEol, planFixes } from '../../src/core/edits.ts';
import type { Fix, TextEdit } from '../../src/core/finding.ts';

const edit = (start: number, end: number, text: string, file = 'a.ts'): TextEdit => ({ file, start, end, text });
const fix = (title: string, ...edits: TextEdit[]): Fix => ({ title, tier: 'safe', edits: () => edits });
const titles = (fixes: readonly Fix[]) => fixes.map((f) => f.title).join(' ');

function run(text: string, ...fixes: Fix[]) {
  const plan = planFixes(fixes);
  return {
    applied: titles(plan.applied),
    skipped: titles(plan.skipped),
    text: applyEdits(text, plan.edits.get('a.ts') ?? []),
  };
}

describe('edits: choosing among fixes', () => {
  it('applies what does not meet', () => {
    deepEqual(run('abcdef', fix('2', edit(4, 5, 'E')), fix('1', edit(0, 1, 'A'))), {
      applied: '1 2',
      skipped: '',
      text: 'AbcdEf',
    });
  });

  it('gives an overlap to the earliest start', () => {
    deepEqual(run('abcdef', fix('2', edit(2, 5, 'X')), fix('1', edit(1, 3, 'Y'))), {
      applied: '1',
      skipped: '2',
      text: 'aYdef',
    });
  });

  it('applies a fix wholly or not at all', () => {
    const { applied, skipped, text } = run(
      'abcdef',
      fix('1', edit(0, 2, 'X')),
      fix('2', edit(1, 2, 'Y'), edit(4, 5, 'Z')),
    );
    deepEqual([applied, skipped, text], ['1', '2', 'Xcdef']);
  });

  it('takes fixes that touch for meeting', () => {
    equal(run('abcdef', fix('1', edit(0, 2, 'X')), fix('2', edit(2, 3, 'Y'))).skipped, '2');
    equal(run('abcdef', fix('1', edit(2, 2, 'X')), fix('2', edit(2, 2, 'X'))).skipped, '2');
  });

  it('inserts a shared import once, and does not let it decide who is first', () => {
    const imported = edit(0, 0, "import { Lazy } from '@raceguard/runtime';\n");
    const result = run('abcdef', fix('late', imported, edit(4, 5, 'E')), fix('early', imported, edit(1, 2, 'B')));
    deepEqual(result, {
      applied: 'early late',
      skipped: '',
      text: "import { Lazy } from '@raceguard/runtime';\naBcdEf",
    });
  });

  it('leaves another import at the same place for the next round', () => {
    const one = edit(0, 0, "import { Lazy } from '@raceguard/runtime';\n");
    const other = edit(0, 0, "import { Mutex } from '@raceguard/runtime';\n");
    equal(run('abcdef', fix('1', one, edit(2, 3, 'C')), fix('2', other, edit(4, 5, 'E'))).skipped, '2');
  });

  it('keeps the order of insertions of one fix at one place', () => {
    equal(run('ab', fix('1', edit(1, 1, 'x'), edit(1, 1, 'y'), edit(1, 2, 'B'))).text, 'axyB');
  });

  it('keeps files apart, and a fix over two files whole', () => {
    const { edits, skipped } = planFixes([
      fix('1', edit(0, 1, 'X')),
      fix('2', edit(0, 1, 'Y'), edit(0, 1, 'Z', 'b.ts')),
      fix('3', edit(0, 1, 'W', 'c.ts')),
    ]);
    deepEqual([...edits.keys()], ['a.ts', 'c.ts']);
    equal(titles(skipped), '2');
  });

  it('drops edits and fixes that change nothing', () => {
    const plan = planFixes([fix('1', edit(1, 1, '')), fix('2')]);
    deepEqual([plan.applied.length, plan.skipped.length, plan.edits.size], [0, 0, 0]);
  });
});

describe('edits: applying them', () => {
  it('writes the line ends that the file mostly has', () => {
    equal(applyEdits('a\r\nb\r\nc\n', [edit(0, 0, 'x\ny\n')]), 'x\r\ny\r\na\r\nb\r\nc\n');
    equal(applyEdits('a\nb', [edit(0, 0, 'x\r\n')]), 'x\na\nb');
    equal(dominantEol('a'), '\n');
  });

  it('leaves a byte order mark where it is', () => {
    equal(applyEdits('\uFEFFab', [edit(1, 2, 'x')]), '\uFEFFxb');
  });

  it('refuses edits that overlap or leave the text', () => {
    throws(() => applyEdits('abc', [edit(0, 2, ''), edit(1, 3, '')]), RangeError);
    throws(() => applyEdits('abc', [edit(2, 4, '')]), RangeError);
  });
});
