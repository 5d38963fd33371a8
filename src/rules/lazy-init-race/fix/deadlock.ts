/**
 * An attempt that asks for its own value waits for itself; and what runs behind the setting, but inside the attempt, no
 * longer finds the value there.
 */
import { contains } from '../../../core/facts/shapes.ts';
import { reachOf } from '../../../core/rewrite/reach.ts';
import type { Scene } from './presence.ts';
import type { Sites } from './sites.ts';

export function deadlock({ facts, target }: Scene, { sites, helpers }: Sites): string | undefined {
  const name = `\`${target.storage.name}\``;
  const getters = new Set(sites.map((site) => site.fn));
  for (const site of sites) {
    const reached = [...reachOf(facts, site.nodes).functions];
    if (reached.some((fn) => getters.has(fn))) return `the initialisation of ${name} comes back to itself`;
  }
  const users = new Set(target.accesses.map((a) => facts.functionOf(a.node)));
  for (const { tail, statement } of [...sites, ...helpers].flatMap((s) => s.completions)) {
    const reached = [...reachOf(facts, tail).functions];
    const reader = reached.find((fn) => users.has(fn) && !contains(statement.parent, fn.node));
    if (reader) return `\`${reader.name ?? 'a function'}\` uses ${name} before it is initialised`;
  }
  return undefined;
}

/** What runs behind the setting may ask for the value, and would wait for itself: it can't be seen here. */
export function mayWaitForItself({ facts }: Scene, { sites, helpers }: Sites): boolean {
  const tails = [...sites, ...helpers].flatMap((s) => s.completions.flatMap((c) => c.tail));
  return reachOf(facts, tails).unknown.length > 0;
}
