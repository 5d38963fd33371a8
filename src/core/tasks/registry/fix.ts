/** The whole rewrite as a fix: every rule about a collection of tasks offers it first. */
import type { Facts } from '../../facts/facts.ts';
import type { Fix } from '../../finding.ts';
import type { Collection } from '../collections.ts';
import { waitsOf } from '../waits.ts';
import { type RegistryRewrite, toRegistry } from './rewrite.ts';

export function registryFix(
  facts: Facts,
  collection: Collection,
): { readonly fixes: readonly Fix[]; readonly why?: string } {
  const rewrite = toRegistry(facts, collection, 'idle');
  if (typeof rewrite === 'string') return { fixes: [], why: rewrite };
  const title = `Rewrite \`${collection.location.text}\` to a \`TaskRegistry\``;
  const fixes = [fixOf(title, rewrite)];
  const waits = new Set(waitsOf(facts, collection).map((wait) => wait.fn));
  const [ending, ...more] = waits;
  if (ending && !more.length && forGood.test(ending.name ?? '')) {
    const closing = toRegistry(facts, collection, 'close');
    if (typeof closing !== 'string') fixes.push(fixOf(`${title} that takes no more tasks once it is closed`, closing));
  }
  return { fixes };
}

/** After it nothing begins again, as after a `stop` it may. */
const forGood = /^(close|shut_?down|dispose|destroy|terminate|end)/i;

function fixOf(title: string, { tier, edits }: RegistryRewrite): Fix {
  return { title: title.length <= 100 ? title : title.replace(/ once it is closed$/, ''), tier, edits: () => edits };
}
