/** An effect gets a flag that its cleanup sets; one that has such a flag only looks at it. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { contains, unwrap } from '../../../core/facts/shapes.ts';
import type { Fix } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { linesOf, neverEnds, ownReturns } from '../../../core/rewrite/statements.ts';
import { indentAt, lineEnd, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import { checkFor } from './check.ts';

export function effectFix(facts: Facts, { write, run }: Candidate): Fix | undefined {
  const effect = run?.fn;
  if (!effect || run.call || effect.async || !contains(effect.node, write.node)) return undefined;
  const check = checkFor(facts, write);
  const holder = effect.node.body?.statements?.find((s) => contains(s, write.node));
  if (!check || !holder || leavesBehind(facts, effect, holder)) return undefined;
  const draft = new Draft(facts.tree);
  const known = flagOf(facts, effect, holder);
  const name = known?.name ?? freeLocal(facts, effect, ['cancelled', 'stale', 'superseded']);
  if (!known && !declare(facts, draft, effect, holder, name)) return undefined;
  const isUp = known?.isUp ?? true;
  check.insert(draft, isUp ? name : `!${name}`, isUp ? `!${name}` : name);
  const edits = draft.edits();
  return (
    edits && {
      title: known ? `Look at \`${name}\` behind the await` : 'Drop the answer once the effect is cleaned up',
      tier: check.onlyState ? 'safe' : 'suggestion',
      edits: () => edits,
    }
  );
}

/** `let cancelled = false` of the effect, set by its cleanup; `isUp`: true says that it is over. */
function flagOf(facts: Facts, effect: Fn, holder: Node): { name: string; isUp: boolean } | undefined {
  const cleanup = cleanupOf(facts, effect);
  if (!cleanup) return undefined;
  for (const binding of facts.bindings) {
    if (binding.scope.fn !== effect || binding.kind !== 'let' || !binding.init) continue;
    if (binding.ident.pos > holder.pos) continue;
    const k = facts.tree.kind(binding.init);
    if (k !== K.FalseKeyword && k !== K.TrueKeyword) continue;
    const end = facts.references(binding).find((use) => contains(cleanup, use));
    const given = end?.parent.right && facts.tree.kind(end.parent.right);
    if (given === (k === K.FalseKeyword ? K.TrueKeyword : K.FalseKeyword))
      return { name: binding.name, isUp: k === K.FalseKeyword };
  }
  return undefined;
}

/** The function that the last statement returns. */
function cleanupOf({ tree }: Facts, effect: Fn): Node | undefined {
  const last = effect.node.body?.statements?.at(-1);
  const given = last && tree.kind(last) === K.ReturnStatement && last.expression && unwrap(tree, last.expression);
  return given && tree.kind(given) === K.ArrowFunction ? given : undefined;
}

/** A way out behind the question, which would leave without a cleanup. */
function leavesBehind({ tree }: Facts, effect: Fn, holder: Node): boolean {
  const statements = effect.node.body?.statements ?? [];
  return ownReturns(tree, statements).some((r) => r.pos > holder.pos && r !== statements.at(-1));
}

function declare(facts: Facts, draft: Draft, effect: Fn, holder: Node, name: string): boolean {
  const { tree } = facts;
  const { text } = tree;
  const statements = effect.node.body?.statements;
  const last = statements?.at(-1);
  if (!last) return false;
  const { indent: unit, semicolon } = styleOf(tree);
  const { start } = linesOf(tree, holder, holder);
  const indent = indentAt(text, startOf(tree, holder));
  if (start >= startOf(tree, holder)) return false;
  const sets = `${name} = true${semicolon}`;
  const cleanup = cleanupOf(facts, effect);
  const returns = ownReturns(tree, statements!);
  if (cleanup) {
    const [first] = cleanup.body?.statements ?? [];
    if (returns.filter((r) => r.expression).length > 1) return false;
    if (first) draft.insert(startOf(tree, first), `${sets}\n${indentAt(text, startOf(tree, first))}`);
    else if (cleanup.body && tree.kind(cleanup.body) !== K.Block) {
      const own = draft.text(startOf(tree, cleanup.body), cleanup.body.end);
      draft.replaceNode(cleanup.body, `{\n${indent}${unit}${sets}\n${indent}${unit}${own}${semicolon}\n${indent}}`);
    } else return false;
  } else {
    if (returns.some((r) => r.expression) || neverEnds(tree, statements!)) return false;
    // Where every way out must return, a bare one would not do beside the cleanup.
    for (const bare of returns) draft.insert(startOf(tree, bare) + 'return'.length, ' undefined');
    const end = lineEnd(text, last.end);
    draft.insert(end, `\n\n${indent}return () => {\n${indent}${unit}${sets}\n${indent}}${semicolon}`);
  }
  draft.insert(start, `${indent}let ${name} = false${semicolon}\n`);
  return true;
}
