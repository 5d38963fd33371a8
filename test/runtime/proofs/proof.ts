import assert from 'node:assert/strict';
import type * as runtime from '../../../runtime/src/index.ts';
import { type Exploration, type ExploreOptions, explore, type Program } from '../../../runtime/src/testing/index.ts';

/** The package: as it is, or with something broken in it. */
export type Runtime = typeof runtime;

/** Programs of three tasks or more, every order of whose steps keeps what the primitive guarantees. */
export interface Proof {
  /** What is guaranteed. */
  readonly title: string;
  readonly options?: ExploreOptions;
  /** Takes many seconds: part of `npm run prove:runtime` only. */
  readonly long?: boolean;
  readonly program: (runtime: Runtime) => Program;
  /** Outcomes that some order must have, as they come out of JSON: else the program would prove nothing. */
  readonly reaches?: readonly unknown[];
}

/** Tries every order. Throws unless it was every order, all are well, and those that must be reached are. */
export async function prove(proof: Proof, runtime: Runtime, options: ExploreOptions = {}): Promise<Exploration> {
  const result = await explore(proof.program(runtime), { ...proof.options, schedules: 2_000_000, ...options });
  if (result.failure !== undefined) throw new Error(result.failure.text, { cause: result.failure });
  assert.equal(result.complete, true, result.summary);
  for (const outcome of proof.reaches ?? []) {
    assert.ok(result.outcomes.has(JSON.stringify(outcome)), `no order ends with ${JSON.stringify(outcome)}`);
  }
  return result;
}
