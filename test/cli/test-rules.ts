/** For RACEGUARD_TEST_RULES: rules of which a test knows what they find. */
import { rmSync } from 'node:fs';
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

/** Deletes a file as soon as the first one is checked. */
const vanisher: Rule = {
  meta: { ...slow.meta, id: 'vanisher', code: 'RG905' },
  run() {
    if (process.env.RACEGUARD_TEST_ON_FIRST_FILE) rmSync(process.env.RACEGUARD_TEST_ON_FIRST_FILE, { force: true });
  },
};

export const rules: readonly Rule[] = [wordRule('BAD', {}, [{ to: 'GOOD' }]), slow, throws, vanisher];
