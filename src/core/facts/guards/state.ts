/** What holds on one path through a function, and what holds where two paths meet: that which both say. */
export interface State {
  readonly guards: Set<string>;
  /** Keys with the outcome (`+`, `-`) that led here: where both meet again, the test has kept nobody out. */
  readonly tested: Set<string>;
  /** In this segment. */
  readonly read: Set<string>;
  /** In this segment. */
  readonly written: Set<string>;
  /** Read, then written, both in this segment: who sees the old value is alone. */
  readonly swapped: Set<string>;
}

export const empty = (): State => ({
  guards: new Set(),
  tested: new Set(),
  read: new Set(),
  written: new Set(),
  swapped: new Set(),
});

const parts = ['guards', 'tested', 'read', 'written', 'swapped'] as const;

export function copy(state: State): State {
  const made = empty();
  for (const part of parts) for (const key of state[part]) made[part].add(key);
  return made;
}

export function meet(a: State, b: State): State {
  const made = empty();
  for (const part of parts) for (const key of a[part]) if (b[part].has(key)) made[part].add(key);
  return made;
}

/** Of states of which one came from the other by `meet`. */
export function same(a: State, b: State): boolean {
  return parts.every((part) => a[part].size === b[part].size);
}

/** The keys of `tested`, without their outcomes. */
export function keysOf(tested: ReadonlySet<string>): Set<string> {
  return new Set([...tested].map((t) => t.slice(0, -1)));
}
