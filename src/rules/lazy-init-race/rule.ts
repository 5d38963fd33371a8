/** RG101: tested, awaited, then set: two callers both find nothing there and both initialise. */

import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { detect } from './detect.ts';
import { planFixes } from './fix/plan.ts';

export const rule: Rule = {
  meta: {
    id: 'lazy-init-race',
    code: 'RG101',
    preset: 'recommended',
    severity: 'error',
    summary: 'Test, await, assign: two callers both initialise; Map caches too.',
    rewrite: '`Lazy`, `KeyedLazy`',
    origin: 'Prefect Runner',
  },
  run(context) {
    const candidates = detect(context);
    for (const candidate of candidates) {
      const fixes = planFixes(context, candidate, candidates);
      if (fixes) context.report(describe(context, candidate, fixes));
    }
  },
};
