/** RG401: a cancel flag is reset, or the controller replaced, while work that was cancelled by it still looks at it. */
import type { Rule } from '../../core/rule.ts';
import { describe } from './describe.ts';
import { detect } from './detect.ts';

export const rule: Rule = {
  meta: {
    id: 'token-reset',
    code: 'RG401',
    preset: 'recommended',
    severity: 'error',
    summary: 'A cancel flag or an AbortController is reset while work that it cancelled still looks at it.',
    rewrite: '`CancellationToken`, or the controller of the run in a local',
    origin: 'CleverAgents CancellationToken',
  },
  run(context) {
    for (const reset of detect(context)) context.report(describe(context.facts, reset));
  },
};
