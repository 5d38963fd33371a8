/** The whole rewrite to a registry, or the smallest mend of what goes wrong. */
import { unwrap } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, startOf } from '../../core/syntax.ts';
import type { Collection } from '../../core/tasks/collections.ts';
import { registryFix } from '../../core/tasks/registry/fix.ts';
import type { Hazard } from './hazards.ts';

export function fixesOf({ facts }: RuleContext, collection: Collection, hazard: Hazard): readonly Fix[] {
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
