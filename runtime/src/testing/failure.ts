/**
 * How a schedule went wrong.
 *
 * - `error`: the program or a task threw.
 * - `invariant`: one did not hold after some step.
 * - `rejection`: a promise was rejected and nobody handled it (seen on Node only).
 * - `deadlock`: tasks wait, and no step is left that could wake them.
 * - `leak`: the program had ended while tasks or calls of it still ran.
 * - `endless`: more than `maxSteps` steps.
 * - `nondeterminism`: the same choices did not lead to the same steps.
 */
export type FailureKind = 'error' | 'invariant' | 'rejection' | 'deadlock' | 'leak' | 'endless' | 'nondeterminism';

/** @internal What went wrong in one run, before it is told. */
export interface Fault {
  readonly kind: FailureKind;
  readonly message: string;
  /** What was thrown, where something was. */
  readonly error: unknown;
  /** How many steps had been taken when it was seen. */
  readonly step: number;
  /** Tasks that have not ended, where that is what went wrong. */
  readonly waiting?: readonly string[];
}

/** @internal Whether two schedules go wrong alike, though perhaps with other values. */
export function alike(a: Fault | undefined, b: Fault | undefined): boolean {
  return a !== undefined && b !== undefined && a.kind === b.kind && nameOf(a.error) === nameOf(b.error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** @internal A thrown value as one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
