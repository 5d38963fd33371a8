/** What a check produces. Positions are UTF-16 offsets into the file's text; hosts turn them into lines. */

export type Severity = 'error' | 'warning' | 'info';
/** `safe`: behaviour kept but for the race (`--fix` and fix-all apply it). The others are applied only by name. */
export type FixTier = 'safe' | 'suggestion' | 'dangerous';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One step of the interleaving that goes wrong. */
export interface WitnessStep {
  readonly file: string;
  readonly span: Span;
  /** `A` and `B` are two overlapping invocations. */
  readonly invocation: 'A' | 'B';
  /** A verb phrase in the present: `tests this.browser: unset`. */
  readonly text: string;
}

/** Replace `[start, end)` of a file's text by `text`. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Fix {
  /** Imperative, names what it rewrites to; where it is the smaller fix it says why. */
  readonly title: string;
  readonly tier: FixTier;
  /** Lazy: the edits against the text the finding was made from, sorted, not overlapping; imports included. */
  edits(): readonly TextEdit[];
}

export interface Finding {
  /** `lazy-init-race` */
  readonly rule: string;
  /** `RG101` */
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  readonly span: Span;
  readonly message: string;
  readonly witness: readonly WitnessStep[];
  readonly fixes: readonly Fix[];
}

/** A failure inside the check that did not stop it: a rule that threw, an unused suppression, a bad comment. */
export interface Problem {
  readonly file: string;
  readonly span: Span;
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly rule?: string;
  /** For errors of a rule: the stack, shown with `--verbose`. */
  readonly detail?: string;
}
