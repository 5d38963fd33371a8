/** All rules, one folder each. Generated: `npm run docs`. */
import type { Rule } from '../core/rule.ts';

export const rules: readonly Rule[] = [];
