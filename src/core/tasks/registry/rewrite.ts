/**
 * Turns a collection of promises, with every use of it, into a `TaskRegistry`. Used by all rules about such
 * collections: whichever is asked, the rewrite is the same.
 */
import type { Facts } from '../../facts/facts.ts';
import type { FixTier, TextEdit } from '../../finding.ts';
import { Draft } from '../../rewrite/draft.ts';
import { importRuntime } from '../../rewrite/imports.ts';
import { whyItStays } from '../../rewrite/storage.ts';
import { usesOf } from '../../rewrite/storage-uses.ts';
import type { Node } from '../../syntax.ts';
import { textOf } from '../../syntax.ts';
import type { Collection } from '../collections.ts';
import { completionsOf } from '../completions.ts';
import { canReject } from '../rejections.ts';
import { rewriteAdds } from './adds.ts';
import { declare, registryType } from './declaration.ts';
import { type Job, Stays } from './job.ts';
import { removeStatements } from './removal.ts';
import { rewriteRest } from './rest.ts';
import { rewriteWaits } from './waits.ts';

export interface RegistryRewrite {
  readonly tier: FixTier;
  readonly edits: readonly TextEdit[];
}

/** The rewrite, or the reason why the collection stays what it is. */
export function toRegistry(facts: Facts, collection: Collection, wait: Job['wait']): RegistryRewrite | string {
  try {
    return rewrite(facts, collection, wait);
  } catch (error) {
    if (error instanceof Stays) return error.message;
    throw error;
  }
}

function rewrite(facts: Facts, collection: Collection, wait: Job['wait']): RegistryRewrite | string {
  const name = importRuntime(facts, 'TaskRegistry');
  if (!name) return 'a global script imports nothing';
  const why = whyItStays(facts, collection.storage) ?? hiddenUse(facts, collection);
  if (why) return why;
  const draft = new Draft(facts.tree);
  const completions = completionsOf(facts, collection);
  const rejecting = collection.uses.some((use) => use.kind === 'add' && !!use.value && canReject(facts, use.value));
  const job: Job = {
    facts,
    collection,
    completions,
    draft,
    wait,
    rejecting,
    handled: new Set(),
    removed: new Set(),
    quietly: new Set(),
  };
  rewriteAdds(job);
  rewriteWaits(job);
  rewriteRest(job, name.local);
  declare(job, name.local, registryType(job, name.local));
  const left = collection.uses.find((use) => !job.handled.has(use.node));
  if (left) return `\`${textOf(facts.tree, left.at).replace(/\s+/g, ' ').slice(0, 40)}\` has no counterpart`;
  removeStatements(job);
  for (const edit of name.edits) draft.replace(edit.start, edit.end, edit.text);
  const edits = draft.edits();
  if (!edits) return 'its uses overlap';
  return { tier: rejecting || wait === 'close' ? 'suggestion' : 'safe', edits };
}

/** A mention that is no access path of this collection but may be: by another object of the class, in a type. */
function hiddenUse(facts: Facts, { storage, uses }: Collection): string | undefined {
  const { known, doubtful, odd } = usesOf(facts, storage);
  if (odd || doubtful.length) return `\`${storage.name}\` is used in a form that can't be rewritten`;
  const seen = new Set(uses.map((use) => use.node));
  // Parts of a bigger use, like `x.indexOf(p)` in `x.splice(x.indexOf(p), 1)`, lie inside it.
  const isSeen = (node: Node) =>
    seen.has(node) || uses.some((use) => use.at.pos <= node.pos && node.end <= use.at.end) || isIndex(facts, node);
  return known.every(isSeen) ? undefined : `\`${storage.name}\` is used in a form that can't be rewritten`;
}

function isIndex(facts: Facts, node: Node): boolean {
  return /\.indexOf\($/.test(facts.tree.text.slice(node.end, node.end + 9));
}
