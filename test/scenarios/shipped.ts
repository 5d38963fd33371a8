/** The package as the build makes it, of the parts that run scenarios: one bundle, and what lies in `dist/scenarios/`. */
import { copyFileSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { writeScenarios } from '../../scripts/scenarios.ts';
import { root } from '../rules/find.ts';

export type Parts = typeof import('../../src/runner/programs.ts') &
  typeof import('../../src/runner/scenarios.ts') &
  Pick<typeof import('../../runtime/src/testing/index.ts'), 'explore'>;

export interface Shipped {
  readonly folder: string;
  readonly bundle: string;
  readonly parts: Parts;
  dispose(): void;
}

export async function ship(): Promise<Shipped> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'raceguard-shipped-')));
  const bundle = join(folder, 'dist', 'parts.js');
  await build({
    stdin: {
      contents: `
        export * from './src/runner/programs.ts';
        export * from './src/runner/scenarios.ts';
        export { explore } from './runtime/src/testing/index.ts';`,
      resolveDir: root,
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  await writeScenarios(root, join(folder, 'dist', 'scenarios'));
  const parts = (await import(pathToFileURL(bundle).href)) as Parts;
  return { folder, bundle, parts, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
