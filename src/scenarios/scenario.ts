import type { Drive } from './drive.ts';

/**
 * A race that one can watch, in a folder of its own: `unsafe.ts` and `safe.ts` under the same drives, and a README.
 * `Subject` is `typeof import('./unsafe.ts')`.
 */
// biome-ignore lint/suspicious/noExplicitAny: by default any program
export interface Scenario<Subject = any> {
  /** A sentence without a full stop, as a list shows it: `Twenty runs start one runner`. */
  readonly title: string;
  /** What happened, in a paragraph of plain text. */
  readonly story: string;
  /** Where it was reported: `Prefect #20117`. A scenario that stands for a family of rules has none. */
  readonly origin?: string;
  readonly url?: string;
  /** Codes of the rules that find it. */
  readonly rules: readonly `RG${number}`[];
  /** Of a public report: what it documents, each with the rule that finds it. */
  readonly defects?: readonly { readonly what: string; readonly code: `RG${number}` }[];
  /** The first is the one to show. */
  readonly drives: readonly Drive<Subject>[];
  /**
   * Where the original is about processes or threads: the same with real ones. It has to end all that it started, also
   * when `signal` aborts.
   */
  readonly real?: RealForm;
}

/** A program of the scenario under real parts. */
export interface RealForm {
  /** `eight processes clone one repository into one directory`. */
  readonly what: string;
  /** Matches what `run` throws for the unsafe program. */
  readonly failure: RegExp;
  /**
   * Resolves if all went well; throws what went wrong.
   *
   * @param program path of a module of its own (ES module, JavaScript) with the exports of `unsafe.ts`; another process or
   * thread may import it. Beside it lies a `<name>.worker.mjs` for each `<name>.worker.ts` of the scenario's folder: what
   * such a process or thread runs.
   */
  run(
    program: string,
    options: { readonly signal: AbortSignal; readonly onStep: (text: string) => void },
  ): Promise<void>;
}

/** What a list shows of a scenario; `npm run docs` writes it into `list.json`. */
export interface ListedScenario {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  readonly origin?: string;
  readonly url?: string;
  readonly rules: readonly string[];
  /** Of its drives, in their order. */
  readonly hazards: readonly string[];
  readonly hasReal: boolean;
}

/** As the build writes it into `dist/scenarios/list.json`; the files are named relative to that folder. */
export interface ShippedScenario extends ListedScenario {
  readonly files: { readonly unsafe: string; readonly safe: string };
}
