/** The comments that tell what is to be reported: read, written, and told apart from other comments. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { matches, readExpectations, writeExpectation } from './expect.ts';

describe('expectation comments', () => {
  const one = (comment: string) => readExpectations(`code();\n${comment}\nmore();`);

  it('mark columns by carets', () => {
    const { text, expectations } = one('//  ^^^ RG101 `x` is');
    equal(text, 'code();\nmore();');
    deepEqual(expectations, [{ line: 1, column: 5, endColumn: 8, code: 'RG101', message: '`x` is' }]);
  });

  it('mark the column of their own start by an arrow', () => {
    const [e] = one('  // <- RG101').expectations;
    deepEqual([e?.column, e?.endColumn, e?.message], [3, undefined, '']);
  });

  it('may be several under one line', () => {
    const { expectations } = readExpectations('a\n// ^ RG101\n//  ^ RG102\nb\n// ^ RG103');
    deepEqual(
      expectations.map((e) => `${e.line}:${e.column}`),
      ['1:4', '1:5', '2:4'],
    );
  });

  it('stand in JSX as its comments', () => {
    const { text, expectations } = one('    {/* ^^^^ RG311 never awaited */}');
    equal(text, 'code();\nmore();');
    deepEqual(expectations, [{ line: 1, column: 9, endColumn: 13, code: 'RG311', message: 'never awaited' }]);
  });

  it('are no other comments', () => {
    for (const comment of ['// see RG101', '// ^ the line above', '// <- here', 'x = "// ^ RG101";'])
      deepEqual(one(comment).expectations, []);
  });

  it('choose another fix by the start of its title', () => {
    const { text, fix } = readExpectations('// fix: Guard it\ncode();\n');
    deepEqual([text, fix], ['code();\n', 'Guard it']);
  });

  it('are written so that they read as themselves', () => {
    const spans = [
      { line: 'code();', from: 1, to: 7 },
      { line: '  code();', from: 3, to: 9 },
      { line: 'a.code();', from: 4, to: 6 },
      { line: '    x = code();', from: 9, to: 15 },
    ];
    for (const { line, from, to } of spans) {
      const place = { line: 1, column: from, endLine: 1, endColumn: to };
      const { expectations } = readExpectations(`${line}\n${writeExpectation('RG101', 'It is.', place, line)}`);
      ok(expectations[0] && matches(expectations[0], 'RG101', 'It is. Mend it.', place, line), line);
    }
  });

  it('mark of a span over several lines what lies on the first', () => {
    const place = { line: 1, column: 5, endLine: 3, endColumn: 2 };
    const line = 'x = code({';
    const written = writeExpectation('RG101', 'It is.', place, line);
    equal(written, '//  ^^^^^^ RG101 It is.');
    ok(matches(readExpectations(`${line}\n${written}`).expectations[0]!, 'RG101', 'It is.', place, line));
  });
});
