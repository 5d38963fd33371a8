// `npm run package`: builds, and makes raceguard-<version>.vsix, which VS Code installs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack, stage, vsixName } from './vsix.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, vsixName);
const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);

const folder = mkdtempSync(join(tmpdir(), 'raceguard-package-'));
try {
  stage(folder);
  pack(folder, file);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `${vsixName}: ${(statSync(file).size / 1000).toFixed(0)} kB. Install it with \`code --install-extension ${vsixName}\`.`,
);
