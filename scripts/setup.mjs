// Installs the packages if they are missing or older than the lock file. Runs before `npm start` and `npm test`, on
// any Node from 20 on, with nothing installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'package-lock.json');
// npm writes it at the end of every install that went well.
const installed = join(root, 'node_modules', '.package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log('Installing packages …');
  const first = npm('ci');
  if (first.status !== 0) {
    console.log('The lock file could not be used as it is; trying without it …');
    const second = npm('install', '--no-package-lock');
    if (second.status !== 0) {
      console.error(`${first.stderr}\n${second.stderr}`.trim());
      console.error('\nThe packages could not be installed (see above). Put that right and try again.');
      process.exit(1);
    }
  }
}

function npm(...args) {
  return spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    // A lifecycle script of `npm start --foo` must not hand its own flags down.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(command|lifecycle)/.test(name))),
  });
}
