/**
 * `npm run mutants:rules [-- <rule>…]`
 *
 * Breaks every fixed program of the rules in one place at a time, and tells which of the broken ones the lint finds,
 * and which the proofs. Ends with 1 if the lint finds fewer than 90 of 100 of those that undo what makes a program safe:
 * that take a lock, a re-check or a `finally` away, or move an await or a check.
 */
import { createTwoFilesPatch } from 'diff';
import { table } from '../../bench/table.ts';
import { ruleIds } from '../find.ts';
import { caughtByProof } from './drive.ts';
import { lint, type Verdict } from './lint.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((rule) => !ruleIds().includes(rule));
if (unknown.length > 0) {
  console.error(`There is no rule ${unknown.join(', ')}. The rules are: ${ruleIds().join(', ')}.`);
  process.exit(2);
}
const verdicts = lint(mutantsOf(wanted.length > 0 ? wanted : ruleIds()));
const sound = [...verdicts].filter(([, { refused }]) => !refused);
const driven = new Map<Mutant, boolean | undefined>();
for (const [mutant] of sound) driven.set(mutant, await caughtByProof(mutant));

const groups = new Map<string, [Mutant, Verdict][]>();
for (const one of sound) {
  const key = `${one[0].rule}\n${one[0].operator}`;
  groups.set(key, [...(groups.get(key) ?? []), one]);
}
const head = ['rule', 'broken', 'mutants', 'lint, strict', 'recommended', 'a proof fails'];
const rows = [...groups]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, group]) => [...key.split('\n'), ...counts(group)]);
console.log(table(head, [...rows, ['all', '', ...counts(sound)]]));
console.log(`\n${verdicts.size - sound.length} mutants that do not compile are left out.`);

const missed = sound.filter(([, { codes }]) => codes.length === 0);
if (missed.length > 0) console.log('\nMissed by the lint:');
for (const [mutant] of missed) {
  const { rule, fixture, line, operator, text } = mutant;
  const at = ['src/rules', rule, ...(fixture.name ? ['cases', fixture.name] : []), fixture.fixed!.name].join('/');
  console.log(`\n${at}:${line} ${operator}${driven.get(mutant) ? ' (a proof fails)' : ''}`);
  const patch = createTwoFilesPatch('', '', fixture.fixed!.expected.text, text, '', '', { context: 1 });
  console.log(patch.split('\n').slice(5).join('\n').trimEnd().replace(/^/gm, '    '));
}
const caught = sound.length - missed.length;
const undone = sound.filter(([{ operator }]) =>
  /^(lock removed|check moved|await moved|re-check|`finally`)/.test(operator),
);
const seen = undone.filter(([, { codes }]) => codes.length > 0).length;
console.log(`\nThe lint finds ${caught} of ${sound.length} mutants (${percent(caught, sound.length)}); of those that take a lock,
a re-check or a \`finally\` away, or move an await or a check, ${seen} of ${undone.length} (${percent(seen, undone.length)}).`);
process.exitCode = seen >= 0.9 * undone.length ? 0 : 1;

function percent(part: number, all: number): string {
  return `${((100 * part) / all).toFixed(1)} %`;
}

function counts(group: readonly [Mutant, Verdict][]): string[] {
  const tried = group.filter(([mutant]) => driven.get(mutant) !== undefined);
  const fails = tried.filter(([mutant]) => driven.get(mutant)).length;
  return [
    `${group.length}`,
    `${group.filter(([, { codes }]) => codes.length > 0).length}`,
    `${group.filter(([, { recommended }]) => recommended.length > 0).length}`,
    tried.length === 0 ? '–' : `${fails} of ${tried.length}`,
  ];
}
