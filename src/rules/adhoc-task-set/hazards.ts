/** What goes wrong with a collection that tasks are added to and take themselves out of. */

import type { Facts } from '../../core/facts/facts.ts';
import { contains, isFloating, isLoop, unwrap } from '../../core/facts/shapes.ts';
import { lifetimeOf } from '../../core/rewrite/storage.ts';
import type { Node } from '../../core/syntax.ts';
import { K } from '../../core/syntax.ts';
import { afterWait } from '../../core/tasks/after.ts';
import type { Collection } from '../../core/tasks/collections.ts';
import { type Completion, completionsOf, endOfChain, isChain } from '../../core/tasks/completions.ts';
import { type Latecomer, type LatecomerConfig, latecomerOf } from '../../core/tasks/latecomers.ts';
import { canReject } from '../../core/tasks/rejections.ts';
import type { Use } from '../../core/tasks/uses.ts';
import { type Wait, waitsOf } from '../../core/tasks/waits.ts';
import { inheritedAt } from './queues.ts';
import { type Left, leftBehind } from './ways-out.ts';

export type Hazard =
  /** The promise that `.finally` returns rejects with the task, and nobody handles it. */
  | { readonly kind: 'derived'; readonly completion: Completion; readonly chain: Node }
  /** Nobody but the collection has the promise: a task that fails is an unhandled rejection. */
  | { readonly kind: 'unobserved'; readonly completion: Completion; readonly wait: Wait | undefined }
  /** What is added during the one wait still runs after it. */
  | { readonly kind: 'late'; readonly completion: Completion; readonly wait: Wait; readonly late: Latecomer }
  /** A task waits for the one before it, and fails with it. Only told in `strict`, as is the next one. */
  | { readonly kind: 'inherited'; readonly completion: Completion; readonly link: Node }
  /** The function that waits for all can leave before it does. */
  | ({ readonly kind: 'left' } & Left);

/** The worst one. */
export function hazardOf(facts: Facts, collection: Collection, config: LatecomerConfig): Hazard | undefined {
  const { strict } = config;
  const completions = completionsOf(facts, collection);
  const [first] = completions;
  if (!first) return undefined;
  for (const completion of completions) {
    const chain = completion.chain && endOfChain(facts, completion.chain);
    if (chain && isFloating(facts.tree, chain) && !rethrows(facts, chain) && canReject(facts, chain))
      return { kind: 'derived', completion, chain };
  }
  for (const completion of strict ? completions : []) {
    const link = inheritedAt(facts, collection, completion);
    if (link) return { kind: 'inherited', completion, link };
  }
  // Whoever asks for an entry gets its promise, and sees what fails: `if (hit) return hit`.
  if (collection.uses.some(isLookup)) return undefined;
  const waits = waitsOf(facts, collection).filter((wait) => !wait.through);
  for (const completion of completions)
    if (isUnobserved(facts, collection, completion, completions, waits))
      return { kind: 'unobserved', completion, wait: waits[0] };
  for (const wait of waits) {
    if (!endsWork(wait)) continue;
    const after = afterWait(facts, collection, wait);
    if (!after.ends || after.clears.length) continue;
    const late = latecomerOf(facts, config, collection, wait.fn, wait.suspension);
    if (late && (strict || late.exposure.event)) return { kind: 'late', completion: first, wait, late };
  }
  const left = strict && leftBehind(facts, collection, completions, waits);
  return left ? { kind: 'left', ...left } : undefined;
}

/** `.catch((e) => { …; throw e; })`: it was thought of, and is to be unhandled. */
function rethrows(facts: Facts, chain: Node): boolean {
  const { tree } = facts;
  for (
    let at = chain;
    tree.kind(at) === K.CallExpression && isChain(facts, at);
    at = unwrap(tree, at.expression!.expression!)
  ) {
    const name = at.expression!.name?.text;
    if (name === 'catch' || (name === 'then' && at.arguments?.length === 2)) return true;
  }
  return false;
}

function isLookup({ kind, at }: Use): boolean {
  return kind === 'query' && (at.expression?.name?.text === 'get' || !at.arguments);
}

/** After it nothing should run: waiting for what has begun so far is right in a `flush`. */
function endsWork({ fn }: Wait): boolean {
  return /close|stop|shut_?down|dispose|destroy|drain|idle|end(?!point)|teardown|finish|terminate|quiesce|cleanup/i.test(
    fn.name ?? '',
  );
}

function isUnobserved(
  facts: Facts,
  collection: Collection,
  { add, chain, binding }: Completion,
  completions: readonly Completion[],
  waits: readonly Wait[],
): boolean {
  const { tree } = facts;
  if (!add.value || isReturned(facts, add.at)) return false;
  // A loop that adds and waits in one function sees what fails.
  if (lifetimeOf(collection.storage) === add.fn || waits.some((wait) => wait.fn === add.fn)) return false;
  if (!binding) return tree.kind(unwrap(tree, add.value)) === K.CallExpression && canReject(facts, add.value);
  if (!binding.init || binding.kind === 'parameter' || !canReject(facts, binding.init)) return false;
  // Whoever chains on the promise handles it; what becomes of the chain is another question.
  if (chain && !contains(binding.init, chain)) return false;
  const own = [add.at, ...completions.map(({ remove }) => remove.at)];
  return facts.references(binding).every((use) => own.some((node) => contains(node, use)));
}

function isReturned(facts: Facts, add: Node): boolean {
  const k = add.parent && facts.tree.kind(add.parent);
  return (
    k === K.ReturnStatement || k === K.AwaitExpression || (k === K.ArrowFunction && !isLoop(facts.tree, add.parent))
  );
}
