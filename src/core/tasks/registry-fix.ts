/** The whole rewrite as a fix: every rule about a collection of tasks offers it first. */
import type { Facts } from '../facts/facts.ts';
import type { Fix } from '../finding.ts';
import type { Collection } from './collections.ts';
import { toRegistry } from './registry.ts';

export function registryFix(facts: Facts, collection: Collection): { fix?: Fix; why?: string } {
  const rewrite = toRegistry(facts, collection);
  if (typeof rewrite === 'string') return { why: rewrite };
  const { tier, edits } = rewrite;
  return { fix: { title: `Rewrite \`${collection.location.text}\` to a \`TaskRegistry\``, tier, edits: () => edits } };
}
