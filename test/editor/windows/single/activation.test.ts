import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits, sizeOf } from '../../../../scripts/vsix-limits.ts';
import { measured } from '../../tools/measured.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { extension, raceguard, state } from '../../tools/raceguard.ts';

describe('the installed package', () => {
  it('activates for a TypeScript file, and says what answers', async () => {
    const project = new Project('first', { 'src/first.ts': 'export const first = 1;\n' });
    await project.show('src/first.ts');
    assert.match(await state('idle'), /^TypeScript 6\.\d+\.\d+ in its server$/);
    assert.ok(extension().isActive);
    const { activationMs } = await raceguard();
    await measured(`active ${(loadMs() + activationMs).toFixed(1)} ms after it was asked for`);
    await closeEditors();
    project.remove();
  });

  it('holds what is needed and nothing else', () => {
    const { extensionPath } = extension();
    const files = readdirSync(extensionPath, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(extensionPath, path)).isFile())
      .map((path) => path.replaceAll('\\', '/'));
    const rest = files.filter((path) => !many.test(path));
    for (const one of ['dist/rules/lazy-init-race.md', 'dist/scenarios/list.json', 'dist/scenarios/runner/unsafe.ts'])
      assert.ok(files.includes(one), one);
    assert.deepEqual(rest.map((path) => path.replace(/-\d+\.\d+\.\d+(?=\.tgz$)/, '')).sort(), [
      '.vsixmanifest',
      'LICENSE.txt',
      'changelog.md',
      'dist/extension.cjs',
      'dist/licenses.txt',
      'dist/panel/panel.css',
      'dist/panel/panel.js',
      'dist/raceguard-runtime.tgz',
      'dist/runner.js',
      'dist/service.js',
      'docs/icon.png',
      'node_modules/raceguard-tsserver-plugin/index.js',
      'node_modules/raceguard-tsserver-plugin/package.json',
      'package.json',
      'readme.md',
      'schema/raceguard.config.schema.json',
    ]);
  });

  for (const [path, limit] of Object.entries(limits))
    it(`${path} has no more than ${limit / 1000} kB`, () => {
      assert.ok(sizeOf(join(extension().extensionPath, path)) <= limit);
    });
});

/** Milliseconds to read and run the bundle, without activating it: in a copy, for the one in use is loaded already. */
function loadMs(): number {
  const copy = join(extension().extensionPath, 'dist', `extension-${process.pid}.cjs`);
  copyFileSync(join(extension().extensionPath, 'dist', 'extension.cjs'), copy);
  const started = performance.now();
  try {
    require(copy);
    return performance.now() - started;
  } finally {
    rmSync(copy);
  }
}

/** Files of which there are as many as rules, scenarios, chunks of the runner and steps of the walkthrough. */
const many =
  /^docs\/walkthrough\/(examples\/)?[\w.-]+$|^docs\/screenshots\/walkthrough-[\w-]+\.png$|^dist\/(rules\/[\w-]+\.(md|svg)|runner\/[\w-]+\.js|scenarios\/(list\.json|[\w-]+\/(README\.md|(un)?safe\.(ts|cjs|cjs\.map|mjs)|[\w-]+\.worker\.mjs)))$/;
