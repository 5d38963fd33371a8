/** RG101: tested, awaited, then set: two callers both find nothing there and both initialise. */

import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { detect } from './detect.ts';

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
    for (const candidate of detect(context)) context.report(describe(context, candidate));
  },
};
