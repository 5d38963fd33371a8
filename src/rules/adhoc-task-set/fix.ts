/** The whole rewrite to a registry, or the smallest mend of what goes wrong. */
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';
import type { Collection } from '../../core/tasks/collections.ts';
import { registryFix } from '../../core/tasks/registry/fix.ts';
import type { Hazard } from './hazards.ts';

export function fixesOf({ facts }: RuleContext, collection: Collection, hazard: Hazard): readonly Fix[] {
  // A registry keeps no order, takes what comes too late, and is waited for only where the collection was.
  if (hazard.kind === 'inherited') return stopFailure(facts, hazard.link);
  if (hazard.kind === 'left' || (hazard.kind === 'late' && hazard.late.tested)) return [];
  const { fixes, why } = registryFix(facts, collection);
  if (fixes.length) return fixes;
  const { tree } = facts;
  const file = tree.fileName;
  const because = (title: string) => (`${title}: ${why}`.length <= 100 ? `${title}: ${why}` : title);
  if (hazard.kind === 'derived' && isHeldElsewhere(facts, hazard)) {
    const at = hazard.chain.end;
    const edit = { file, start: at, end: at, text: '.catch(() => {})' };
    return [
      {
        title: because('Leave the failure to those who hold the task itself'),
        tier: 'suggestion',
        edits: () => [edit],
      },
    ];
  }
  if (hazard.kind === 'late') {
    const statement = hazard.wait.suspension.parent;
    const { shape, location } = collection;
    if (tree.kind(statement) !== K.ExpressionStatement || shape === 'Record') return [];
    const start = startOf(tree, statement);
    const edit = {
      file,
      start,
      end: start,
      text: `while (${location.text}.${shape === 'Array' ? 'length' : 'size'} > 0) `,
    };
    return [
      { title: because(`Wait in a loop until \`${location.text}\` is empty`), tier: 'suggestion', edits: () => [edit] },
    ];
  }
  return [];
}

/** The next task takes no value of the one before, so that it can begin whatever became of that. */
function stopFailure({ tree, functionAt }: RuleContext['facts'], link: Node): readonly Fix[] {
  const before = receiverOf(tree, link);
  const next = link.arguments?.[0] && functionAt(unwrap(tree, link.arguments[0]));
  if (!before || calleeName(tree, link) !== 'then' || !next || next.node.parameters?.length) return [];
  const edit = { file: tree.fileName, start: before.end, end: before.end, text: '.catch(() => {})' };
  return [{ title: 'Begin the next task even if this one fails', tier: 'suggestion', edits: () => [edit] }];
}

/** Somebody else has the task's own promise, and sees it fail: it is returned, awaited or handed on. */
function isHeldElsewhere(
  facts: RuleContext['facts'],
  { completion, chain }: Extract<Hazard, { kind: 'derived' }>,
): boolean {
  const { binding, add, remove } = completion;
  if (!binding || facts.tree.kind(unwrap(facts.tree, chain)) !== K.CallExpression) return false;
  if (binding.kind === 'parameter') return true;
  const isInside = (outer: { pos: number; end: number }, inner: { pos: number; end: number }) =>
    outer.pos <= inner.pos && inner.end <= outer.end;
  return facts.references(binding).some((use) => ![add.at, remove.at, chain].some((part) => isInside(part, use)));
}
