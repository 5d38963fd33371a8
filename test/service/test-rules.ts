/** For RACEGUARD_TEST_RULES: rules that do what a test asks for in the text of a file. */
import type { Rule } from '../../src/core/rule.ts';
import { wordRule } from '../cli/words.ts';

function rule(id: string, code: `RG${number}`, run: (text: string, file: string) => void): Rule {
  return { meta: { ...wordRule('BAD').meta, id, code }, run: ({ facts }) => run(facts.tree.text, facts.tree.fileName) };
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

export const rules: readonly Rule[] = [
  wordRule('BAD', {}, [{ to: 'GOOD' }]),
  rule('slow', 'RG903', (text) => {
    const ms = /SLOW (\d+)/.exec(text)?.[1];
    if (ms) Atomics.wait(sleeper, 0, 0, Number(ms));
  }),
  rule('always-throws', 'RG904', (text) => {
    if (text.includes('THROW')) throw new Error('boom');
  }),
  rule('dies', 'RG905', (text) => {
    if (text.includes('DIE')) process.kill(process.pid, 'SIGKILL');
  }),
  rule('eats', 'RG906', (text) => {
    const held: number[][] = [];
    while (text.includes('EAT')) held.push(new Array(100_000).fill(held.length));
  }),
];
