import { deepEqual, equal } from 'node:assert/strict';
import { disableFile, disableLine } from '../../src/extension/fixes/disable.ts';
import type { CommentAbove, WireFinding } from '../../src/protocol/messages.ts';

const finding = (line: number, commentAbove: CommentAbove = 'line'): WireFinding => ({
  rule: 'stale-write',
  code: 'RG103',
  severity: 'error',
  message: '',
  place: { file: '/p/a.ts', line, column: 3, endLine: line, endColumn: 5 },
  commentAbove,
  witness: [],
  fixes: [],
});
const lines = (text: string) => (line: number) => text.split('\n')[line]!;
/** The text with the comment in it. */
function disabled(text: string, line: number, commentAbove?: CommentAbove) {
  const made = disableLine(lines(text), finding(line, commentAbove));
  if (!made) return undefined;
  const all = text.split('\n');
  const at = all[made.line]!;
  all[made.line] = at.slice(0, made.character) + made.text + at.slice(made.character);
  return all.join('\n');
}

describe('disable for this line', () => {
  it('puts the comment above, indented as the line is', () => {
    equal(
      disabled('f() {\n\t  race();\n}', 2),
      'f() {\n\t  // raceguard-disable-next-line stale-write -- reason\n\t  race();\n}',
    );
    equal(disabled('race();', 1), '// raceguard-disable-next-line stale-write -- reason\nrace();');
  });

  it('in braces among the children of an element', () => {
    equal(
      disabled('<ul>\n  {race}\n</ul>', 2, 'jsx'),
      '<ul>\n  {/* raceguard-disable-next-line stale-write -- reason */}\n  {race}\n</ul>',
    );
  });

  it('joins a comment above that disables other rules: of two comments only the lower one would count', () => {
    equal(
      disabled('// raceguard-disable-next-line RG101 -- why\nrace();', 2),
      '// raceguard-disable-next-line RG101, stale-write -- why\nrace();',
    );
    equal(
      disabled('  {/* raceguard-disable-next-line RG101, lazy-init-race */}\n  {race}', 2, 'jsx'),
      '  {/* raceguard-disable-next-line RG101, lazy-init-race, stale-write */}\n  {race}',
    );
    equal(
      disabled('// raceguard-disable-next-line RG101\nrace();', 2),
      '// raceguard-disable-next-line RG101, stale-write\nrace();',
    );
  });

  it('is not offered where no comment can stand', () => {
    equal(disabled('`\n${race}`', 2, 'none'), undefined);
  });
});

describe('disable for this file', () => {
  it('stands at the head, behind a #! line', () => {
    const text = '/* raceguard-disable stale-write -- reason */\n';
    deepEqual(disableFile(lines('race();'), 'stale-write'), { line: 0, character: 0, text });
    deepEqual(disableFile(lines('#!/usr/bin/env node\nrace();'), 'stale-write'), { line: 1, character: 0, text });
  });
});
