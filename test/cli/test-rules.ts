/** For RACEGUARD_TEST_RULES: rules of which a test knows what they find. */
import type { Rule } from '../../src/core/rule.ts';
import { wordRule } from './words.ts';

const slow: Rule = {
  meta: { ...wordRule('SLOW').meta, id: 'slow', code: 'RG903' },
  run({ facts }) {
    const until = performance.now() + 50;
    while (facts.tree.text.includes('SLOW') && performance.now() < until);
  },
};

const throws: Rule = {
  meta: { ...slow.meta, id: 'always-throws', code: 'RG904' },
  run({ facts }) {
    if (facts.tree.text.includes('THROW')) throw new Error('boom');
  },
};

export const rules: readonly Rule[] = [wordRule('BAD', {}, [{ to: 'GOOD' }]), slow, throws];
