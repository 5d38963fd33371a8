/** `raceguard explore`: runs users' own programs under every order of their steps. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { RunResult } from '../protocol/runner.ts';
import { RACE_FILE, racePrograms } from '../runner/race-files.ts';
import { exitCode, Failure, reasonOf } from '../workspace/failure.ts';
import { absolute, shown } from '../workspace/paths.ts';
import type { ExploreArgs } from './args.ts';
import type { Io } from './io.ts';
import { Progress } from './progress.ts';
import { json, writePicture } from './runner-output.ts';
import { passed, type Ran, ran } from './runner-run.ts';
import { joined, outputBlock, scheduleBlock, stoppedBlock } from './runner-text.ts';
import { type View, viewOf } from './style.ts';
import { plural } from './text.ts';

interface FileRan extends Ran {
  /** Relative to the working directory. */
  readonly file: string;
}

/** 0 if all programs pass; 1 if one fails, hangs, floods or dies; 2 if a file can't be run. */
export async function exploreCommand(args: ExploreArgs, io: Io): Promise<number> {
  const files = args.paths.flatMap((path) => raceFiles(absolute(io.cwd, path), path));
  if (files.length === 0) {
    const where = args.paths.length === 1 && args.paths[0] === '.' ? 'here' : `in ${args.paths.join(', ')}`;
    throw new Failure(
      `There are no programs to explore ${where}: no file is called \`*.race.ts\` (or .mts, .cts, .tsx, .js, .mjs, .cjs). \`raceguard explore --help\` shows one.`,
    );
  }
  if (args.replay !== undefined && files.length > 1) {
    throw new Failure(`A replay is of one program: name its file. There are ${files.length}.`);
  }
  const view = viewOf(io.stdout, io.env, args.color, false);
  const progress = new Progress(io.stderr, io.env);
  const all: FileRan[] = [];
  try {
    for (const path of files) {
      const file = shown(io.cwd, path);
      const { program, replay, schedules } = args;
      const request = { run: 'file', file: path, ...given({ program, replay, schedules }) } as const;
      const one = { file, ...(await ran(request, file, io, progress)) };
      progress.clear();
      all.push(one);
      if (args.format === 'text') io.stdout.write(`${fileText(one, path, args, io, view)}\n\n`);
    }
  } finally {
    progress.clear();
  }
  io.stdout.write(args.format === 'json' ? json({ files: all }) : `${summary(all, view)}\n`);
  if (args.svg !== undefined) writePicture(args.svg, drawn(all), (name) => name, io);
  if (all.some(({ stopped }) => stopped?.why === 'refused')) return exitCode.failure;
  return all.every(passed) ? exitCode.clean : exitCode.findings;
}

/** A file is one whatever it is called; in folders they are told by their names. */
function raceFiles(path: string, given: string): string[] {
  if (!existsSync(path)) throw new Failure(`Nothing to explore at ${given}: there is no such file or folder.`);
  if (!statSync(path).isDirectory()) return [path];
  return entriesOf(path)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) {
        return entry.name === 'node_modules' || entry.name === '.git' ? [] : raceFiles(`${path}/${entry.name}`, given);
      }
      return RACE_FILE.test(entry.name) ? [`${path}/${entry.name}`] : [];
    });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new Failure(`${folder} could not be read: ${reasonOf(error)}. Name the files, or a folder beside it.`);
  }
}

function fileText(one: FileRan, path: string, args: ExploreArgs, { cwd }: Io, view: View): string {
  const { paint } = view;
  const lines = existsSync(path) ? racePrograms(readFileSync(path, 'utf8')) : [];
  const programs = one.results.map(({ subject, result, output }) => {
    const line = lines.find(({ name }) => name === subject.name)?.line;
    const { asExpected, explored } = result;
    const mark = asExpected ? paint.green('✔') : paint.red('✖');
    const place = `${paint.bold(one.file)}${line === undefined ? '' : paint.dim(`:${line}`)}`;
    const isShown = !asExpected || args.replay !== undefined;
    const replay = explored
      ? `raceguard explore ${quoted(one.file)} --program ${subject.name} --replay ${explored.replay}`
      : '';
    return joined(
      ` ${mark} ${place}  ${subject.name}  ${paint.dim(result.summary)}`,
      isShown ? scheduleBlock(result, cwd, view) : '',
      isShown ? outputBlock(output, view) : '',
      isShown && explored ? `   ${paint.dim(`replay  ${replay}`)}` : '',
    );
  });
  return joined(...programs, stoppedBlock(one, cwd, view));
}

function summary(all: readonly FileRan[], { paint }: View): string {
  const results = all.flatMap(({ results }) => results.map(({ result }) => result));
  const failing = results.filter(({ asExpected }) => !asExpected).length;
  const bounded = results.filter((result) => result.asExpected && isBounded(result)).length;
  const stopped = all.filter((one) => one.stopped !== null).length;
  const parts = [
    `${plural(results.length, 'program')} in ${plural(all.length, 'file')}`,
    ...(failing ? [paint.red(`${failing} ${failing === 1 ? 'fails' : 'fail'}`)] : []),
    ...(stopped ? [paint.red(`${plural(stopped, 'file')} not run to the end`)] : []),
    ...(bounded ? [`${bounded} not tried in every order: that is no proof`] : []),
  ];
  return failing || stopped ? parts.join(', ') : paint.green(parts.join(', '));
}

function isBounded({ explored }: RunResult): boolean {
  return explored !== undefined && !explored.complete && explored.schedules > 1;
}

/** The first program that fails; else the first. */
function drawn(all: readonly FileRan[]): Ran['results'][number] | undefined {
  const results = all.flatMap(({ results }) => results).filter(({ result }) => result.explored);
  return results.find(({ result }) => !result.asExpected) ?? results[0];
}

function quoted(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : JSON.stringify(path);
}

function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
