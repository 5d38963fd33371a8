import type { Proof } from '../rules/proofs/proof.ts';

/**
 * A public bug report as a program. Its folder holds `unsafe.ts`, with the findings that are expected under their lines;
 * `repaired.ts`, which is what fix-all makes of it and the few lines left by hand; and a README that says what happened,
 * and names those lines.
 */
// biome-ignore lint/suspicious/noExplicitAny: by default any program
export interface Report<Subject = any> {
  /** Where it was reported: `Prefect #20117`. */
  readonly origin: string;
  readonly url?: string;
  /** What the report documents, each with the rule that finds it. */
  readonly defects: readonly { readonly what: string; readonly code: `RG${number}` }[];
  /** Each drive fails over `unsafe.ts` as the report documents, and passes over `repaired.ts` under every schedule. */
  readonly proofs: readonly Proof<Subject>[];
  /**
   * Where the original is about processes or threads: the same with real ones. Runs a program of the folder, which is
   * given the path of a module like `unsafe.ts`, and throws what went wrong.
   */
  readonly real?: { readonly what: string; readonly failure: RegExp; run(program: string): Promise<void> };
}
