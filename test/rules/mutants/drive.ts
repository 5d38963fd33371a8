/** Drives mutants of a rule's own fixed program as the rule's proofs do: what fails catches the mutant. */
import { join } from 'node:path';
import { loaderOf } from '../../../src/runner/compile.ts';
import { driven, proofsOf } from '../proofs/prove.ts';
import type { Mutant } from './mutants.ts';

/** `true`: a proof fails over it. `undefined`: no proof drives the program that it was made of. */
export async function caughtByProof({ rule, fixture, text }: Mutant): Promise<boolean | undefined> {
  const proofs = fixture.name === '' ? await proofsOf(rule) : undefined;
  if (proofs === undefined) return undefined;
  const path = join(fixture.folder, fixture.fixed!.name);
  for (const proof of proofs) {
    const { failure } = await driven(proof, loaderOf(path, text), { schedules: 5_000, random: 0 });
    if (failure) return true;
  }
  return false;
}
