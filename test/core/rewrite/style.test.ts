import { deepEqual, equal } from 'node:assert/strict';
import { indentAt, styleOf, wholeLines } from '../../../src/core/rewrite/style.ts';
import { parse } from '../../support/parse.ts';

describe('style of a file', () => {
  it('is what most of it has', () => {
    deepEqual(styleOf(parse('import a from "a"\nif (a) {\n    a()\n}\n')), {
      quote: '"',
      semicolon: '',
      indent: '    ',
    });
    deepEqual(styleOf(parse("class A {\n\ta = 'x';\n\tb() {\n\t\treturn 1;\n\t}\n}\n")), {
      quote: "'",
      semicolon: ';',
      indent: '\t',
    });
    deepEqual(styleOf(parse('')), { quote: "'", semicolon: ';', indent: '  ' });
  });

  it('ignores the stars of doc comments', () => {
    equal(styleOf(parse('/**\n * a\n */\nfunction f() {\n    a();\n}\n/**\n * b\n */\n')).indent, '    ');
  });

  it('knows the indentation of a line', () => {
    equal(indentAt('a\n\t  b c', 7), '\t  ');
  });

  it('takes a statement with its lines, but not what stands beside it', () => {
    deepEqual(wholeLines('a;\n  b;\nc;', 5, 7), { start: 3, end: 8 });
    deepEqual(wholeLines('a;\r\n  b;\r\nc;', 6, 8), { start: 4, end: 10 });
    deepEqual(wholeLines('a; b;', 3, 5), { start: 3, end: 5 });
  });
});
