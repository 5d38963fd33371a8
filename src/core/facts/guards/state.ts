/** What holds on one path through a function, and what holds where two paths meet: that which both say. */

/** Sets of keys, by what they say. */
export const Part = {
  guards: 0,
  /** Keys with the outcome (`+`, `-`) that led here: where both meet again, the test has kept nobody out. */
  tested: 1,
  /** In this segment. */
  read: 2,
  /** In this segment. */
  written: 3,
  /** Read, then written, both in this segment: who sees the old value is alone. */
  swapped: 4,
} as const;
export type Part = (typeof Part)[keyof typeof Part];

type Keys = ReadonlySet<string>;
const none: Keys = new Set();
const nothing: readonly Keys[] = Object.values(Part).map(() => none);

/** Sets are shared by those who have the same one, until one of them changes it: few change on a way from test to test. */
export class State {
  private readonly sets: Keys[];
  /** A bit for each that nobody else has. */
  private own = 0;

  constructor(sets: readonly Keys[] = nothing) {
    this.sets = sets.slice();
  }

  copy(): State {
    this.own = 0;
    return new State(this.sets);
  }

  meet(other: State): State {
    this.own = 0;
    const made = new State(this.sets);
    for (let part = 0; part < nothing.length; part++) made.sets[part] = common(this.sets[part]!, other.sets[part]!);
    return made;
  }

  /** Of states of which one came from the other by `meet`. */
  same(other: State): boolean {
    for (let part = 0; part < nothing.length; part++)
      if (this.sets[part]!.size !== other.sets[part]!.size) return false;
    return true;
  }

  has(part: Part, key: string): boolean {
    return this.sets[part]!.has(key);
  }

  /** Never changed from now on. */
  kept(part: Part): Keys {
    this.own &= ~(1 << part);
    return this.sets[part]!;
  }

  add(part: Part, key: string): void {
    if (!this.has(part, key)) this.mine(part).add(key);
  }

  delete(part: Part, key: string): void {
    if (this.has(part, key)) this.mine(part).delete(key);
  }

  clear(part: Part): void {
    this.sets[part] = none;
    this.own &= ~(1 << part);
  }

  private mine(part: Part): Set<string> {
    if (!(this.own & (1 << part))) {
      this.sets[part] = new Set(this.sets[part]);
      this.own |= 1 << part;
    }
    return this.sets[part] as Set<string>;
  }
}

function common(a: Keys, b: Keys): Keys {
  if (a === b || !a.size) return a;
  if (!b.size) return none;
  let all = true;
  for (const key of a) all &&= b.has(key);
  if (all) return a;
  const both = new Set<string>();
  for (const key of a) if (b.has(key)) both.add(key);
  return both.size ? both : none;
}

/** The keys of `tested`, without their outcomes. */
export function keysOf(tested: Keys): Keys {
  if (!tested.size) return none;
  const keys = new Set<string>();
  for (const key of tested) keys.add(key.slice(0, -1));
  return keys;
}
