/**
 * `npm run corpus:fix -- <folder…> [--fix-suggestions] [--preset <name>]`
 *
 * Fixes all that can be fixed in real repositories and asks TypeScript what it says then that it did not say before, in
 * every project that holds a changed file. Puts everything back, also when it is interrupted.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { applyPatch, parsePatch } from 'diff';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'fix-suggestions': { type: 'boolean' }, preset: { type: 'string' } },
});
if (!positionals.length) {
  console.error('Name folders with repositories: npm run corpus:fix -- <folder…> [--fix-suggestions]');
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

let faults = 0;
for (const folder of positionals.map((path) => resolve(path))) faults += await fixAll(folder);
process.exitCode = faults === 0 ? 0 : 1;

async function fixAll(folder: string): Promise<number> {
  const name = basename(folder);
  const args = ['check', '.', '--fix-dry-run'];
  if (values['fix-suggestions']) args.push('--fix-suggestions');
  if (values.preset) args.push('--preset', values.preset);
  const { stdout } = await node(folder, [join(root, 'src/cli/cli.ts'), ...args]);
  const start = stdout.indexOf('--- a/');
  const patches = start < 0 ? [] : parsePatch(stdout.slice(start));
  const changed = patches.map(({ newFileName = '' }) => join(folder, newFileName.replace(/^b\//, '')));
  if (changed.length === 0) {
    console.log(`${name}: nothing to fix`);
    return 0;
  }
  const projects = new Set(changed.flatMap((file) => projectOf(file, folder) ?? []));
  const before = await errorsIn(projects, folder);
  const restore = changed.map((file) => [file, readFileSync(file, 'utf8')] as const);
  const withRuntime = join(folder, 'node_modules/@raceguard');
  const undo = () => {
    for (const [file, text] of restore) writeFileSync(file, text);
    rmSync(withRuntime, { recursive: true, force: true });
  };
  process.on('exit', undo);
  try {
    mkdirSync(withRuntime, { recursive: true });
    cpSync(join(root, 'runtime/package.json'), join(withRuntime, 'runtime/package.json'));
    cpSync(join(root, 'runtime/dist'), join(withRuntime, 'runtime/dist'), { recursive: true });
    for (const [n, [file, text]] of restore.entries()) {
      const fixed = applyPatch(text, patches[n]!);
      if (fixed === false) throw new Error(`${file}: the patch of --fix-dry-run does not fit the file.`);
      writeFileSync(file, fixed);
    }
    const after = await errorsIn(projects, folder);
    const fresh = after.filter((error) => !before.includes(error));
    console.log(
      `${name}: ${changed.length} files changed in ${projects.size} projects; TypeScript says ${before.length} things ` +
        `before and ${after.length} after, ${fresh.length} of them new`,
    );
    for (const file of changed) console.log(`  ${relative(folder, file)}`);
    for (const error of fresh) console.log(`  ✖ ${error}`);
    return fresh.length;
  } finally {
    undo();
    process.off('exit', undo);
  }
}

/** The nearest tsconfig.json above a file. */
function projectOf(file: string, folder: string): string | undefined {
  for (let at = dirname(file); at.startsWith(folder); at = dirname(at)) {
    if (existsSync(join(at, 'tsconfig.json'))) return join(at, 'tsconfig.json');
  }
  return undefined;
}

/** Without the numbers of lines, which a fix moves. */
async function errorsIn(projects: ReadonlySet<string>, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const project of projects) {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await node(folder, [tsc, '-p', project, '--noEmit', '--skipLibCheck', '--pretty', 'false']);
    for (const line of stdout.split('\n')) {
      const error = /^(.*)\(\d+,\d+\): (error .*)$/.exec(line);
      if (error) found.push(`${error[1]}: ${error[2]}`);
    }
  }
  return found;
}

function node(cwd: string, args: readonly string[]): Promise<{ stdout: string }> {
  return new Promise((done) => {
    const options = { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
    execFile(process.execPath, ['--max-old-space-size=6000', ...args], options, (_error, stdout) => done({ stdout }));
  });
}
