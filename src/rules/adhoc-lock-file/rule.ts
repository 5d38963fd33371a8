/** RG202: a lock file made by hand, in one of the ways that let two hold it. */
import { adhocLocks } from '../../core/files/adhoc-lock.ts';
import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';

export const rule: Rule = {
  meta: {
    id: 'adhoc-lock-file',
    code: 'RG202',
    preset: 'recommended',
    severity: 'error',
    summary: 'A lock file made by hand: two find none, or one removes what another has just taken.',
    rewrite: '`FileLock`',
    origin: 'Prefect FileLock',
  },
  run(context) {
    for (const lock of adhocLocks(context.facts, context.resolve)) context.report(describe(context, lock));
  },
};
