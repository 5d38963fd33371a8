/** Who uses a location, in order. */
import type { Picture, PictureStep } from '../protocol/runner.ts';

/** An access, as indices into a picture; without `access` the step itself stands for what it does. */
export interface Spot {
  /** Number of the step, from 1. */
  readonly step: number;
  /** Index into its accesses. */
  readonly access?: number;
}

export interface Use extends Spot {
  readonly access: number;
  /** Whose code it was. */
  readonly task: string;
  readonly kind: 'read' | 'write';
  readonly value: string;
}

/** One for each kind of access of a task in a step: a loop that reads a thousand times reads once. */
export function usesOf({ steps }: Picture, watched: number): Use[] {
  const uses: Use[] = [];
  for (const { n, accesses, ...step } of steps) {
    const told = new Set<string>();
    for (const [access, { kind, value, watched: location, task = step.task }] of accesses.entries()) {
      if (location !== watched || told.has(kind + task)) continue;
      told.add(kind + task);
      uses.push({ step: n, access, task, kind, value });
    }
  }
  return uses;
}

export function spot({ step, access }: Use): Spot {
  return { step, access };
}

/** Whether the program waited for all tasks before it: what it sees has happened. */
export function looksAfter({ label }: PictureStep): boolean {
  return label === 'all tasks have ended';
}
