/** Drives `bad.ts` and `fixed.ts` of a rule as its `proof.ts` says. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArgumentError } from '../../../runtime/src/index.ts';
import { type Exploration, type ExploreOptions, explore, type Failure } from '../../../runtime/src/testing/index.ts';
import { loaderOf } from '../../../src/runner/compile.ts';
import { fixturesOf, rulesFolder } from '../find.ts';
import type { Load, Proof } from './proof.ts';

export interface Proven {
  readonly hazard: string;
  /** The one that was found in `bad.ts`; its `replay` has been run again. */
  readonly failure: Failure;
  /** How many schedules were run until it was found, that one included. */
  readonly schedules: number;
  /** Of `fixed.ts`. */
  readonly fixed: Exploration;
}

const howTo =
  'The README tells how, under "Add a rule in five minutes"; src/rules/lazy-init-race/proof.ts is an example.';

/** The proofs of a rule; `undefined` if it has no `proof.ts`. */
export async function proofsOf(rule: string): Promise<readonly Proof[] | undefined> {
  const file = join(rulesFolder, rule, 'proof.ts');
  if (!existsSync(file)) return undefined;
  const { proofs } = (await import(pathToFileURL(file).href)) as { proofs?: readonly Proof[] };
  if (!proofs?.length) {
    throw new Error(
      `src/rules/${rule}/proof.ts exports no \`proofs: readonly Proof<typeof import('./bad.ts')>[]\`. ${howTo}`,
    );
  }
  return proofs;
}

/** @throws an error that says what is not proven, and what to do */
export async function prove(rule: string, proof: Proof, options: ExploreOptions = {}): Promise<Proven> {
  const [main] = fixturesOf(rule);
  const { bad, fixed, folder } = main!;
  const at = `src/rules/${rule}/proof.ts, "${proof.hazard}"`;
  if (!bad || !fixed) throw new Error(`${at}: the rule has no ${bad ? 'fixed' : 'bad'} program to drive.`);
  return proveBetween(at, proof, join(folder, bad.name), join(folder, fixed.name), options);
}

/**
 * The same over any two programs.
 *
 * @param at what an error calls the proof
 */
export async function proveBetween(
  at: string,
  proof: Proof,
  unsafe: string,
  safe: string,
  options: ExploreOptions = {},
): Promise<Proven> {
  const before = await driven(proof, loaderOf(unsafe), options);
  const { failure } = before;
  const name = basename(unsafe);
  if (!failure) throw new Error(`${at}: ${name} passes, ${before.summary}. Drive it to where it goes wrong.`);
  if (!proof.failure.test(said(failure))) {
    throw new Error(`${at}: ${name} must fail by ${proof.failure}, but:\n${failure.text}${hint(failure, name)}`);
  }
  const again = await driven(proof, loaderOf(unsafe), { replay: failure.replay });
  if (again.failure?.message !== failure.message) {
    throw new Error(`${at}: replay ${failure.replay} does not fail as it did before.`);
  }
  const after = await driven(proof, loaderOf(safe), options);
  if (after.failure) {
    const name = basename(safe);
    throw new Error(`${at}: ${name} fails:\n${after.failure.text}${hint(after.failure, name)}`);
  }
  return { hazard: proof.hazard, failure, schedules: before.schedules, fixed: after };
}

/** The steps of a schedule that a proof of the rule has printed. */
export async function replayed(rule: string, replay: string): Promise<string> {
  const [main] = fixturesOf(rule);
  for (const proof of (await proofsOf(rule)) ?? []) {
    try {
      const load = loaderOf(join(main!.folder, main!.bad!.name));
      const { failure } = await driven(proof, load, { replay, name: `${rule}, "${proof.hazard}"` });
      if (failure) return failure.text;
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error; // it is of another proof
    }
  }
  throw new Error(`${replay} is no failing schedule of ${rule} as it is now. Print them: npm run prove -- ${rule}`);
}

/** One program under every order, as the proof says. */
export function driven(proof: Proof, load: Load<unknown>, options: ExploreOptions = {}): Promise<Exploration> {
  return explore((t) => proof.program(t, load), { maxSteps: 100, ...proof.options, ...options });
}

function said({ kind, message }: Failure): string {
  return `${kind}: ${message}`;
}

function hint({ error }: Failure, name: string): string {
  const [, missing] = /^(\S+) is not defined$/.exec(error instanceof ReferenceError ? error.message : '') ?? [];
  return missing === undefined
    ? ''
    : `\n${name} only declares \`${missing}\`. Give it one: load({ ${missing}: t.wrap(async () => …) }).`;
}

export function missingProof(rule: string): string {
  return `src/rules/${rule}/proof.ts is missing: it drives bad.ts to a schedule that fails, and fixed.ts through all. ${howTo}`;
}
