/** Where a run begins, as far as a token is concerned: there it takes its snapshot. */
import type { Facts } from '../../../core/facts/facts.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { placeOf } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { type Node, startOf } from '../../../core/syntax.ts';
import type { Flag } from '../flags.ts';
import type { Poll } from '../polls.ts';

export interface Beginning {
  readonly beside: Node;
  /** Behind that statement, which is the run's own reset; else before it. */
  readonly after: boolean;
  /** Where looks at the run's own state begin. */
  readonly from: number;
}

/** What a run may call the snapshot. */
export const namesOfRun = ['run', 'currentRun', 'ownRun'];

/** Behind its own reset, or at its start; `undefined` where a helper looks, or the reset stands in an inner block. */
export function beginningOf(facts: Facts, flag: Flag, { fn, node, helper }: Poll): Beginning | undefined {
  const first = fn.node.body?.statements?.[0];
  if (helper || !first) return undefined;
  const reset = flag.resets.findLast((site) => site.fn === fn && site.node.end <= node.pos)?.node.parent;
  if (!reset) return { beside: first, after: false, from: first.pos };
  return placeOf(facts.tree, reset)?.list === fn.node.body
    ? { beside: reset, after: true, from: reset.end }
    : undefined;
}

/** `const run = this.token.snapshot();` */
export function takeSnapshot(
  { tree }: Facts,
  draft: Draft,
  { beside, after }: Pick<Beginning, 'beside' | 'after'>,
  local: string,
  path: string,
): void {
  const text = `const ${local} = ${path}.snapshot()${styleOf(tree).semicolon}`;
  const start = startOf(tree, beside);
  const indent = indentAt(tree.text, start);
  if (after) draft.insert(beside.end, `\n${indent}${text}`);
  else draft.insert(start, `${text}\n${indent}`);
}
