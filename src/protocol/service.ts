/** Messages to and from the analysis process, over the IPC channel of `fork`. Requests are answered in any order. */
import type {
  CheckAnswer,
  FixAnswer,
  FixRequest,
  FixTier,
  WireCompiler,
  WireEdit,
  WireFinding,
  WireProblem,
} from './messages.ts';

/** How the process is started: given once, before anything else. */
export interface ServiceStart {
  /** False: the workspace's own TypeScript, which is code of the workspace, isn't run. */
  readonly trusted: boolean;
  /** The classic TypeScript that the editor ships (`…/typescript/lib/typescript.js`). */
  readonly editorTypeScript: string | undefined;
  readonly folders: readonly string[];
}

export interface ServiceRequests {
  start: { readonly params: ServiceStart; readonly result: { readonly version: string } };
  /** An unsaved text stands in for the file until it is given as `undefined`. No answer is awaited by anyone. */
  overlay: { readonly params: { readonly file: string; readonly text: string | undefined }; readonly result: null };
  /** Files changed on the disk: projects that know them are read again. */
  changed: { readonly params: { readonly files: readonly string[] }; readonly result: null };
  checkFile: { readonly params: { readonly file: string }; readonly result: CheckAnswer };
  fix: { readonly params: FixRequest; readonly result: FixAnswer };
  /** Applies fixes in rounds over overlays until none is left; writes nothing. */
  fixAll: {
    readonly params: {
      readonly files: readonly string[];
      readonly tiers: readonly FixTier[];
      /** Ids: the fixes of these rules only. */
      readonly rules?: readonly string[];
    };
    readonly result: FixAllResult;
  };
  checkWorkspace: { readonly params: { readonly folders: readonly string[] }; readonly result: WorkspaceResult };
  /** The packed runtime goes into the project that holds `file`, as `raceguard add-runtime` does it. */
  addRuntime: {
    readonly params: { readonly folder: string };
    /** `install` is to be run in `folder`. */
    readonly result: { readonly message: string; readonly install: string; readonly folder: string };
  };
  /** Whether the package that holds `file` can import `@raceguard/runtime`, and the folder of its package.json. */
  runtimeOf: {
    readonly params: { readonly file: string };
    readonly result: { readonly installed: boolean; readonly folder: string | undefined };
  };
}

export interface FixAllResult {
  /** Against the texts that the process had (overlays first): whole, over all rounds. */
  readonly edits: readonly WireEdit[];
  readonly applied: number;
  /** Fixes were still coming when the limit of rounds was reached. */
  readonly unstable: boolean;
  readonly problems: readonly WireProblem[];
}

export interface WorkspaceResult {
  readonly findings: readonly WireFinding[];
  readonly problems: readonly WireProblem[];
  readonly notes: readonly {
    readonly level: 'error' | 'warning' | 'info';
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
  }[];
  readonly compilers: readonly WireCompiler[];
  readonly files: number;
  readonly ms: number;
  readonly cancelled: boolean;
}

export type ServiceMethod = keyof ServiceRequests;

export type ToService =
  | { readonly kind: 'request'; readonly id: number; readonly method: ServiceMethod; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromService =
  /** Sent before the work on a request: should the process die now, it died on this one. */
  | { readonly kind: 'begun'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'failure';
      readonly id: number;
      readonly message: string;
      readonly detail?: string;
      readonly cancelled?: true;
    }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly text: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly kind: 'log'; readonly text: string };
