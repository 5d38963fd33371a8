import type { Access, Resources } from './access.ts';
import { messageOf } from './failure.ts';
import type { Run } from './run.ts';
import { sitesAbove } from './sites.ts';

/** How the calls of a wrapped function are steps. */
// biome-ignore lint/suspicious/noExplicitAny: a function of any arguments
export interface WrapOptions<A extends unknown[] = any[]> {
  /** How the timeline calls it. By default the function's own name. */
  readonly name?: string;
  /** What the function touches; it may depend on the arguments of the call. By default anything. */
  readonly resource?: Access | ((...args: A) => Access);
  /** What the caller's code touches when it has the result, up to its next step. By default anything. */
  readonly then?: Access;
  /**
   * Where a call waits to be chosen. `both` (default): before the function runs, and before the caller gets the result;
   * so other steps fit between the effect and its answer, as with a real server. `call`: before it runs only, and the
   * caller goes on in the same step. `return`: it runs at once, and the answer waits.
   */
  readonly park?: 'call' | 'return' | 'both';
}

/** A function whose calls are steps: it always returns a promise. */
export type Wrapped<A extends unknown[], R> = (...args: A) => Promise<Awaited<R>>;

/** @internal */
export function wrap<A extends unknown[], R>(
  run: Run,
  resources: Resources,
  fn: (...args: A) => R,
  options: WrapOptions<A> = {},
): Wrapped<A, R> {
  const { name = fn.name || 'call', resource, park = 'both' } = options;
  const then = resources.footprint(options.then);
  const answer = `${name} answers`;
  const wrapped = async function (this: unknown, ...args: A): Promise<Awaited<R>> {
    const lane = run.here();
    const { recording } = run;
    const sites = recording && sitesAbove(wrapped);
    const detail = recording && args.map((arg) => recording.show(arg)).join(', ');
    if (park !== 'return') {
      const touched = resources.footprint(typeof resource === 'function' ? resource(...args) : resource);
      const rest = park === 'both' ? NOTHING : then;
      const footprint = { reads: touched.reads | rest.reads, writes: touched.writes | rest.writes };
      await new Promise<void>((resolve) => run.park(lane, name, footprint, resolve, { detail, sites }));
    }
    let result: { value: Awaited<R> } | { error: unknown };
    try {
      result = { value: await fn.apply(this, args) };
    } catch (error) {
      result = { error };
    }
    if (park !== 'call') {
      await new Promise<void>((resolve) => run.park(lane, answer, then, resolve, sites && { sites }));
    }
    if ('error' in result) {
      recording?.note(`throws ${messageOf(result.error)}`, lane.name);
      throw result.error;
    }
    if (result.value !== undefined) recording?.note(`→ ${recording.show(result.value)}`, lane.name);
    return result.value;
  };
  return wrapped;
}

const NOTHING = { reads: 0, writes: 0 };
