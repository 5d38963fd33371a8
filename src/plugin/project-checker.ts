/** Checks the open files of one project of tsserver, over the program that tsserver holds. */
import type ts from 'typescript-classic';
import { isOwnSource } from '../compilers/claims.ts';
import { BorrowedProject } from '../compilers/classic/borrowed.ts';
import type { TypeScript } from '../compilers/classic.ts';
import { isSource } from '../compilers/paths.ts';
import type { Rule } from '../core/rule.ts';
import { Check, type FileResult } from '../core/run.ts';
import { Stopped } from '../core/stop.ts';
import type { CheckAnswer, FixAnswer, FixRequest, Place } from '../protocol/messages.ts';
import { outcomeOf, Places, testsLeftOut } from '../workspace/file-outcome.ts';
import { wireEdit, wireFinding, wireProblem } from '../workspace/wire.ts';
import type { Budget } from './budget.ts';
import { LiveConfigs } from './live-configs.ts';

/** What was found, and the texts that it was found in. */
export interface Checked extends FileResult {
  readonly places: Places;
  readonly text: string;
}

export class ProjectChecker {
  readonly project: ts.server.Project;
  private readonly ts: TypeScript;
  private readonly rules: readonly Rule[];
  private readonly configs: LiveConfigs;
  private state: State | undefined;

  constructor(typescript: TypeScript, project: ts.server.Project, rules: readonly Rule[]) {
    this.ts = typescript;
    this.project = project;
    this.rules = rules;
    this.configs = new LiveConfigs(
      project.getCurrentDirectory(),
      rules.map((rule) => rule.meta),
    );
  }

  check(file: string, budget: Budget): CheckAnswer {
    const found = this.find(file, budget);
    if (typeof found === 'string') return { state: 'skipped', why: found };
    if (!found) return { state: 'unfinished', ms: budget.ms };
    const ref = { configFile: this.configFile, folder: this.project.getCurrentDirectory() };
    const outcome = outcomeOf(found, ref, found.places, undefined);
    return {
      state: 'checked',
      length: found.text.length,
      findings: outcome.findings.map(wireFinding),
      problems: outcome.problems.map(wireProblem),
      compiler: { name: 'classic', version: this.ts.version, why: 'the editor runs it' },
      configFile: this.configFile,
      ms: budget.ms,
    };
  }

  fix({ file, code, place, title }: FixRequest, budget: Budget): FixAnswer {
    const found = this.find(file, budget);
    if (typeof found === 'string') return { state: 'gone' };
    if (!found) {
      return { state: 'failed', message: 'The check of the file takes too long, so its fix was not made. Try again.' };
    }
    const finding = found.findings.find((f) => f.code === code && isAt(found.places.of(file, f.span), place));
    const fix = finding?.fixes.find((f) => f.title === title);
    if (!fix) return { state: 'gone' };
    return { state: 'made', edits: fix.edits().map((edit) => wireEdit(edit, found.places.lines(edit.file))) };
  }

  /** `undefined` when the budget was spent before the end: what was learnt is kept. A sentence: nothing to check. */
  find(file: string, budget: Budget): Checked | string | undefined {
    const program = this.project.getLanguageService(true).getProgram();
    if (!program) return 'TypeScript has no program for the file.';
    if (!isSource(file)) return 'It is a declaration, of a package, or neither TypeScript nor JavaScript.';
    const { configFile } = this;
    if (configFile !== undefined && !isOwnSource(file, { configFile, folder: '' }, program.getCompilerOptions()))
      return 'It is JavaScript that the project does not check (`checkJs`).';
    budget.start();
    const changed = this.configs.refresh(file);
    const state = this.at(program, changed);
    if (this.configs.of(file).ignored) return 'The configuration says to ignore the file.';
    const known = state.results.get(file);
    if (known) return known;
    state.budget = budget;
    try {
      const result = state.check.file(file);
      if (result?.isTest) return testsLeftOut;
      const text = state.project.tree(file)?.text;
      if (!result || text === undefined) return 'The file is not in the program.';
      const checked = { ...result, text, places: state.places };
      state.results.set(file, checked);
      return checked;
    } catch (error) {
      if (error instanceof Stopped) return undefined;
      throw error;
    } finally {
      state.budget = undefined;
    }
  }

  private get configFile(): string | undefined {
    const { ProjectKind } = this.ts.server;
    return this.project.projectKind === ProjectKind.Configured ? this.project.getProjectName() : undefined;
  }

  /** What is known, for this program; `anew`: the configuration changed, on which facts rest. */
  private at(program: ts.Program, anew: boolean): State {
    const { state } = this;
    if (state?.project.program === program && !anew) return state;
    if (!state || anew || state.options !== program.getCompilerOptions()) {
      this.state = this.begin(program);
    } else {
      state.check.renew(state.project.follow(program));
      state.places = new Places(state.project);
      state.results.clear();
    }
    return this.state!;
  }

  private begin(program: ts.Program): State {
    const project = new BorrowedProject(this.ts, program, this.configFile);
    const state: State = {
      options: program.getCompilerOptions(),
      project,
      places: new Places(project),
      results: new Map(),
      budget: undefined,
      check: new Check(project, {
        rules: this.rules,
        configOf: (file) => this.configs.of(file),
        target: project.options,
        keptFacts,
        shouldStop: () => state.budget?.isSpent() ?? false,
      }),
    };
    return state;
  }
}

/** More than one name leads to: else what a stopped check has found is pushed out before it goes on. */
const keptFacts = 400;

interface State {
  /** One object until the project is configured anew. */
  readonly options: ts.CompilerOptions;
  readonly project: BorrowedProject;
  readonly check: Check;
  places: Places;
  readonly results: Map<string, Checked>;
  budget: Budget | undefined;
}

export function isAt(a: Place, b: Place): boolean {
  return a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;
}
