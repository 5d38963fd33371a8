/** RG104: a branch on shared state, a suspension, and an act that the branch no longer justifies. */
import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { detect } from './detect.ts';

export const rule: Rule = {
  meta: {
    id: 'check-then-act',
    code: 'RG104',
    preset: 'recommended',
    severity: 'warning',
    summary: 'A test of shared state, an await, then an act that the test no longer justifies.',
    rewrite: '`Mutex.runExclusive`, or the flag before the await',
  },
  run(context) {
    for (const act of detect(context)) context.report(describe(context, act));
  },
};
