/** What holds on one path through a function, and what holds where two paths meet: that which both say. */
export type Part =
  | 'guards'
  /** Keys with the outcome (`+`, `-`) that led here: where both meet again, the test has kept nobody out. */
  | 'tested'
  /** In this segment. */
  | 'read'
  /** In this segment. */
  | 'written'
  /** Read, then written, both in this segment: who sees the old value is alone. */
  | 'swapped';

const parts: readonly Part[] = ['guards', 'tested', 'read', 'written', 'swapped'];
const none: ReadonlySet<string> = new Set();

/** Sets are shared by those who have the same one, until one of them changes it: few change on a way from test to test. */
export class State {
  guards = none;
  tested = none;
  read = none;
  written = none;
  swapped = none;
  /** Nobody else has them. */
  private own = new Set<Part>();

  copy(): State {
    const made = new State();
    for (const part of parts) made[part] = this[part];
    this.own.clear();
    return made;
  }

  meet(other: State): State {
    const made = new State();
    for (const part of parts) made[part] = common(this[part], other[part]);
    this.own.clear();
    return made;
  }

  /** Of states of which one came from the other by `meet`. */
  same(other: State): boolean {
    return parts.every((part) => this[part].size === other[part].size);
  }

  /** Never changed from now on. */
  kept(part: Part): ReadonlySet<string> {
    this.own.delete(part);
    return this[part];
  }

  add(part: Part, key: string): void {
    if (!this[part].has(key)) this.mine(part).add(key);
  }

  delete(part: Part, key: string): void {
    if (this[part].has(key)) this.mine(part).delete(key);
  }

  clear(part: Part): void {
    this[part] = none;
    this.own.delete(part);
  }

  private mine(part: Part): Set<string> {
    if (!this.own.has(part)) {
      this[part] = new Set(this[part]);
      this.own.add(part);
    }
    return this[part] as Set<string>;
  }
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (a === b || !a.size) return a;
  const both = [...a].filter((key) => b.has(key));
  return both.length === a.size ? a : both.length ? new Set(both) : none;
}

/** The keys of `tested`, without their outcomes. */
export function keysOf(tested: ReadonlySet<string>): ReadonlySet<string> {
  return tested.size ? new Set(Array.from(tested, (key) => key.slice(0, -1))) : none;
}
