/**
 * What the code of a step touches: names of shared things, freely chosen. A name alone, or a list, means written.
 * `[]` touches nothing shared. Left out: it may touch anything.
 *
 * A step answers for all code that runs from it to the task's next step, and for what that code sets in motion. If it
 * waits for something that is no step, such as a lock, then the lock is a name to declare too, in those who wait and
 * in those who wake. Steps that only read the same things, or share none, are tried in one order, for the other would
 * end alike. A wrong declaration hides races; none at all never does.
 */
export type Access =
  | string
  | readonly string[]
  | { readonly reads?: string | readonly string[]; readonly writes?: string | readonly string[] };

/** @internal Everything, as a set of resources. */
export const ALL = -1;

/** @internal Virtual time: who makes a timer, reads the clock or fires a timer. */
export const CLOCK: number = 1 << 30;

/** @internal Written by every step that an invariant can see, so that these are tried in every order. */
export const VISIBLE: number = 1 << 31;

const BITS = 30;

/** @internal Two sets of resources, as bits. Past 30 resources some share a bit: that only finds conflicts where there are none. */
export interface Footprint {
  readonly reads: number;
  readonly writes: number;
}

/** @internal */
export const ANYTHING: Footprint = { reads: ALL, writes: ALL };

/** @internal Whether the order of two steps can matter. */
export function conflict(r1: number, w1: number, r2: number, w2: number): boolean {
  return ((w1 & (r2 | w2)) | (w2 & r1)) !== 0;
}

/** @internal Numbers the names of one exploration. */
export class Resources {
  readonly #bits = new Map<string, number>();
  readonly #alone = new Map<string, Footprint>();

  footprint(access: Access | undefined): Footprint {
    if (access === undefined) return ANYTHING;
    if (typeof access === 'string') {
      let known = this.#alone.get(access);
      if (known === undefined) {
        known = { reads: 0, writes: this.#bit(access) };
        this.#alone.set(access, known);
      }
      return known;
    }
    if (isList(access)) return { reads: 0, writes: this.#all(access) };
    return { reads: this.#all(access.reads ?? []), writes: this.#all(access.writes ?? []) };
  }

  #all(names: string | readonly string[]): number {
    if (typeof names === 'string') return this.#bit(names);
    let bits = 0;
    for (const name of names) bits |= this.#bit(name);
    return bits;
  }

  #bit(name: string): number {
    let bit = this.#bits.get(name);
    if (bit === undefined) {
      bit = 1 << (this.#bits.size % BITS);
      this.#bits.set(name, bit);
    }
    return bit;
  }
}

function isList(access: Exclude<Access, string>): access is readonly string[] {
  return Array.isArray(access);
}
