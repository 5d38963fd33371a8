/** The uses that a registry has a word of its own for, or the same one. */
import { unwrap, wrapped } from '../../facts/shapes.ts';
import type { Node } from '../../syntax.ts';
import { K, textOf } from '../../syntax.ts';
import type { Use } from '../uses.ts';
import { type Job, Stays } from './job.ts';

export function rewriteRest(job: Job, local: string): void {
  for (const use of job.collection.uses) {
    if (job.handled.has(use.node) || !rewriteUse(job, use, local)) continue;
    job.handled.add(use.node);
  }
}

function rewriteUse(job: Job, use: Use, local: string): boolean {
  const { facts, draft } = job;
  const { tree } = facts;
  switch (use.kind) {
    case 'size':
      if (!everyTaskLeaves(job) && !isZeroTest(job, use.at)) throw new Stays('ended tasks count in its size');
      if (use.at.name?.text === 'length') draft.replaceNode(use.at.name, 'size');
      return true;
    case 'query':
      return rewriteQuery(job, use);
    case 'init':
      draft.replaceNode(use.at.right!, `new ${local}()`);
      return true;
    case 'alias':
      return !use.at.type && tree.kind(use.at.name!) === K.Identifier;
    default:
      return false;
  }
}

function rewriteQuery(job: Job, use: Use): boolean {
  const { collection, draft, facts } = job;
  const { tree } = facts;
  if (!everyTaskLeaves(job)) throw new Stays('it keeps what ended tasks gave');
  if (collection.shape === 'Map') return /^(get|has)$/.test(use.at.expression?.name?.text ?? '');
  if (collection.shape !== 'Record' || tree.kind(use.at) !== K.ElementAccessExpression) return false;
  draft.replaceNode(use.at, `${textOf(tree, use.node)}.get(${textOf(tree, use.at.argumentExpression!)})`);
  return true;
}

/** An entry whose task has ended is gone already. */
function everyTaskLeaves({ collection, completions }: Job): boolean {
  return collection.uses.every((use) => use.kind !== 'add' || completions.some((c) => c.add === use));
}

function isZeroTest({ facts }: Job, size: Node): boolean {
  const { tree } = facts;
  const parent = wrapped(tree, size).parent;
  if (!parent || tree.kind(parent) !== K.BinaryExpression)
    return tree.kind(parent) === K.IfStatement || tree.kind(parent) === K.PrefixUnaryExpression;
  return textOf(tree, unwrap(tree, parent.right!)) === '0';
}
