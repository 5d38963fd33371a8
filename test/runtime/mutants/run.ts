/**
 * `npm run mutants:runtime`: breaks one invariant of the runtime at a time, in a copy, and shows that a test turns red.
 * Ends with 1 if a broken invariant goes unnoticed, or if a line to break is no longer there.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../toolbox.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const only = process.argv.slice(2);
const wanted = MUTANTS.filter(({ invariant }) => only.length === 0 || only.some((word) => invariant.includes(word)));
const unbroken = await redTests({ tests: [...new Set(wanted.flatMap(({ tests }) => tests))] });
if (unbroken.length > 0) throw new Error(`without any mutant these are red: ${unbroken.join('; ')}`);
let missed = 0;
for (const mutant of wanted) {
  const red = await redTests(mutant);
  if (red.length === 0) missed++;
  console.log(`${red.length > 0 ? '✔' : '✖ UNNOTICED'} ${mutant.invariant} (${mutant.file})`);
  for (const title of red.slice(0, 3)) console.log(`     red: ${title}`);
  if (red.length > 3) console.log(`     and ${red.length - 3} more`);
}
console.log(`\n${wanted.length - missed} of ${wanted.length} broken invariants turn a test red`);
process.exitCode = missed > 0 ? 1 : 0;

async function redTests({ tests, ...broken }: Pick<Mutant, 'tests'> & Partial<Mutant>): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'raceguard-mutant-'));
  try {
    for (const part of ['runtime/src', 'test/runtime', 'package.json']) {
      cpSync(join(root, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const { file, from = '', to = '' } = broken;
    if (file !== undefined) {
      const path = join(copy, 'runtime/src', file);
      const [before, after, more] = readFileSync(path, 'utf8').split(from);
      if (after === undefined || more !== undefined) throw new Error(`${file} holds ${show(from)} not exactly once`);
      writeFileSync(path, before + to + after);
    }
    return await run(copy, tests);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const show = (text: string) => JSON.stringify(text);

/** Titles of the tests that failed. A process that hangs or dies is one, too. */
function run(cwd: string, tests: readonly string[]): Promise<string[]> {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  const files = tests.map((name) => `test/runtime/${name}.test.ts`);
  const child = spawn(process.execPath, [mocha, '--reporter', 'json', '--timeout', '15000', '--exit', ...files], {
    cwd,
    timeout: 120_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const json = output.slice(output.search(/^\{/m));
      try {
        resolve((JSON.parse(json) as { failures: { fullTitle: string }[] }).failures.map(({ fullTitle }) => fullTitle));
      } catch {
        resolve([`the whole run, which ended with ${code}`]);
      }
    });
  });
}
