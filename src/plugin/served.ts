/** What one session of tsserver is served: its requests, and a checker for each of its projects. */
import type ts from 'typescript-classic';
import type { TypeScript } from '../compilers/classic.ts';
import type { Rule } from '../core/rule.ts';
import type { CheckAnswer, FixAnswer, FixRequest } from '../protocol/messages.ts';
import type { PluginRequests, PluginSettings, PluginStatus } from '../protocol/plugin.ts';
import { slashed } from '../workspace/paths.ts';
import { Budget } from './budget.ts';
import { ProjectChecker } from './project-checker.ts';
import { settingsOf } from './settings.ts';

/** Set by the build. */
declare const RACEGUARD_VERSION: string;

const bySession = new WeakMap<ts.server.ProjectService, Served>();

/** A fix was asked for by the user, who waits for it: it may take this many milliseconds. */
const fixBudgetMs = 5000;

export class Served {
  readonly hasSemantics: boolean;
  private readonly ts: TypeScript;
  private readonly service: ts.server.ProjectService;
  private readonly rules: readonly Rule[];
  private readonly checkers = new WeakMap<ts.server.Project, ProjectChecker>();
  private readonly settings = new WeakMap<ts.server.Project, PluginSettings>();
  private readonly projects = new Set<ts.server.Project>();
  private handling = false;
  private checks = 0;
  private failure: string | undefined;

  /** All projects of a session share one. */
  static of(typescript: TypeScript, service: ts.server.ProjectService, rules: readonly Rule[]): Served {
    const served = bySession.get(service) ?? new Served(typescript, service, rules);
    bySession.set(service, served);
    return served;
  }

  private constructor(typescript: TypeScript, service: ts.server.ProjectService, rules: readonly Rule[]) {
    this.ts = typescript;
    this.service = service;
    this.rules = rules;
    this.hasSemantics = service.serverMode === typescript.LanguageServiceMode.Semantic;
  }

  configure(project: ts.server.Project, settings: PluginSettings): void {
    this.projects.add(project);
    this.settings.set(project, settings);
  }

  settingsOf(project: ts.server.Project): PluginSettings {
    return this.settings.get(project) ?? settingsOf(undefined);
  }

  /** Answers the requests of `PluginRequests`. Servers that embed tsserver may have no session: then there are none. */
  serve(session: ts.server.Session | undefined): void {
    if (!session || this.handling) return;
    this.handling = true;
    const handle = <K extends keyof PluginRequests>(
      command: K,
      answer: (given: PluginRequests[K]['arguments']) => PluginRequests[K]['body'],
    ) =>
      session.addProtocolHandler(command, ({ arguments: given }) => ({
        response: answer(given as PluginRequests[K]['arguments']),
        responseRequired: true,
      }));
    handle('_raceguard/check', ({ file }) => this.check(file));
    handle('_raceguard/fix', (request) => this.fix(request));
    handle('_raceguard/status', () => this.status());
  }

  /** Of all rules: `RG101`. */
  get codes(): readonly string[] {
    return this.rules.map((rule) => rule.meta.code);
  }

  /** Remembers what went wrong, for `_raceguard/status`. */
  fail(error: unknown): { message: string; detail?: string } {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
    this.failure = stack ?? message;
    return { message, ...(stack === undefined ? {} : { detail: stack }) };
  }

  private check(file: string): CheckAnswer {
    try {
      const found = this.checkerOf(file);
      if (typeof found === 'string') return { state: 'skipped', why: found };
      const { budgetMs = 0 } = this.settingsOf(found.project);
      this.checks++;
      return found.check(slashed(file), new Budget(budgetMs, this.service.cancellationToken));
    } catch (error) {
      return { state: 'failed', ...this.fail(error) };
    }
  }

  private fix(request: FixRequest): FixAnswer {
    try {
      const found = this.checkerOf(request.file);
      if (typeof found === 'string') return { state: 'failed', message: found };
      return found.fix(
        { ...request, file: slashed(request.file) },
        new Budget(fixBudgetMs, this.service.cancellationToken),
      );
    } catch (error) {
      return { state: 'failed', ...this.fail(error) };
    }
  }

  private status(): PluginStatus {
    for (const project of this.projects) if (project.isClosed()) this.projects.delete(project);
    const { failure, checks } = this;
    this.failure = undefined;
    return {
      version: RACEGUARD_VERSION,
      typescript: this.ts.version,
      projects: this.projects.size,
      checks,
      failure,
    };
  }

  /** A sentence where there is nothing to check. */
  private checkerOf(file: string): ProjectChecker | string {
    if (!this.hasSemantics) return 'This server of TypeScript knows syntax only; the other one answers.';
    const info = this.service.getScriptInfo(file);
    if (!info?.isScriptOpen()) return 'The file is not open.';
    const project = this.service.getDefaultProjectForFile(info.fileName, true);
    if (!project) return 'The file is in no project.';
    if (!project.languageServiceEnabled)
      return 'TypeScript has turned its own checks off for this project: it is too large.';
    return this.of(project);
  }

  forget(project: ts.server.Project): void {
    this.checkers.delete(project);
    this.projects.delete(project);
  }

  of(project: ts.server.Project): ProjectChecker {
    let checker = this.checkers.get(project);
    if (!checker) {
      checker = new ProjectChecker(this.ts, project, this.rules);
      this.checkers.set(project, checker);
    }
    return checker;
  }
}
