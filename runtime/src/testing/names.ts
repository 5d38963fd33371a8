import { preview } from './preview.ts';

const SHOWN = 5;

/** @internal Shows the values of shared locations, so that one sees which of several alike it is: `Client`, `Client #2`. */
export class Names {
  readonly #numbers = new WeakMap<object, number>();
  readonly #counts = new Map<string, number>();

  show(value: unknown): string {
    const text = preview(value);
    if (typeof value !== 'object' || value === null) return text;
    if (value instanceof Map || value instanceof Set) return text + keysOf(value);
    // Numbered where nothing but its type is shown.
    if (!/^[\p{L}\p{N}_$]+$/u.test(text)) return text;
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = (this.#counts.get(text) ?? 0) + 1;
      this.#counts.set(text, number);
      this.#numbers.set(value, number);
    }
    return number === 1 ? text : `${text} #${number}`;
  }
}

/** @internal The name, or where some have it already, `state #2`. */
export function unlike(some: readonly { readonly name: string }[], name: string): string {
  const taken = some.filter((one) => one.name === name || one.name.startsWith(`${name} #`)).length;
  return taken === 0 ? name : `${name} #${taken + 1}`;
}

/** The keys, where they tell something: not those that are objects. */
function keysOf(collection: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): string {
  const keys = [...collection.keys()];
  if (keys.length === 0 || keys.some((key) => typeof key === 'object' || typeof key === 'function')) return '';
  const more = keys.length > SHOWN ? ', …' : '';
  return ` {${keys.slice(0, SHOWN).map(String).join(', ').replace(/\s+/g, ' ').slice(0, 40)}${more}}`;
}
