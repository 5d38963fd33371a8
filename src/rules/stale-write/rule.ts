/** RG103: a shared location is written with a value computed from what it held before a suspension. */
import type { Rule } from '../../core/rule.ts';
import { describe, describeStore } from './describe.ts';
import { detect } from './detect.ts';
import { storeUpdates } from './stores.ts';

export const rule: Rule = {
  meta: {
    id: 'stale-write',
    code: 'RG103',
    preset: 'recommended',
    severity: 'error',
    summary: 'A write computed from a read before the suspension: the update in between is lost.',
    rewrite: 'read after the await where equivalent; else `Mutex`',
  },
  run(context) {
    const candidates = detect(context);
    for (const candidate of candidates) context.report(describe(context, candidate, candidates));
    for (const update of storeUpdates(context)) context.report(describeStore(context, update));
  },
};
