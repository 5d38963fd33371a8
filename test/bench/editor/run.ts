/**
 * `npm run bench:editor -- <project> [--file <path>] [--rounds <n>]`
 *
 * What an editor pays, on a file of about 2,000 lines of the project (a folder or a tsconfig): the warm re-check in the
 * tsserver plugin, TypeScript's own time to diagnostics and completions with and without the plugin, side by side in
 * one run, and the memory that the plugin adds; then, in a real VS Code, activation and the time from the last key to
 * the finding, on small files of its own.
 */
import { readFileSync, statSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { discoverProjects, openProject } from '../../../src/compilers/open.ts';
import { benchEditor } from './editor.ts';
import { benchTsserver } from './tsserver.ts';

/** Each measures one host of the plugin or the extension, and prints what it found. */
const halves: readonly ((target: Target, rounds: number) => Promise<void>)[] = [benchTsserver, benchEditor];

export interface Target {
  readonly folder: string;
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

const wantedLines = 2000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string' }, rounds: { type: 'string', default: '60' } },
});
const [given] = positionals;
if (given === undefined) {
  console.error('Name a project: npm run bench:editor -- <folder or tsconfig> [--file src/large.ts] [--rounds 60]');
  process.exit(2);
}
const path = resolve(given);
const folder = statSync(path).isDirectory() ? path : dirname(path);
const file = values.file === undefined ? nearestTo(wantedLines) : resolve(folder, values.file);
const target: Target = { folder, file, text: readFileSync(file, 'utf8') };
console.log(`${relative(folder, file)}: ${linesOf(target.text).toLocaleString('en')} lines`);
const load = loadavg()[0]!.toFixed(1);
console.log(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, load ${load} before the run\n`);
for (const half of halves) await half(target, Number(values.rounds));

/** Of the files with about so many lines the one with the most to check: state, and code that waits. */
function nearestTo(lines: number): string {
  let best: { file: string; work: number } | undefined;
  for (const ref of discoverProjects([path]).projects) {
    const project = openProject(ref);
    for (const each of project.files) {
      const text = readFileSync(each, 'utf8');
      if (Math.abs(linesOf(text) - lines) > lines / 4) continue;
      const work = Math.min(count(text, /\bawait\b/g), count(text, /\bthis\./g));
      if (work > (best?.work ?? 0)) best = { file: each, work };
    }
    project.dispose();
  }
  if (!best)
    throw new Error(`${path} has no class with asynchronous code in about ${lines} lines. Name a file with --file.`);
  return best.file;
}

function count(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}

function linesOf(text: string): number {
  return text.split('\n').length;
}
