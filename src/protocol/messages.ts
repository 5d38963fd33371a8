/**
 * What crosses the border between the extension, the tsserver plugin and the analysis process: plain JSON, no
 * behaviour. Places count lines and columns from 1, columns in UTF-16 units; files are absolute with forward slashes.
 */
import type { CommentAbove } from '../core/comment-above.ts';
import type { FixTier, Severity } from '../core/finding.ts';
import type { Place } from '../workspace/findings.ts';

export type { CommentAbove, FixTier, Place, Severity };

export interface WireStep {
  readonly invocation: 'A' | 'B';
  readonly text: string;
  readonly place: Place;
}

export interface WireFinding {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  /** Which comment can be put on the line above, to disable it. */
  readonly commentAbove: CommentAbove;
  readonly witness: readonly WireStep[];
  readonly fixes: readonly { readonly title: string; readonly tier: FixTier }[];
}

/** Something that went wrong inside a check without stopping it: a rule that threw, an unused suppression, … */
export interface WireProblem {
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly place: Place | undefined;
  readonly rule?: string;
  readonly detail?: string;
}

export interface WireEdit {
  /** What is replaced; empty where text is inserted. */
  readonly place: Place;
  readonly text: string;
}

export interface WireCompiler {
  readonly name: 'native' | 'classic';
  readonly version: string;
  readonly why: string;
}

/** What came of checking one file. */
export type CheckAnswer =
  | {
      readonly state: 'checked';
      /** Of the text that was checked, in UTF-16 units: an answer about another text is dropped. */
      readonly length: number;
      readonly findings: readonly WireFinding[];
      readonly problems: readonly WireProblem[];
      readonly compiler: WireCompiler;
      readonly configFile: string | undefined;
      readonly ms: number;
    }
  /** Nothing to say, and why: ignored by the configuration, in no project, no semantics in this server, … */
  | { readonly state: 'skipped'; readonly why: string }
  /** The work budget ran out; the next check of the unchanged file goes on where this one ended. */
  | { readonly state: 'unfinished'; readonly ms: number }
  /** Names the file, the cause and the remedy. */
  | { readonly state: 'failed'; readonly message: string; readonly detail?: string };

/** Which fix: of the finding with this code at this place, the fix with this title. */
export interface FixRequest {
  readonly file: string;
  readonly code: string;
  readonly place: Place;
  readonly title: string;
}

export type FixAnswer =
  | { readonly state: 'made'; readonly edits: readonly WireEdit[] }
  /** The finding is no longer there: the text has changed. */
  | { readonly state: 'gone' }
  | { readonly state: 'failed'; readonly message: string; readonly detail?: string };
