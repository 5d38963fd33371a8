/** What was found stays in a local: others may clear the location, and the function goes on with what it has tested. */
import type { Facts } from '../../core/facts/facts.ts';
import { locationOf } from '../../core/facts/locations.ts';
import { isAssignmentTarget, isLoop, unwrap } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { bare, freeLocal } from '../../core/rewrite/names.ts';
import { ownNodes, statementOf } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { startOf, textOf } from '../../core/syntax.ts';
import type { Act } from './detect.ts';

export function keepInLocal(facts: Facts, { hit }: Act): Fix | undefined {
  const { tree } = facts;
  const { fn, location, test } = hit;
  const name = location.path.at(-1) ?? location.text;
  const head = statementOf(tree, test!.node);
  const { body } = fn.node;
  if (!head || !body || name.startsWith('[') || isLoop(tree, head)) return undefined;
  const uses = ownNodes(tree, [body], (n) => n === unwrap(tree, n) && locationOf(facts, n)?.key === location.key);
  const later = uses.filter((use) => use.pos >= head.pos);
  const inTest = later.filter((use) => use.end <= test!.node.end);
  // Another look at it is meant to see what it is by then.
  const isOnly =
    inTest.length === 1 && later.every((use) => use.pos >= inTest[0]!.pos && !isAssignmentTarget(tree, use));
  if (!isOnly || uses.some((use) => isAssignmentTarget(tree, use)) || isTestedAgain(facts, hit)) return undefined;
  const local = freeLocal(facts, fn, [bare(name), `current${bare(name)[0]!.toUpperCase()}${bare(name).slice(1)}`]);
  const draft = new Draft(tree);
  const indent = indentAt(tree.text, startOf(tree, head));
  const value = textOf(tree, inTest[0]!);
  draft.insert(startOf(tree, head), `const ${local} = ${value}${styleOf(tree).semicolon}\n${indent}`);
  for (const use of later) draft.replaceNode(use, local);
  const edits = draft.edits();
  return edits && { title: `Keep it in a local: \`${local}\``, tier: 'suggestion', edits: () => edits };
}

function isTestedAgain(facts: Facts, { fn, location, test }: Act['hit']): boolean {
  return facts
    .graph(fn)
    .blocks.some(
      ({ ops, branch }) =>
        !!branch &&
        branch.test !== test!.node &&
        ops.some(
          (op) => op.op === 'read' && op.location.key === location.key && op.node === unwrap(facts.tree, branch.test),
        ),
    );
}
