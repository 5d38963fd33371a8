/** Opens each project in turn and checks its files, one at a time, so that progress shows and Ctrl-C is heard. */
import { existsSync } from 'node:fs';
import type { CompilerInfo, Project, ProjectNote } from '../compilers/compiler.ts';
import type { FileConfig } from '../core/config.ts';
import type { Rule } from '../core/rule.ts';
import { Check } from '../core/run.ts';
import type { Compilers, ProjectRef } from './compilers.ts';
import { Cancelled } from './failure.ts';
import { detailOf, type FileOutcome, failed, leftOut, messageOf, outcomeOf, Places, vanished } from './file-outcome.ts';
import type { ReportedProblem } from './findings.ts';
import { shown } from './paths.ts';

/** Told how far a check is, many times a second. */
export interface Progress {
  /** `now`: something begins that takes long. */
  show(text: string, now?: boolean): void;
  /** Files checked so far, of about how many: the size of a project is known for certain once it is open. */
  count?(done: number, total: number): void;
}

export interface RunRequest {
  readonly compilers: Compilers;
  readonly compiler: CompilerInfo['name'] | undefined;
  readonly rules: readonly Rule[];
  readonly cwd: string;
  readonly configOf: (file: string) => FileConfig;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Edits are computed while the project is open; without it fixes are only named. */
  readonly wantsFixes: boolean;
}

/** What a project is checked for. */
export interface Scope {
  readonly refs: readonly ProjectRef[];
  /** Only these files of the projects. */
  readonly only?: ReadonlySet<string>;
  readonly overlay: ReadonlyMap<string, string>;
  /** Shown in the progress line. */
  readonly label: string;
}

export interface RunOutcome {
  readonly files: Map<string, FileOutcome>;
  /** Texts of the files that fixes edit. */
  readonly texts: Map<string, string>;
  readonly compilers: readonly CompilerInfo[];
  readonly notes: readonly ProjectNote[];
  /** Failures of whole projects. */
  readonly problems: readonly ReportedProblem[];
  readonly timing: Check['timing'];
}

/** After so many files in a row that fail, the compiler is gone and the rest of its project is given up. */
const patience = 3;

export async function runCheck(request: RunRequest, scope: Scope): Promise<RunOutcome> {
  const outcome = {
    files: new Map<string, FileOutcome>(),
    texts: new Map<string, string>(),
    compilers: [] as CompilerInfo[],
    notes: [] as ProjectNote[],
    problems: [] as ReportedProblem[],
    timing: { stages: new Map<string, number>(), rules: new Map<string, number>() },
  };
  const sizes = scope.refs.map((ref) => ref.names?.length ?? 0);
  const count = () => request.progress.count?.(outcome.files.size, Math.max(outcome.files.size, sum(sizes)));
  count();
  for (const [i, ref] of scope.refs.entries()) {
    const nth = scope.refs.length > 1 ? ` (${i + 1} of ${scope.refs.length})` : '';
    if (ref.isTests) {
      for (const file of ref.names ?? []) if (isWanted(file, scope, outcome)) outcome.files.set(file, leftOut(ref));
      addNotes(outcome, ref.notes ?? []);
      continue;
    }
    request.progress.show(`${scope.label}${nth}: opening ${nameOf(request, ref)}`, true);
    await breathe(request.signal);
    const opened = performance.now();
    let project: Project;
    try {
      project = request.compilers.open(ref, request.compiler, i > 0);
      if (scope.overlay.size) project.overlayAll(scope.overlay);
    } catch (error) {
      await breathe(request.signal);
      outcome.problems.push({
        level: 'error',
        place: undefined,
        message: `${nameOf(request, ref)} could not be opened: ${messageOf(error)}`,
        ...detailOf(error),
      });
      continue;
    }
    add(outcome.timing.stages, 'open', performance.now() - opened);
    try {
      if (!outcome.compilers.some((c) => JSON.stringify(c) === JSON.stringify(project.compiler)))
        outcome.compilers.push(project.compiler);
      if (ref.names) sizes[i] = project.files.length;
      await checkProject(request, scope, { ref, project, nth, count }, outcome);
    } finally {
      // Last, since they grow while the project is checked.
      addNotes(outcome, project.notes);
      const closing = performance.now();
      project.dispose();
      add(outcome.timing.stages, 'close', performance.now() - closing);
    }
  }
  return outcome;
}

interface Opened {
  readonly ref: ProjectRef;
  readonly project: Project;
  readonly nth: string;
  /** Tells how many files are done. */
  count(): void;
}

async function checkProject(
  request: RunRequest,
  scope: Scope,
  { ref, project, nth, count }: Opened,
  outcome: RunOutcome & { problems: ReportedProblem[] },
): Promise<void> {
  const files = project.files.filter((file) => isWanted(file, scope, outcome));
  // A wrong configuration is found before any work is done.
  for (const file of files) request.configOf(file);
  const check = new Check(project, {
    rules: request.rules,
    configOf: request.configOf,
    target: project.options,
    now: () => performance.now(),
  });
  const places = new Places(project);
  let failures = 0;
  for (const [i, file] of files.entries()) {
    count();
    request.progress.show(`${scope.label}${nth}: ${i + 1} of ${files.length}  ${shown(request.cwd, file)}`);
    await breathe(request.signal);
    let found: ReturnType<Check['file']>;
    try {
      found = check.file(file, after(files, i));
      failures = 0;
    } catch (error) {
      // A Ctrl-C reaches the compiler's process too: it may be gone before we are told.
      await breathe(request.signal);
      outcome.files.set(file, failed(ref, error, file, existsSync(file)));
      if (++failures < patience) continue;
      const left = files.length - i - 1;
      outcome.problems.push({
        level: 'error',
        place: undefined,
        message: `The compiler no longer answers for ${nameOf(request, ref)}; ${left} of its files were not checked.`,
        ...detailOf(error),
      });
      break;
    }
    outcome.files.set(
      file,
      found ? outcomeOf(found, ref, places, request.wantsFixes ? outcome.texts : undefined) : vanished(ref, file),
    );
  }
  for (const [name, ms] of check.timing.stages) add(outcome.timing.stages, name, ms);
  for (const [name, ms] of check.timing.rules) add(outcome.timing.rules, name, ms);
}

function addNotes(outcome: { readonly notes: ProjectNote[] }, notes: readonly ProjectNote[]): void {
  outcome.notes.push(...notes.filter((n) => !outcome.notes.some((m) => m.message === n.message)));
}

function* after(files: readonly string[], i: number): Generator<string> {
  for (let at = i + 1; at < files.length; at++) yield files[at]!;
}

function isWanted(file: string, { only }: Scope, { files }: RunOutcome): boolean {
  return !files.has(file) && (only?.has(file) ?? true);
}

function nameOf({ cwd }: RunRequest, ref: ProjectRef): string {
  return shown(cwd, ref.configFile ?? ref.folder);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** Lets signals and timers in; throws once the run was cancelled. */
async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new Cancelled();
}

function add(times: Map<string, number>, name: string, ms: number): void {
  times.set(name, (times.get(name) ?? 0) + ms);
}
