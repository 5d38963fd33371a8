/** No function that empties something is passed over because of how it is written. */
import { ok } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { buildFacts } from '../../src/core/facts/build.ts';
import { textOf } from '../../src/core/syntax.ts';
import { isClearing, mayEmpty } from '../../src/rules/check-then-act/acts.ts';
import { parse } from '../support/parse.ts';

describe('what empties a location', () => {
  const forms = [
    'this.a = undefined',
    'this.a=null;',
    'this.a =\n  null',
    'this.a = /* nobody */ undefined',
    'this.a = // nobody\n undefined',
    'this.a = (undefined as never)',
    'this.a = <never>(null)',
    'this.a = void 0',
    'this.a = 0x0',
    'this.a = .0',
    'this.a = ``',
    "this.a['b'] = ''",
    'this.a = this.b = false',
    'delete this.a',
    'this.a.delete(key)',
    'this.a?.delete(key)',
  ];
  for (const form of forms)
    it(JSON.stringify(form), () => {
      const text = `class C { a; b; f(key) { ${form} } }`;
      ok(emptiesIn('form.ts', text) > 0, 'it empties nothing');
    });

  it('is seen in all of this project', () => {
    const files = globSync('{src,runtime,test}/**/*.ts', { exclude: (name) => /node_modules|\.work/.test(name) });
    let found = 0;
    for (const file of files) found += emptiesIn(file, readFileSync(file, 'utf8'));
    ok(found > 300, `${found} in ${files.length} files`);
  });
});

function emptiesIn(file: string, text: string): number {
  const facts = buildFacts(parse(text, `/${file}`));
  const functions = facts.functions.filter((fn) =>
    facts.graph(fn).blocks.some(({ ops }) => ops.some((op) => isClearing(facts, op))),
  );
  for (const { node } of functions) {
    const own = facts.tree.text.slice(node.pos, node.end);
    ok(mayEmpty(own), `${file}: ${textOf(facts.tree, node)}`);
  }
  return functions.length;
}
