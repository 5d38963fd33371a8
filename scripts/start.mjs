// `npm start -- [path…] [options]`: builds if needed and checks the path, or the bundled sample where none is given.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStale } from '../bin/stale.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// npm runs scripts in the package's folder; paths are meant from where the user stands.
const here = process.env.INIT_CWD ?? process.cwd();
const args = process.argv.slice(2);

if (isStale(root)) {
  const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) process.exit(2);
}
if (args.length > 0) process.exit(check(args, here));

console.log('Checking the bundled sample, test/sample: a small service with races and safe twins.\n');
const code = check(['test/sample'], root);
if (code === 1) {
  console.log('\nThese are the races the sample is there to show.');
  console.log('  npm start -- <path>                       check your own code');
  console.log('  npm start -- test/sample --fix-dry-run    see the rewrites');
  console.log('  npm start -- explain lazy-init-race       read about a rule');
}
process.exit(code === 1 ? 0 : code);

function check(given, cwd) {
  const command = ['check', 'explain', 'rules', 'add-runtime', 'help'].includes(given[0]) ? given : ['check', ...given];
  const run = spawnSync(process.execPath, [join(root, 'bin', 'raceguard.js'), ...command], { cwd, stdio: 'inherit' });
  return run.status ?? 2;
}
