/** RG402: the result of an await is shown or kept without a look whether a later call has asked for another. */
import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { detect } from './detect.ts';

export const rule: Rule = {
  meta: {
    id: 'stale-response',
    code: 'RG402',
    preset: 'recommended',
    severity: 'warning',
    summary: 'A result is kept though a later call has begun: the older answer can come last and stay.',
    rewrite: '`CancellationToken`, a cleanup flag in effects',
    origin: 'CancellationToken',
  },
  run(context) {
    for (const candidate of detect(context)) context.report(describe(context, candidate));
  },
};
