import { equal } from 'node:assert/strict';
import { applyEdits } from '../../../src/core/edits.ts';
import { Draft, dedented, indented } from '../../../src/core/rewrite/draft.ts';
import { parse } from '../../support/parse.ts';

function draftOf(text: string, write: (draft: Draft, at: (needle: string) => number) => void): string | undefined {
  const draft = new Draft(parse(text));
  write(draft, (needle) => text.indexOf(needle));
  const edits = draft.edits();
  return edits && applyEdits(text, edits);
}

describe('drafts', () => {
  it('carry the edits inside a range that moves along', () => {
    const made = draftOf('a(b(c));', (draft, at) => {
      draft.replace(at('c'), at('c') + 1, 'd');
      draft.replace(at('a'), at(';'), () => `x(${draft.text(at('b'), at('))') + 1)})`);
    });
    equal(made, 'x(b(d));');
  });

  it('are none when two edits cross', () => {
    const made = draftOf('abcdef;', (draft) => {
      draft.replace(0, 3, 'x');
      draft.replace(2, 5, 'y');
    });
    equal(made, undefined);
  });

  it('are none when an edit would be lost', () => {
    const made = draftOf('a(b);', (draft, at) => {
      draft.replace(at('b'), at('b') + 1, 'c');
      draft.replace(0, 4, 'd()');
    });
    equal(made, undefined);
  });

  it('may throw away what is only removed', () => {
    const made = draftOf('a(b);', (draft, at) => {
      draft.remove(at('b'), at('b') + 1);
      draft.replace(0, 4, 'd()');
    });
    equal(made, 'd();');
  });

  it('take what is put in at the end of a range along', () => {
    const made = draftOf('a(b);', (draft, at) => {
      draft.insert(at(')') + 1, '.c');
      draft.replace(0, at(';'), () => `x(${draft.text(0, at(';'))})`);
    });
    equal(made, 'x(a(b).c);');
  });

  it('put in before they replace at the same place', () => {
    const made = draftOf('a;', (draft) => {
      draft.replace(0, 1, 'b');
      draft.insert(0, 'c; ');
    });
    equal(made, 'c; b;');
  });

  it('indent code, but not what stands in templates', () => {
    const text = 'a(`\n  x ${b(\n  c)}\n`,\n  d);\n';
    const made = draftOf(text, (draft) => {
      draft.replace(0, text.length, () => indented(draft.text(0, text.length), '    '));
    });
    equal(made, '    a(`\n  x ${b(\n  c)}\n`,\n      d);\n');
  });

  it('take indentation away from all lines but the first', () => {
    equal(dedented('a(\n    b,\n  c\n', '  '), 'a(\n  b,\nc\n');
    equal(dedented('a(\nb', '  '), 'a(\nb');
  });
});
