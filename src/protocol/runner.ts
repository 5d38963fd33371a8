/**
 * What crosses the border between those who show scenarios (extension, command line) and the process that runs them.
 * Plain JSON. Files are absolute, with forward slashes; lines and columns count from 1.
 */
import type { FailureKind, Phase } from '../../runtime/src/testing/index.ts';

export type RunRequest = ScenarioRequest | FileRequest;

export interface ScenarioRequest {
  readonly run: 'scenario';
  readonly id: string;
  /** Which of its drives, by index; all by default. */
  readonly drives?: readonly number[];
  /** Both by default; `real` is passed over where a scenario has none. */
  readonly forms?: readonly ('explored' | 'real')[];
  /** Runs only this schedule, of the one drive that is named. */
  readonly replay?: { readonly version: Version; readonly choices: string };
  /** How many schedules of each program are tried. */
  readonly schedules?: number;
}

/** The programs of a user's own `*.race.ts`: what it exports and can be called. */
export interface FileRequest {
  readonly run: 'file';
  readonly file: string;
  /** Name of one export; all by default. */
  readonly program?: string;
  readonly replay?: string;
  readonly schedules?: number;
}

export type Version = 'unsafe' | 'safe';

/** Which program an event is about. */
export interface Subject {
  /** Of a scenario: the hazard of the drive. Of a file: the name of the export. */
  readonly name: string;
  /** Index of the drive, or of the export. */
  readonly index: number;
  readonly of: number;
  /** Absent for a program of a file. */
  readonly version?: Version;
  readonly form: 'explored' | 'real';
}

export type RunEvent =
  | { readonly event: 'began'; readonly subject: Subject }
  /** At most ten a second, and one at the end of each exploration. A program that is to fail may take two: then it begins again. */
  | {
      readonly event: 'progress';
      readonly subject: Subject;
      readonly schedules: number;
      readonly failing: number;
      readonly phase: Phase;
      /** How the schedules since the last one ended, run-length encoded: `120.1x7.` is 120 passed, 1 failed, 7 passed. */
      readonly marks: string;
    }
  /** What a real form does now. */
  | { readonly event: 'step'; readonly subject: Subject; readonly text: string }
  | { readonly event: 'ended'; readonly subject: Subject; readonly result: RunResult }
  /** What the program printed. Past a limit nothing more is told but how much was dropped. */
  | { readonly event: 'output'; readonly text: string; readonly droppedBytes?: number }
  /** The run is over before its end. Nothing that it started is left. */
  | { readonly event: 'stopped'; readonly why: StopReason; readonly message: string }
  | { readonly event: 'done' };

/** `hangs`: it gave no sign of life; `floods`: it printed more than it may; `died`: the process ended by itself. */
export type StopReason = 'cancelled' | 'hangs' | 'floods' | 'died' | 'refused';

export interface RunResult {
  /** Went as it should: unsafe fails as documented, safe passes, a user's program passes. */
  readonly asExpected: boolean;
  /** For people: `complete: 326 schedules`, `7 threads go on after the cancel`. */
  readonly summary: string;
  readonly failure?: RunFailure;
  /** Only of an explored form. */
  readonly explored?: {
    readonly schedules: number;
    readonly failing: number;
    readonly complete: boolean;
    /** Of the failing schedule; of a program that passes, of one with many switches. */
    readonly picture: Picture;
    /** Replays the schedule that `picture` shows. */
    readonly replay: string;
  };
  readonly ms: number;
}

export interface RunFailure {
  /** Absent in a real form. */
  readonly kind?: FailureKind;
  readonly message: string;
  /** All of it, for a terminal. */
  readonly text: string;
}

/** One schedule, as it is drawn. */
export interface Picture {
  /** The tasks that take part, in the order they first run. */
  readonly lanes: readonly string[];
  /** What was noted before the first step. */
  readonly opening: readonly string[];
  /** Shared locations, each with its value before the first step. */
  readonly watched: readonly { readonly name: string; readonly value: string }[];
  readonly steps: readonly PictureStep[];
  readonly failure: {
    readonly kind: FailureKind;
    readonly message: string;
    readonly place?: Place;
    /** Lanes that still wait, where that is the failure: a deadlock, a leak. */
    readonly waiting?: readonly string[];
  } | null;
}

/** A segment: code that ran alone, from where a task was resumed to its next suspension. */
export interface PictureStep {
  /** From 1. */
  readonly n: number;
  readonly task: string;
  readonly label: string;
  /** Arguments of a call. */
  readonly detail?: string;
  readonly values: readonly string[];
  /** Virtual time in milliseconds. */
  readonly at: number;
  /** Whether it came although the task before it could have gone on. */
  readonly switched: boolean;
  /** Where the program waited and is resumed; absent where no code of the program stands. */
  readonly place?: Place;
  readonly accesses: readonly PictureAccess[];
  /** Values of `watched` after the step. */
  readonly shared: readonly string[];
}

export interface PictureAccess {
  /** Index into `watched`. */
  readonly watched: number;
  readonly kind: 'read' | 'write';
  readonly value: string;
  readonly place?: Place;
  /** Whose code it was, where that is another task than the step's. */
  readonly task?: string;
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
