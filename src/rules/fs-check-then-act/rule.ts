/** RG201: a file is looked at, then made, written or removed as if nobody else could have come in between. */
import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { checksThenActs } from './detect.ts';

export const rule: Rule = {
  meta: {
    id: 'fs-check-then-act',
    code: 'RG201',
    preset: 'recommended',
    severity: 'warning',
    summary: 'A file is tested, then made, written or removed: another caller comes in between.',
    rewrite: '`wx`, `recursive` or `force` where that is enough, else `FileLock`',
    origin: 'Prefect GitRepository',
  },
  run(context) {
    for (const found of checksThenActs(context)) context.report(describe(context, found));
  },
};
