/** RG102: what is made when it is first needed is entered by two callers, or used by the second before it is ready. */
import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { detect } from './detect.ts';

export const rule: Rule = {
  meta: {
    id: 'reentrant-start',
    code: 'RG102',
    preset: 'recommended',
    severity: 'error',
    summary: 'Made when first needed, then entered across an await: two callers enter one, or use it half-ready.',
    rewrite: '`Mutex`, with the resource shared once it is ready',
    origin: 'Prefect Runner',
  },
  run(context) {
    for (const entry of detect(context)) context.report(describe(context, entry));
  },
};
