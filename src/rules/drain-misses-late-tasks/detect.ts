/** Which clears throw away tasks: what they clear was awaited as a copy, and somebody can have added since. */

import { callbackUse } from '../../core/facts/callbacks.ts';
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Facts } from '../../core/facts/facts.ts';
import type { RuleContext } from '../../core/rule.ts';
import { afterWait } from '../../core/tasks/after.ts';
import { type Collection, collectionsOf } from '../../core/tasks/collections.ts';
import { type Latecomer, latecomerOf } from '../../core/tasks/latecomers.ts';
import { holdsPromises } from '../../core/tasks/promises.ts';
import type { Use } from '../../core/tasks/uses.ts';
import { type Wait, waitsOf } from '../../core/tasks/waits.ts';

export interface Drain {
  readonly collection: Collection;
  readonly wait: Wait;
  readonly clear: Use;
  readonly late: Latecomer;
  /** What it holds is waited for itself, not by way of a method or a write. */
  readonly holdsPromises: boolean;
}

export function detect(context: RuleContext): Drain[] {
  const { facts, config } = context;
  const drains: Drain[] = [];
  for (const collection of collectionsOf(facts)) {
    if (!collection.uses.some((use) => use.kind === 'clear')) continue;
    const byClear = new Map<Use, Omit<Drain, 'holdsPromises'>>();
    // The last wait before a clear tells the story.
    for (const wait of waitsOf(facts, collection)) {
      for (const clear of afterWait(facts, collection, wait).clears) {
        if (isInTest(facts, clear)) continue;
        const late = latecomerOf(facts, config, collection, wait.fn, wait.suspension);
        if (late) byClear.set(clear, { collection, wait, clear, late });
      }
    }
    const holds = byClear.size ? holdsPromises(context, collection) : undefined;
    if (holds === undefined || (!holds && !config.strict)) continue;
    for (const drain of byClear.values()) drains.push({ ...drain, holdsPromises: holds });
  }
  return drains;
}

/** `afterEach(async () => { … })`: nothing runs beside it. */
function isInTest(facts: Facts, { fn }: Use): boolean {
  const callback = callbackOf(facts, fn.node);
  return !!callback && callbackUse(facts, callback.call) === 'sequence';
}
