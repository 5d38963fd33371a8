/** Rules that look for a word: what they find is plain to see in a test. */
import type { Fix, Severity } from '../../src/core/finding.ts';
import type { Rule, RuleMeta } from '../../src/core/rule.ts';

/** Finds `word` and offers to replace it by each of `fixes`. */
export function wordRule(
  word: string,
  meta: Partial<RuleMeta> = {},
  fixes: readonly { to: string; tier?: Fix['tier']; head?: string }[] = [],
): Rule {
  return {
    meta: {
      id: `no-${word.toLowerCase()}`,
      code: 'RG901',
      preset: 'recommended',
      severity: 'error' as Severity,
      summary: `\`${word}\` is written.`,
      rewrite: '',
      ...meta,
    },
    run({ facts, report }) {
      const { text, fileName: file } = facts.tree;
      for (const match of text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))) {
        const span = { start: match.index, end: match.index + word.length };
        report({
          span,
          message: `\`${word}\` is written here. Write something else.`,
          witness: [
            { file, span: { start: 0, end: 1 }, invocation: 'A', text: 'starts' },
            { file, span, invocation: 'B', text: `reads \`${word}\`` },
          ],
          fixes: () =>
            fixes.map(({ to, tier = 'safe', head }) => ({
              title: `Write \`${to}\``,
              tier,
              edits: () => [...(head ? [{ file, start: 0, end: 0, text: head }] : []), { file, ...span, text: to }],
            })),
        });
      }
    },
  };
}
