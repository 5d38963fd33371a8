/** What findings say: messages, witnesses and titles of fixes keep one convention, whoever wrote the rule. */
import { equal, match, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rules } from '../../src/rules/index.ts';
import type { PlainFinding } from './run.ts';
import { native, workspace } from './shared.ts';
import type { Source } from './workspace.ts';

describe('words of findings', function () {
  this.timeout(300_000);
  before(() => void native());

  const each = (check: (finding: PlainFinding, source: Source) => void) => () => {
    let count = 0;
    for (const source of workspace().sources) {
      if (source.variant !== 'plain') continue;
      for (const finding of native().results.get(source.path)!.findings) {
        count++;
        check(finding, source);
      }
    }
    ok(count > 0, 'No program reports anything.');
  };

  it(
    'a message begins with the symbol, names the hazard and ends with the remedy',
    each(({ message }) => {
      const plain = message.replace(/`[^`]*`/g, 'x');
      const sentences = plain.split(/(?<=[.!?])\s+/);
      match(message, /`[^`]+`/, `It names no symbol: ${message}`);
      ok(sentences.length >= 2 && sentences.length <= 3, `It is not 2 or 3 sentences: ${message}`);
      match(plain, /\.$/, `It does not end with a full stop: ${message}`);
      match(
        sentences.at(-1)!,
        /^[A-Z][a-z]+(?<!^The|^This|^It|^A|^An|^There|^They)\b/,
        `No remedy at its end: ${message}`,
      );
      ok(message.length <= 240, `It is too long to read (${message.length} characters): ${message}`);
      ok(!message.includes('\n'), `It has several lines: ${message}`);
    }),
  );

  it(
    'a witness has at least three steps, each at a node, told in the present without a full stop',
    each(({ witness, message }, source) => {
      ok(witness.length >= 3, `${witness.length} steps: ${message}`);
      equal(witness[0]!.who, 'A');
      for (const step of witness) {
        ok(existsSync(step.file), `${step.file} is no file: ${message}`);
        const text = readFileSync(step.file, 'utf8').replace(/^\uFEFF/, '');
        ok(step.start < step.end && step.end <= text.length, `A step lies outside of ${step.file}: ${message}`);
        match(text.slice(step.start, step.start + 2), /^(?!\/\/|\/\*)\S/, `A step starts in trivia: ${step.text}`);
        match(step.text, /^[a-z`].*[^.]$/, `Not a verb phrase: ${step.text}`);
      }
      ok(
        witness.some((step) => step.file === source.path),
        'No step lies in the file that is reported on.',
      );
    }),
  );

  it(
    'a fix has a short title in the imperative',
    each(({ fixes }) => {
      for (const { title } of fixes) {
        match(title, /^[A-Z][a-z]+\b.*[^.]$/, title);
        ok(title.length <= 100, `Too long: ${title}`);
      }
      equal(new Set(fixes.map((f) => f.title)).size, fixes.length, 'Two fixes have one title.');
    }),
  );

  it('codes and ids are unique, and summaries are one sentence', () => {
    equal(new Set(rules.map((r) => r.meta.code)).size, rules.length);
    equal(new Set(rules.map((r) => r.meta.id)).size, rules.length);
    for (const { meta } of rules) match(meta.summary, /^[A-Z`][^\n]{15,110}[.]$/, `${meta.id}: ${meta.summary}`);
  });
});
