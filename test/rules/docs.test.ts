/** The page of each rule: its sections, and its code: what it calls bad reports, what it calls good does not. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../src/rules/index.ts';
import { docBlocks, ruleIds, rulesFolder } from './find.ts';
import { native, workspace } from './shared.ts';

const sections = ['What it does', 'Why is this bad?', 'Example', 'Use instead', 'Known problems', 'When not to use it'];

describe('pages of rules', function () {
  this.timeout(300_000);
  before(() => void native());

  for (const { meta } of rules.filter((rule) => ruleIds().includes(rule.meta.id))) {
    describe(meta.id, () => {
      const page = () => readFileSync(join(rulesFolder, meta.id, 'docs.md'), 'utf8');
      it('has its sections, in order', () => {
        equal(page().split('\n')[0], `# ${meta.id} (${meta.code})`);
        deepEqual(
          [...page().matchAll(/^## (.+)$/gm)].map((m) => m[1]),
          sections,
        );
      });
      it('shows what is bad and what is good', () => {
        const kinds = docBlocks(meta.id).map((b) => b.kind);
        ok(kinds.includes('bad') && kinds.includes('good'));
      });
      for (const block of docBlocks(meta.id)) {
        it(`line ${block.line} is ${block.kind}`, () => {
          const source = workspace().sources.find(
            (s) => s.role === 'docs' && s.rule === meta.id && s.path.endsWith(`/${block.name}`),
          )!;
          const { findings } = native().results.get(source.path)!;
          if (block.kind === 'bad') ok(findings.length > 0, `It reports nothing:\n${block.text}`);
          else
            deepEqual(
              findings.map((f) => f.message),
              [],
            );
        });
      }
    });
  }
});
