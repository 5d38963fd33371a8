/**
 * `npm run bench -- <project> [--runs <n>] [--only <words>]`
 *
 * Time and peak memory on the same files, side by side in one run: Raceguard with each compiler, ESLint with
 * `require-atomic-updates` and typescript-eslint's two promise rules, oxlint type-aware with these two. `project` is a
 * folder or a tsconfig. Of several runs the fastest counts. The files are read once before, so that none pays for it.
 */
import { readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { discoverProjects, openProject } from '../../src/compilers/open.ts';
import { type Measured, measure } from './measure.ts';
import { type Contender, contenders, installPeers } from './peers.ts';
import { megabytes, seconds, table } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const [given] = positionals;
if (given === undefined) {
  console.error('Name a project: npm run bench -- <folder or tsconfig> [--runs <n>] [--only raceguard,oxlint]');
  process.exit(2);
}
const path = resolve(given);
const isFolder = statSync(path).isDirectory();
const folder = isFolder ? path : dirname(path);

const { files, lines } = ownFiles();
console.log(`${folder}: ${files.length} files, ${lines.toLocaleString('en')} lines`);
console.log(`${installPeers()}; Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}\n`);

const wanted = values.only?.split(',');
const all = contenders({ project: isFolder ? undefined : path, files }).filter(
  ({ name }) => !wanted || wanted.some((word) => name.includes(word.trim())),
);
const results: { contender: Contender; best: Measured }[] = [];
for (const contender of all) {
  process.stderr.write(`${contender.name} …`);
  const runs: Measured[] = [];
  for (let i = 0; i < Number(values.runs); i++) runs.push(await runOnce(contender));
  const best = runs.reduce((a, b) => (b.wallMs < a.wallMs ? b : a));
  process.stderr.write(`\r${contender.name}: ${seconds(best.wallMs)}   \n`);
  results.push({ contender, best });
}
print();

function runOnce({ args, env }: Contender): Promise<Measured> {
  return measure(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
}

/** What Raceguard checks; reading it warms the file cache. Files without a tsconfig are left out: peers refuse them. */
function ownFiles(): { files: string[]; lines: number } {
  const { projects } = discoverProjects([path]);
  const found = new Set<string>();
  for (const ref of projects) {
    if (ref.configFile === undefined) continue;
    const project = openProject(ref);
    for (const file of project.files) found.add(file);
    project.dispose();
  }
  let count = 0;
  for (const file of found) count += readFileSync(file, 'utf8').split('\n').length;
  return { files: [...found].map((file) => relative(folder, file)), lines: count };
}

function print(): void {
  const base = results.find((r) => r.contender.name === 'raceguard native')?.best ?? results[0]?.best;
  const ratio = (value: number | undefined, of: number | undefined) =>
    value === undefined || !of ? '–' : `${(value / of).toFixed(1)}×`;
  const rows = results.map(({ contender, best }) => {
    const count = contender.count(best.stdout);
    return [
      contender.name,
      seconds(best.wallMs),
      ratio(best.wallMs, base?.wallMs),
      seconds(best.cpuMs),
      ratio(best.cpuMs, base?.cpuMs),
      megabytes(best.peakBytes),
      ratio(best.peakBytes, base?.peakBytes),
      count === undefined ? `failed (${best.status})` : String(count),
    ];
  });
  console.log(table(['', 'wall', '', 'cpu', '', 'memory', '', 'findings'], rows));
  for (const { contender, best } of results)
    if (contender.count(best.stdout) === undefined) console.log(`\n${contender.name}:\n${best.stderr.slice(0, 2000)}`);
}
