/** The tests of a window in one module that exports `run()`, as VS Code's test runners want it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root, work } from './paths.ts';

/** Returns its path. */
export async function bundleSuite(window: string): Promise<string> {
  const folder = join(root, 'test/editor/windows', window);
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  if (tests.length === 0) throw new Error(`${folder} has no *.test.ts.`);
  // `require` defers: a test file may call `describe` only when mocha has put it there.
  const load = tests.map((name) => `require(${JSON.stringify(`./${name}`)});`).join('\n');
  const outfile = join(work, 'suites', `${window}.cjs`);
  await build({
    stdin: {
      contents: `import { runMocha } from '../../bridge/run-mocha.ts';\nexport const run = () => runMocha(() => {\n${load}\n});`,
      resolveDir: folder,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
