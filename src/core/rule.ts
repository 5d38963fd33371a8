/** The whole contract between a rule and the engine. */
import type { AnswerOf, AskKind } from './answers.ts';
import type { Element, Mention } from './callers.ts';
import type { FileConfig } from './config.ts';
import type { Facts, Fn } from './facts/facts.ts';
import type { Callee, Summaries } from './facts/summary.ts';
import type { Fix, Severity, Span, WitnessStep } from './finding.ts';
import type { Overlap } from './overlap.ts';
import type { Node } from './syntax.ts';

export interface RuleMeta {
  /** Folder name under `src/rules`. */
  readonly id: string;
  readonly code: `RG${number}`;
  /** `nursery`: it has found nothing true in real code yet. `nursery` and `strict` have all of `recommended`. */
  readonly preset: 'recommended' | 'nursery' | 'strict';
  readonly severity: Severity;
  /** One line for tables: what goes wrong. */
  readonly summary: string;
  /** The primitives its rewrites use. */
  readonly rewrite: string;
  /** The public report that it stems from, if any. */
  readonly origin?: string;
}

/** What a rule reports; the engine adds file, code and severity. */
export interface Report {
  readonly span: Span;
  /** Symbol, hazard, remedy: see DESIGN's convention; a test checks the form. */
  readonly message: string;
  readonly witness: readonly WitnessStep[];
  /** Called once, only when a host wants fixes. Must not ask questions: ask before reporting. */
  readonly fixes?: () => readonly Fix[];
}

/** What fixes must know of the project a file belongs to. */
export interface Target {
  /** `using` compiles there. */
  readonly disposables: boolean;
  /** `import type` must be told apart. */
  readonly verbatimModuleSyntax: boolean;
}

export interface RuleContext {
  readonly facts: Facts;
  readonly summaries: Summaries;
  readonly config: FileConfig;
  readonly target: Target;
  /** `undefined` only while the answer is on its way: skip the candidate, the rule runs again once it is there. */
  ask<A extends AskKind>(kind: A, node: Node): AnswerOf<A> | undefined;
  /**
   * Whether invocations of a function of this file can overlap, by its callers in the whole project. Costs a look at the
   * files that name it: ask last, for candidates only. `instance`: for a location of an object.
   */
  overlap(fn: Fn, instance: boolean): Overlap;
  /**
   * Who calls a function of this file, or hands it on, in the whole project; undefined: it can't be told. As dear as
   * `overlap`; files are looked into as far as you go through them.
   */
  callers(fn: Fn): Iterable<Mention> | undefined;
  /** Nothing of the program but tests has a use for a function of this file's module. As dear as `overlap`. */
  unused(fn: Fn): boolean;
  /** The function that a call in any file of the project runs. Asks at once: for candidates only. */
  resolve(facts: Facts, call: Node): Callee | undefined;
  /** `<Name …>` of a component of this file, in the whole project; undefined: too many to look at. For candidates only. */
  elements(name: string): readonly Element[] | undefined;
  report(report: Report): void;
}

export interface Rule {
  readonly meta: RuleMeta;
  run(context: RuleContext): void;
}
