/** What a check found, with offsets turned into places: what the output formats and the editor read. */
import type { CommentAbove } from '../core/comment-above.ts';
import type { FixTier, Severity, Span } from '../core/finding.ts';
import type { Lines } from './lines.ts';

export interface Place {
  /** Absolute, forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ReportedStep {
  readonly invocation: 'A' | 'B';
  readonly place: Place;
  readonly span: Span;
  readonly text: string;
}

export interface ReportedFinding {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly span: Span;
  /** Of the finding's file: for code frames. */
  readonly lines: Lines;
  readonly commentAbove: CommentAbove;
  readonly witness: readonly ReportedStep[];
  readonly fixes: readonly { readonly title: string; readonly tier: FixTier }[];
}

export interface ReportedProblem {
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly place: Place | undefined;
  readonly rule?: string;
  readonly detail?: string;
}
