/** Checks the open files of one project of tsserver, over the program that tsserver holds. */
import type ts from 'typescript-classic';
import { isOwnSource } from '../compilers/claims.ts';
import { projectOfProgram, type TypeScript } from '../compilers/classic.ts';
import type { Project } from '../compilers/compiler.ts';
import { isSource } from '../compilers/paths.ts';
import type { Rule } from '../core/rule.ts';
import { Check, type FileResult } from '../core/run.ts';
import { Stopped } from '../core/stop.ts';
import type { CheckAnswer, FixAnswer, FixRequest, Place } from '../protocol/messages.ts';
import { Places } from '../workspace/file-outcome.ts';
import type { Budget } from './budget.ts';
import { LiveConfigs } from './live-configs.ts';
import { wireEdit, wireFinding, wireProblem } from './wire.ts';

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
    return {
      state: 'checked',
      length: found.text.length,
      findings: found.findings.map((finding) => wireFinding(finding, found.places)),
      problems: found.problems.map((problem) => wireProblem(problem, found.places)),
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
    return { state: 'made', edits: fix.edits().map((edit) => wireEdit(edit, found.places)) };
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
    if (!this.state || changed || this.state.program !== program) this.state = this.stateOf(program);
    const { state } = this;
    if (this.configs.of(file).ignored) return 'The configuration says to ignore the file.';
    const known = state.results.get(file);
    if (known) return known;
    state.budget = budget;
    try {
      const result = state.check.file(file);
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

  private stateOf(program: ts.Program): State {
    const project = projectOfProgram(this.ts, program, this.configFile);
    const state: State = {
      program,
      project,
      places: new Places(project),
      results: new Map(),
      budget: undefined,
      check: new Check(project, {
        rules: this.rules,
        configOf: (file) => this.configs.of(file),
        target: project.options,
        shouldStop: () => state.budget?.isSpent() ?? false,
      }),
    };
    return state;
  }
}

/** What is known of one program. */
interface State {
  readonly program: ts.Program;
  readonly project: Project;
  readonly check: Check;
  readonly places: Places;
  readonly results: Map<string, Checked>;
  budget: Budget | undefined;
}

export function isAt(a: Place, b: Place): boolean {
  return a.line === b.line && a.column === b.column && a.endLine === b.endLine && a.endColumn === b.endColumn;
}
