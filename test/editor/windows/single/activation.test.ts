import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../../../scripts/vsix-limits.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { extension, state } from '../../tools/raceguard.ts';

describe('the installed package', () => {
  it('activates for a TypeScript file, and says what answers', async () => {
    const project = new Project('first', { 'src/first.ts': 'export const first = 1;\n' });
    await project.show('src/first.ts');
    assert.match(await state('idle'), /^TypeScript 6\.\d+\.\d+ in its server$/);
    assert.ok(extension().isActive);
    await closeEditors();
    project.remove();
  });

  it('holds what is needed and nothing else', () => {
    const { extensionPath } = extension();
    const files = readdirSync(extensionPath, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(extensionPath, path)).isFile())
      .map((path) => path.replaceAll('\\', '/'));
    const [rules, rest] = [files.filter(isRule), files.filter((path) => !isRule(path))];
    assert.ok(rules.includes('dist/rules/lazy-init-race.md'));
    assert.deepEqual(rest.map((path) => path.replace(/-\d+\.\d+\.\d+(?=\.tgz$)/, '')).sort(), [
      '.vsixmanifest',
      'LICENSE.txt',
      'changelog.md',
      'dist/extension.cjs',
      'dist/licenses.txt',
      'dist/raceguard-runtime.tgz',
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
      assert.ok(statSync(join(extension().extensionPath, path)).size <= limit);
    });
});

const isRule = (path: string) => /^dist\/rules\/[\w-]+\.md$/.test(path);
