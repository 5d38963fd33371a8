/** What of the Testing view is run, and what is asked of the process that runs it. */
import type { RunRequest, Subject } from '../../protocol/runner.ts';

/** An item without children. Its others only hold these. */
export type Leaf =
  | { readonly of: 'drive'; readonly scenario: string; readonly index: number }
  | { readonly of: 'real'; readonly scenario: string }
  /** An export of a user's own file. `file`: absolute, with forward slashes. */
  | { readonly of: 'program'; readonly file: string; readonly name: string };

/** What one process does. */
export interface Job {
  readonly request: RunRequest;
  readonly leaves: readonly Leaf[];
}

/**
 * A process for each scenario, and one for each program of a user: one that hangs or dies takes nothing else with it.
 * The user's come first: somebody waits for them.
 */
export function jobsOf(leaves: readonly Leaf[]): Job[] {
  const programs = leaves.filter((leaf) => leaf.of === 'program');
  const scenarios = new Map<string, Leaf[]>();
  for (const leaf of leaves)
    if (leaf.of !== 'program') scenarios.set(leaf.scenario, [...(scenarios.get(leaf.scenario) ?? []), leaf]);
  return [...programs.map((leaf) => [leaf]), ...scenarios.values()].map((group) => ({
    request: requestFor(group),
    leaves: group,
  }));
}

/** For leaves of one scenario, or programs of one file: then either one, or all that it has. */
export function requestFor(leaves: readonly Leaf[]): RunRequest {
  const [first] = leaves;
  if (!first) throw new Error('Nothing is to be run.');
  if (first.of === 'program')
    return { run: 'file', file: first.file, ...(leaves.length === 1 ? { program: first.name } : {}) };
  const drives = leaves.flatMap((leaf) => (leaf.of === 'drive' ? [leaf.index] : []));
  const real = leaves.some((leaf) => leaf.of === 'real');
  return {
    run: 'scenario',
    id: first.scenario,
    ...(drives.length ? { drives } : {}),
    forms: [...(drives.length ? (['explored'] as const) : []), ...(real ? (['real'] as const) : [])],
  };
}

/** One schedule alone. Of a scenario's programs one is meant; a real form has no schedules. */
export function replayFor(leaf: Leaf, choices: string, version: 'unsafe' | 'safe' = 'unsafe'): RunRequest | undefined {
  if (leaf.of === 'real') return undefined;
  if (leaf.of === 'program') return { run: 'file', file: leaf.file, program: leaf.name, replay: choices };
  return {
    run: 'scenario',
    id: leaf.scenario,
    drives: [leaf.index],
    forms: ['explored'],
    replay: { version, choices },
  };
}

/** Which leaf of a job an event is about. */
export function leafOf({ leaves }: Job, subject: Subject): Leaf | undefined {
  return leaves.find((leaf) => {
    if (leaf.of === 'program') return true;
    return leaf.of === 'real' ? subject.form === 'real' : subject.form === 'explored' && leaf.index === subject.index;
  });
}

/** How many programs run for it: of a scenario the unsafe one and the safe one. */
export function programsOf(leaf: Leaf): number {
  return leaf.of === 'program' ? 1 : 2;
}
