/**
 * Parity over real projects: the folders in RACEGUARD_CORPUS, or those that RACEGUARD_CORPUS_ONLY names. Skipped without.
 * At most 400 files of each, spread evenly: classic TypeScript needs gigabytes to know the types of thousands.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import type { Answer } from '../../src/core/answers.ts';
import { corpus, openConfig, plain, questionsOf, visited, wording } from './support.ts';

const only = process.env.RACEGUARD_CORPUS_ONLY?.split(',');
/** Texts of types may be worded differently, by the names that a type has; anything else may not differ. */
const wordings = new Set(['text', 'awaitedText', 'printable']);

describe('real projects', function () {
  this.timeout(600_000);
  const names = corpus ? readdirSync(corpus).filter((name) => existsSync(`${corpus}/${name}/tsconfig.json`)) : [];
  if (!names.length) it.skip('set RACEGUARD_CORPUS to a folder of projects');
  for (const name of names.filter((n) => !only || only.includes(n))) {
    it(name, () => {
      const config = `${corpus}/${name}/tsconfig.json`;
      const native = openConfig(config, { compiler: 'native' });
      const classic = openConfig(config, { compiler: 'classic', trusted: false });
      assert.deepEqual([...native.files].sort(), [...classic.files].sort());
      let asked = 0;
      const differences: string[] = [];
      const step = Math.ceil(native.files.length / 400);
      for (const file of native.files.filter((_, i) => i % step === 0)) {
        const [a, b] = [native.tree(file), classic.tree(file)];
        assert.ok(a && b, file);
        assert.deepEqual(visited(a), visited(b), file);
        // What doesn't compile has whatever type each compiler makes up for it.
        if (/@ts-(expect-error|ignore|nocheck)/.test(a.text)) continue;
        const questions = questionsOf(a);
        const theirs = classic.answer(b, questionsOf(b));
        for (const [i, answer] of native.answer(a, questions).entries()) {
          asked++;
          const fields = differing(answer, theirs[i]!);
          if (fields.length) differences.push(`${wording(a, questions[i]!)}: ${fields.join(', ')}`);
        }
      }
      native.dispose();
      console.log(`      ${native.files.length} files, ${asked} questions, ${differences.length} answers differ`);
      for (const difference of differences.slice(0, 10)) console.log(`      ${difference}`);
      assert.ok(differences.length <= asked / 1000);
    });
  }
});

function differing(a: Answer, b: Answer): string[] {
  const [left, right] = [plain(a), plain(b)];
  return Object.keys(left).filter((k) => !wordings.has(k) && JSON.stringify(left[k]) !== JSON.stringify(right[k]));
}
