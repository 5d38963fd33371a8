// `npm test`: types, lint, build, every test/**/*.test.ts, those of the editor in a real VS Code. Ends with one line that counts all of it.
//   npm test -- test/core/config.test.ts    only these tests
//   npm run test:editor                     only those in a real VS Code
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
// Tests are TypeScript, run as it is: that takes a newer Node than the one that may have started us.
const node = existsSync(bin('node')) ? bin('node') : process.execPath;
const counts = { passed: 0, failed: 0, skipped: 0 };
const only = process.argv.slice(2);

if (only.length === 0) {
  await Promise.all([
    step('types', node, ['node_modules/typescript/bin/tsc', '-p', '.', '--noEmit']),
    step('types of the page', node, [
      'node_modules/typescript/bin/tsc',
      '-p',
      'src/extension/scenarios/webview',
      '--noEmit',
    ]),
    step('lint', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  ]);
}
await step('build', process.execPath, ['esbuild.mjs']);
if (only.length > 0) await counted(mochaOf(only), 'inherit');
else {
  await step('own code', process.execPath, ['bin/raceguard.js', 'check', 'src', 'runtime', 'scripts']);
  await allTests();
}

const line = `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`;
console.log(`\n${line}`);
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0);

/** A step counts as one test. Its output is shown when it fails. */
async function step(name, command, args) {
  const started = performance.now();
  const { code, output } = await run(command, args, 'pipe');
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (code === 0) counts.passed++;
  else counts.failed++;
  console.log(`${code === 0 ? '✔' : '✖'} ${name} (${took})`);
  if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '    '));
}

function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      // Those run inside an editor.
      if (path === 'test/editor/windows') return [];
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testFiles(path);
      return entry.name.endsWith('.test.ts') ? [path] : [];
    })
    .sort();
}

/**
 * Several processes at a time, for many tests wait for others. What each prints is shown when it has ended. Files that
 * share what they have worked out, such as the findings in all programs, stay in one process.
 */
async function allTests() {
  const files = testFiles('test');
  const parts = [/^test\/(rules|reports|scenarios|picture|corpus)\//, /^test\/runtime\//];
  const rest = files.filter((file) => !parts.some((part) => part.test(file)));
  const [rules, runtime] = parts.map((part) => files.filter((file) => part.test(file)));
  const jobs = [
    ['the editor', (stats) => ['test/editor/run.ts', '--stats', stats]],
    ['compilers, services, command line', mochaOf(rest)],
    ['rules and scenarios', mochaOf(rules)],
    ['the runtime', mochaOf(runtime)],
  ];
  const started = performance.now();
  const minutes = () => `${((performance.now() - started) / 60_000).toFixed(1)} min`;
  const next = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const [name, argsFor] = job;
      console.log(`… ${name}`);
      const output = await counted(argsFor, 'pipe');
      console.log(`\n${output.trimEnd()}\n\n${name}: ended after ${minutes()}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, next));
}

function mochaOf(files) {
  const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'scripts/reporter.mjs', '--timeout', '60000'];
  return (stats) => [...mocha, '--reporter-option', `file=${stats}`, ...files];
}

/** Runs tests that print their own report, and write their numbers into a file. */
async function counted(argsFor, stdio) {
  const folder = mkdtempSync(join(tmpdir(), 'raceguard-tests-'));
  const result = join(folder, 'stats.json');
  const { code, output } = await run(node, argsFor(result), stdio);
  const stats = existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')) : { passes: 0, failures: 0, pending: 0 };
  rmSync(folder, { recursive: true });
  counts.passed += stats.passes;
  counts.skipped += stats.pending;
  // A file that can't be loaded, or a crash, fails no single test.
  counts.failed += stats.failures || (code === 0 && stats.passes > 0 ? 0 : 1);
  return output;
}

function run(command, args, stdio) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', stdio, stdio], shell: command.endsWith('.cmd') });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => done({ code: 1, output: String(error) }));
    child.on('close', (code) => done({ code, output }));
  });
}
