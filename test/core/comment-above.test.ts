import { equal } from 'node:assert/strict';
import { commentAbove } from '../../src/core/comment-above.ts';
import { applySuppressions } from '../../src/core/suppress.ts';
import { parse } from '../support/parse.ts';

const rule = {
  meta: { id: 'stale-write', code: 'RG103', preset: 'recommended', severity: 'error', summary: '', rewrite: '' },
  run() {},
} as const;

/** For the line of `RACE`; and the comment of that form really silences a finding there. */
function above(text: string, fileName = '/p/a.tsx') {
  const pos = text.indexOf('RACE');
  const form = commentAbove(parse(text, fileName), pos);
  if (form !== 'none') {
    const at = text.lastIndexOf('\n', pos) + 1;
    const comment = 'raceguard-disable-next-line stale-write -- why';
    const written = `${text.slice(0, at)}${form === 'line' ? `// ${comment}` : `{/* ${comment} */}`}\n${text.slice(at)}`;
    const start = written.indexOf('RACE');
    const tree = parse(written, fileName);
    equal(tree.syntaxErrors.length, 0, `${JSON.stringify(tree.syntaxErrors)}\n${written}`);
    const finding = {
      rule: 'stale-write',
      code: 'RG103',
      severity: 'error',
      message: '',
      witness: [],
      fixes: [],
    } as const;
    const found = [{ ...finding, file: fileName, span: { start, end: start + 4 } }];
    const { findings, problems } = applySuppressions(tree, found, [rule], () => true);
    equal(findings.length + problems.length, 0, written);
  }
  return form;
}

describe('the comment above a line', () => {
  it('is a plain one in code', () => {
    equal(above('RACE();'), 'line');
    equal(above('class C {\n  async m() {\n    this.x = RACE;\n  }\n}'), 'line');
    equal(above('f(\n  RACE,\n);', '/p/a.ts'), 'line');
    equal(above('const a = `${b}` +\n  RACE;'), 'line');
    equal(above('const a = `\n  ${b}`; RACE;'.replace('; RACE', ';\nRACE')), 'line');
  });

  it('stands in braces among the children of an element', () => {
    equal(above('const a = (\n  <ul>\n    {items.map(RACE)}\n  </ul>\n);'), 'jsx');
    equal(above('const a = <ul>\n<li onClick={RACE} />\n</ul>;'), 'jsx');
    equal(above('const a = <>\n  text <b>{RACE}</b>\n</>;'), 'jsx');
  });

  it('is a plain one in an expression or among the attributes of an element', () => {
    equal(above('const a = (\n  <ul>\n    {items.map(() => {\n      RACE();\n    })}\n  </ul>\n);'), 'line');
    equal(above('const a = (\n  <ul\n    onClick={() => RACE()}\n  />\n);'), 'line');
    equal(above('const a = (\n  <ul>{RACE}</ul>\n);'), 'line');
  });

  it('is none inside a template, a string or a comment', () => {
    equal(above('const a = `\n  ${RACE}\n`;'), 'none');
    equal(above('const a = `x ${b}\n  ${RACE}\n`;'), 'none');
    equal(above("const a = 'x\\\n  y' + RACE;"), 'none');
    equal(above('/* a\n b */ RACE();'), 'none');
    equal(above('const a = <ul title="a\n b" onClick={RACE} />;'), 'none');
  });
});
