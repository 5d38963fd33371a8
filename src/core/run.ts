/**
 * Runs rules over files: facts of each file once, questions in batches of at most three rounds, the summaries of the
 * files a file calls into on demand. Knows nothing of disks, terminals or editors; a host gives it trees.
 */
import type { Answer, AskKind, Question } from './answers.ts';
import { unknownSymbol, unknownType } from './answers.ts';
import { Callers, type CallersHost } from './callers.ts';
import type { FileConfig } from './config.ts';
import { buildFacts, canRace } from './facts/build.ts';
import type { Facts, Fn } from './facts/facts.ts';
import { isTestFile } from './facts/places.ts';
import { Summaries } from './facts/summary.ts';
import type { Finding, Problem } from './finding.ts';
import { Mentioning } from './mentioning.ts';
import { Overlaps } from './overlap.ts';
import type { Report, Rule, Target } from './rule.ts';
import { Stopped } from './stop.ts';
import { applySuppressions, mayHoldSuppressions } from './suppress.ts';
import type { Node, SourceTree } from './syntax.ts';
import { isUnused } from './unused.ts';

/** The part of a project that the engine needs. */
export interface CheckHost extends CallersHost {
  /** Where they can be had, as the text can, for less than the tree. */
  syntaxErrors?(file: string): SourceTree['syntaxErrors'];
  /** The tree of this file will be asked for next. */
  expect?(file: string): void;
}

export interface CheckOptions {
  readonly rules: readonly Rule[];
  configOf(file: string): FileConfig;
  readonly target: Target;
  /** Milliseconds on any monotonic clock; without it no timing is collected. */
  readonly now?: () => number;
  /** Files whose facts are kept for those that call into them. A host that stops checks keeps all that one may lead to. */
  readonly keptFacts?: number;
  /** Asked after each piece of work that is kept; once it says yes, `file` throws `Stopped`. */
  readonly shouldStop?: () => boolean;
}

/** Milliseconds spent, by stage (`tree`, `facts`, `questions`, …) and by rule id. */
export interface Timing {
  readonly stages: Map<string, number>;
  readonly rules: Map<string, number>;
}

export interface FileResult {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Tests, mocks, benchmarks and examples are left out: nothing is read of them, nothing told. */
  readonly isTest: boolean;
}

/** What rests on the checker's answers: it holds for one program. */
interface Learnt {
  readonly callers: Callers;
  readonly overlaps: Overlaps;
  readonly answers: WeakMap<SourceTree, Map<Node, Map<AskKind, Answer>>>;
}

const maxRounds = 3;
/** Files whose facts are kept for those that call into them; a tree and its facts take about a hundred times the text. */
const keptFacts = 128;

/** Checks the files of one project, one at a time, so that a host can show progress and stop between them. */
export class Check {
  readonly timing: Timing = { stages: new Map(), rules: new Map() };
  private readonly factsOf = new Map<string, Facts | undefined>();
  private readonly summaries = new Summaries((file) => this.facts(file));

  private readonly unfinished = new Map<string, Facts>();
  private readonly mentioning: Mentioning;
  private learnt: Learnt;
  private readonly host: CheckHost;
  private readonly options: CheckOptions;

  constructor(host: CheckHost, options: CheckOptions) {
    this.host = host;
    this.options = options;
    this.mentioning = new Mentioning((file) => (host.text ? host.text(file) : this.tree(file)?.text));
    this.learnt = this.learnAnew();
  }

  /**
   * The project's program is another one, in which these files changed, came or went. What was found in the other texts
   * is kept; what the checker said of them is asked again.
   */
  renew(changed: Iterable<string>): void {
    for (const file of changed) {
      this.factsOf.delete(file);
      this.unfinished.delete(file);
      this.mentioning.forget(file);
    }
    // A compiler may have let go of trees: what it is asked about must be nodes of its own.
    for (const [file, facts] of this.factsOf)
      if (facts && this.host.tree(file) !== facts.tree) this.factsOf.delete(file);
    this.learnt = this.learnAnew();
  }

  private learnAnew(): Learnt {
    const callers = new Callers(this.host, this.summaries, (file) => this.facts(file), this.mentioning);
    return { callers, overlaps: new Overlaps(callers), answers: new WeakMap() };
  }

  /**
   * `undefined` when the file isn't in the program any more. A rule that throws becomes a problem; the rest runs. Throws
   * `Stopped` when the host says so: what was learnt is kept, so that the next call goes on from there.
   */
  file(file: string, next?: Iterable<string>): FileResult | undefined {
    const config = this.options.configOf(file);
    const isTest = isTestFile(file, this.host.root);
    if (config.ignored || isTest) return { findings: [], problems: [], isTest };
    if (this.host.syntaxErrors && !this.needsTree(file))
      return { findings: [], problems: syntaxProblems(file, this.host.syntaxErrors(file)), isTest };
    const tree = this.tree(file);
    if (!tree) return undefined;
    this.expect(next);
    const problems = syntaxProblems(file, tree.syntaxErrors);
    const facts = canRace(tree.text) ? this.facts(file, tree) : undefined;
    // Should it be stopped: what it learns hangs on these very facts, which others must not push out meanwhile.
    if (facts) this.unfinished.set(file, facts);
    const findings = facts ? this.runRules(facts, config, problems) : [];
    this.unfinished.delete(file);
    const suppressed = applySuppressions(tree, findings, this.options.rules, (rule) => !!config.severityOf(rule));
    return { findings: suppressed.findings, problems: [...problems, ...suppressed.problems], isTest };
  }

  /** Whether something may be told of the file that is not a syntax error, or whether it is there at all. */
  private needsTree(file: string): boolean {
    const text = this.mentioning.text(file);
    return !text || canRace(text) || mayHoldSuppressions(text);
  }

  /** Lets the host begin with the first of these whose tree will be wanted. */
  private expect(next: Iterable<string> = []): void {
    if (!this.host.expect) return;
    for (const file of next) {
      if (isTestFile(file, this.host.root) || this.factsOf.has(file) || !this.needsTree(file)) continue;
      this.host.expect(file);
      return;
    }
  }

  private tree(file: string): SourceTree | undefined {
    return this.factsOf.get(file)?.tree ?? this.timed('tree', () => this.host.tree(file));
  }

  private facts(file: string, known?: SourceTree): Facts | undefined {
    const unfinished = this.unfinished.get(file);
    if (unfinished) return unfinished;
    if (this.factsOf.has(file)) {
      const facts = this.factsOf.get(file);
      this.factsOf.delete(file);
      this.factsOf.set(file, facts);
      return facts;
    }
    const tree = known ?? this.tree(file);
    const facts = tree && this.timed('facts', () => buildFacts(tree, this.options.configOf(file), this.host.root));
    this.factsOf.set(file, facts);
    const [oldest] = this.factsOf.keys();
    if (this.factsOf.size > (this.options.keptFacts ?? keptFacts) && oldest !== undefined) this.factsOf.delete(oldest);
    this.pause();
    return facts;
  }

  private runRules(facts: Facts, config: FileConfig, problems: Problem[]): Finding[] {
    const { callers, overlaps } = this.learnt;
    const answers = this.learnt.answers.get(facts.tree) ?? new Map<Node, Map<AskKind, Answer>>();
    this.learnt.answers.set(facts.tree, answers);
    const done = new Map<Rule, readonly Finding[]>();
    for (let round = 1; ; round++) {
      const pending: Question[] = [];
      for (const rule of this.options.rules) {
        const severity = config.severityOf(rule.meta);
        if (!severity || done.has(rule)) continue;
        const found: Finding[] = [];
        const asked = pending.length;
        const stopAsking = round > maxRounds;
        const context = {
          facts,
          summaries: this.summaries,
          config,
          target: this.options.target,
          resolve: (from: Facts, call: Node) => this.timed('callers', () => callers.resolve(from, call)),
          elements: (name: string) => this.timed('callers', () => callers.elements(facts, name)),
          callers: (fn: Fn) => this.timed('callers', () => callers.of(facts, fn)),
          unused: (fn: Fn) => this.timed('callers', () => isUnused(callers, facts, fn)),
          overlap: (fn: Fn, instance: boolean) => this.timed('callers', () => overlaps.of(facts, fn, instance)),
          ask: (kind: AskKind, node: Node) => {
            const known = answers.get(node)?.get(kind);
            if (known) return known;
            if (this.host.answersAtOnce) {
              this.answerAll(facts.tree, [{ ask: kind, node }], answers);
              return answers.get(node)?.get(kind);
            }
            if (stopAsking) return kind === 'type' ? unknownType : unknownSymbol;
            pending.push({ ask: kind, node });
            return undefined;
          },
          report: (report: Report) => {
            found.push({
              rule: rule.meta.id,
              code: rule.meta.code,
              severity,
              file: facts.tree.fileName,
              span: report.span,
              message: report.message,
              witness: report.witness,
              fixes: facts.tree.syntaxErrors.length ? [] : (report.fixes?.() ?? []),
            });
          },
        };
        try {
          this.timed(rule.meta.id, () => rule.run(context as Parameters<Rule['run']>[0]), this.timing.rules);
        } catch (error) {
          if (error instanceof Stopped) throw error;
          problems.push(ruleFailure(rule, facts.tree, error));
          done.set(rule, []);
          pending.length = asked;
          continue;
        }
        if (pending.length === asked) done.set(rule, found);
      }
      if (!pending.length) break;
      this.answerAll(facts.tree, pending, answers);
    }
    return [...done.values()].flat().sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : 1));
  }

  private answerAll(tree: SourceTree, pending: readonly Question[], answers: Map<Node, Map<AskKind, Answer>>): void {
    const seen = new Map<Node, Set<AskKind>>();
    const unique = pending.filter(({ ask, node }) => {
      const asked = seen.get(node) ?? new Set();
      seen.set(node, asked);
      return !asked.has(ask) && asked.add(ask);
    });
    const replies = this.timed('questions', () => this.host.answer(tree, unique));
    unique.forEach((q, i) => {
      const known = answers.get(q.node) ?? new Map<AskKind, Answer>();
      known.set(q.ask, replies[i] ?? (q.ask === 'type' ? unknownType : unknownSymbol));
      answers.set(q.node, known);
    });
    this.pause();
  }

  /** Gives the host its thread back where it asks for it; only called where what was learnt is kept. */
  private readonly pause = (): void => {
    if (this.options.shouldStop?.()) throw new Stopped();
  };

  private timed<T>(name: string, work: () => T, into = this.timing.stages): T {
    const { now } = this.options;
    if (!now) return work();
    const start = now();
    try {
      return work();
    } finally {
      into.set(name, (into.get(name) ?? 0) + now() - start);
    }
  }
}

function syntaxProblems(file: string, errors: SourceTree['syntaxErrors']): Problem[] {
  return errors.slice(0, 1).map(({ pos, message }) => ({
    file,
    span: { start: pos, end: pos },
    level: 'error',
    message: `Syntax error: ${message.replace(/\.$/, '')}. The rest of the file was checked as far as it parses; no fixes are offered.`,
  }));
}

function ruleFailure(rule: Rule, tree: SourceTree, error: unknown): Problem {
  const cause = error instanceof Error ? error : new Error(String(error));
  return {
    file: tree.fileName,
    span: { start: 0, end: 0 },
    level: 'error',
    rule: rule.meta.id,
    message: `The rule ${rule.meta.id} failed on this file and was skipped here: ${cause.message}. The other rules ran. This is a defect of Raceguard; please report it.`,
    ...(cause.stack ? { detail: cause.stack } : {}),
  };
}
