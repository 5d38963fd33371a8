/** `src/core` and `src/rules` know nothing of hosts: they run alike in an editor, in tsserver and on a command line. */
import { deepEqual, ok } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-classic';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const slashed = (path: string) => path.split(sep).join('/');
/** Pure data and text, of any JavaScript engine. */
const packages = new Set(['jsonc-parser', 'picomatch/posix.js']);
/** Programs for a rule's own tests and proof: no part of the linter. */
const fixtures = /^src\/rules\/[^/]+\/(bad|fixed|good|proof)\.[cm]?[jt]sx?$|^src\/rules\/[^/]+\/cases\//;

const files = globSync('src/{core,rules}/**/*.ts', { cwd: root })
  .map(slashed)
  .filter((file) => !fixtures.test(file));

describe('purity of core and rules', () => {
  it('there are files to look at', () => ok(files.some((f) => f.startsWith('src/core/')) && files.length > 20));

  for (const file of files) {
    it(file, () => {
      const text = readFileSync(join(root, file), 'utf8');
      const { importedFiles } = ts.preProcessFile(text, true, true);
      const foreign = importedFiles.map((i) => i.fileName).filter((specifier) => !isAllowed(file, specifier));
      deepEqual(foreign, [], 'imports what only a host has');
      deepEqual(globalsIn(text), [], 'uses what only a host has');
    });
  }
});

function isAllowed(file: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return packages.has(specifier);
  const target = slashed(relative(root, join(root, dirname(file), specifier)));
  return target.startsWith('src/core/') || (file.startsWith('src/rules/') && target.startsWith('src/rules/'));
}

const hostGlobals = new Set(['process', 'Buffer', 'require', 'setTimeout', 'setInterval', 'setImmediate', 'console']);

/** Uses as a callee or object; in strings, comments and as names of properties they are the vocabulary of rules. */
function globalsIn(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isUse = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isPropertyAccessExpression(node);
    if (isUse && ts.isIdentifier(node.expression) && hostGlobals.has(node.expression.text))
      found.push(node.expression.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}
