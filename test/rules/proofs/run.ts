/**
 * `npm run prove [-- <rule>…] [--json]`, `npm run prove -- <rule> --replay rg1-…`, `npm run prove -- reports`
 *
 * Drives each rule's `bad.ts` until a schedule fails, looks whether its fixes make `fixed.ts` of it, and drives that
 * under every schedule. Ends with 1 if anything is not so.
 */
import { parseArgs } from 'node:util';
import { table } from '../../bench/table.ts';
import { ruleIds } from '../find.ts';
import { fixesGiveFixed } from './fixes.ts';
import { missingProof, type Proven, proofsOf, prove, replayed } from './prove.ts';

interface Row extends Proven {
  readonly rule: string;
  readonly fix: boolean;
}

const usage =
  'Usage: npm run prove [-- <rule>…] [--json], or: npm run prove -- <rule> --replay rg1-…, or: npm run prove -- reports [--json] [--readme]';
const { values, positionals: asked } = parsed();
if (asked.length === 1 && asked[0] === 'reports') {
  const { proveReports } = await import('../../reports/prove.ts');
  process.exit(await proveReports({ json: values.json === true, readme: values.readme === true }));
}
const known = ruleIds();
const unknown = asked.filter((rule) => !known.includes(rule));
if (unknown.length > 0) quit(`There is no rule ${unknown.join(', ')}. The rules are: ${known.join(', ')}.`);
if (values.replay !== undefined) {
  const [rule] = asked;
  if (rule === undefined || asked.length > 1) quit('--replay needs the one rule that it belongs to.');
  console.log(await replayed(rule, values.replay).catch((error: Error) => quit(error.message)));
  process.exit(0);
}
const wanted = asked.length > 0 ? asked : known;
const faults: string[] = [];
const rows: Row[] = [];
const began = performance.now();
const fixes = fixesGiveFixed(wanted);

for (const rule of wanted) {
  try {
    const proofs = await proofsOf(rule);
    if (proofs === undefined) faults.push(missingProof(rule));
    const fix = fixes.get(rule) === true;
    if (!fix)
      faults.push(
        `src/rules/${rule}: the fixes of bad.ts do not give fixed.ts: RULE=${rule} npm test -- test/rules/fixtures.test.ts`,
      );
    for (const proof of proofs ?? []) {
      try {
        rows.push({ rule, fix, ...(await prove(rule, proof, { name: rule, schedules: 500_000 })) });
      } catch (error) {
        faults.push((error as Error).message);
      }
    }
  } catch (error) {
    faults.push((error as Error).message);
  }
}

if (values.json) {
  console.log(JSON.stringify({ rows: rows.map(plain), faults }, null, 2));
} else {
  const head = ['rule', 'goes wrong', 'after', 'in this schedule', 'fix = fixed.ts', 'fixed: no schedule goes wrong'];
  const cells = rows
    .map(plain)
    .map((row) => [
      row.rule,
      row.hazard,
      row.bad.schedules.toLocaleString('en'),
      row.bad.replay,
      row.fix ? '✔' : '✖',
      row.fixed.summary,
    ]);
  console.log(table(head, cells));
  for (const fault of faults) console.log(`\n✖ ${fault}`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `\n${new Set(rows.map(({ rule }) => rule)).size} rules, ${rows.length} proofs, ${faults.length} faults, ${seconds} s`,
  );
}
process.exitCode = faults.length === 0 ? 0 : 1;

function plain({ rule, hazard, failure, schedules, fix, fixed }: Row) {
  const { kind, message, replay, timeline } = failure;
  const { summary, complete } = fixed;
  return {
    rule,
    hazard,
    bad: { schedules, kind, message, replay, timeline },
    fix,
    fixed: { schedules: fixed.schedules, complete, summary },
  };
}

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean' }, readme: { type: 'boolean' }, replay: { type: 'string' } },
    });
  } catch (error) {
    return quit((error as Error).message);
  }
}

function quit(message: string): never {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
}
