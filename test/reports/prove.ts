/**
 * `npm run prove -- reports [--json] [--readme]`: the table of the public reports. Each one's program fails under some schedule as
 * its report documents; the lint finds every documented defect at its line, and nothing else; what fix-all makes of it,
 * with the lines left by hand, passes every schedule.
 */
import { join } from 'node:path';
import { runReal } from '../../src/runner/programs.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { table } from '../bench/table.ts';
import { matches, writeExpectation } from '../rules/expect.ts';
import { type Proven, proveBetween } from '../rules/proofs/prove.ts';
import { foundOf } from './found.ts';
import { writeTable } from './readme.ts';
import type { Report } from './report.ts';
import { type Checked, check, folderOf, reportIds, reportOf } from './reports.ts';

interface Row {
  readonly id: string;
  readonly report: Report;
  readonly checked: Checked;
  readonly found: number;
  readonly proven: readonly Proven[];
  readonly real: string;
}

/** Returns the exit code: 1 if anything is not so. */
export async function proveReports({ json, readme }: { json: boolean; readme: boolean }): Promise<number> {
  const ids = reportIds();
  const checked = await check(ids);
  const rows: Row[] = [];
  const faults: string[] = [];
  for (const id of ids) {
    const report = reportOf(id);
    const one = checked.get(id)!;
    const said = faultsOf(id, report, one);
    faults.push(...said);
    const proven: Proven[] = [];
    for (const proof of report.drives) {
      try {
        proven.push(await proveReport(id, proof, { schedules: 500_000 }));
      } catch (error) {
        faults.push((error as Error).message);
      }
    }
    const real = report.real ? await realOf(id, report.real).catch((error: Error) => error) : '';
    if (real instanceof Error) faults.push(real.message);
    rows.push({ id, report, checked: one, found: foundOf(report, one), proven, real: String(real) });
  }
  if (json) console.log(JSON.stringify({ reports: rows.map(plain), faults }, null, 2));
  else {
    console.log(reportTable(rows));
    for (const { id, real } of rows) if (real) console.log(`\n${id}: ${real}`);
    for (const fault of faults) console.log(`\n✖ ${fault}`);
    console.log(`\n${rows.length} reports, ${faults.length} faults`);
  }
  if (readme && faults.length === 0) writeTable(rows);
  return faults.length === 0 ? 0 : 1;
}

export function proveReport(id: string, proof: Report['drives'][number], options: object): Promise<Proven> {
  const at = `src/scenarios/${id}/scenario.ts, "${proof.hazard}"`;
  return proveBetween(at, proof, join(folderOf(id), 'unsafe.ts'), join(folderOf(id), 'safe.ts'), options);
}

/** What the lint did not find as expected, or left. */
export function faultsOf(
  id: string,
  { defects = [] }: Pick<Scenario, 'defects'>,
  { unsafe, findings, left, faults }: Checked,
): string[] {
  const lines = unsafe.text.split('\n');
  const missing = new Set(unsafe.expectations);
  const said: string[] = [];
  for (const finding of findings) {
    const { code, message, line } = finding;
    const text = lines[line - 1]!;
    const met = [...missing].find((expected) => matches(expected, code, message, finding, text));
    if (met) missing.delete(met);
    else {
      said.push(
        `${id}/unsafe.ts, reported but not expected:\n${text}\n${writeExpectation(code, message, finding, text)}`,
      );
    }
  }
  for (const { line, code, message } of missing) {
    said.push(`${id}/unsafe.ts, expected but not reported, under line ${line}: ${code} ${message}\n${lines[line - 1]}`);
  }
  for (const { code, line, message } of left) said.push(`${id}/safe.ts:${line} still has ${code}: ${message}`);
  if (faults) said.push(`${id} does not compile: ${faults}`);
  const codes = new Set(unsafe.expectations.map(({ code }) => code));
  for (const { what, code } of defects)
    if (!codes.has(code)) said.push(`${id}: nothing stands for "${what}" (${code}).`);
  return said;
}

/** The real form fails before, as documented, and passes after. */
export async function realOf(id: string, real: NonNullable<Report['real']>): Promise<string> {
  const options = { signal: new AbortController().signal, onStep: () => {} };
  const failed = await runReal(id, 'unsafe', options).then(
    () => undefined,
    (error: Error) => error,
  );
  if (failed === undefined) throw new Error(`${id}: unsafe.ts passes with real parts.`);
  if (!real.failure.test(failed.message)) {
    throw new Error(`${id}: unsafe.ts must fail by ${real.failure} with real parts, but: ${failed.message}`);
  }
  await runReal(id, 'safe', options);
  return `${real.what}: ${failed.message} Repaired: passes.`;
}

const HEAD = ['report', 'documented defects', 'found', 'by hand', 'goes wrong', 'schedules until', 'after the repair'];

function reportTable(rows: readonly Row[]): string {
  return table(
    HEAD,
    rows.flatMap(({ id, report, checked, found, proven }) =>
      (proven.length > 0 ? proven : [undefined]).map((one, n) => [
        ...(n === 0
          ? [`${id} (${report.origin})`, String(report.defects.length), String(found), lines(checked.byHand.length)]
          : ['', '', '', '']),
        one?.hazard ?? '',
        one?.schedules.toLocaleString('en') ?? '',
        one?.fixed.summary ?? '',
      ]),
    ),
  );
}

function lines(count: number): string {
  return count === 1 ? '1 line' : `${count} lines`;
}

function plain({ id, report, checked, found, proven, real }: Row) {
  return {
    id,
    origin: report.origin,
    url: report.url,
    defects: report.defects,
    found,
    byHand: checked.byHand,
    proofs: proven.map(({ hazard, failure, schedules, fixed }) => ({
      hazard,
      unsafe: { schedules, kind: failure.kind, message: failure.message, replay: failure.replay },
      safe: { schedules: fixed.schedules, complete: fixed.complete, summary: fixed.summary },
    })),
    real,
  };
}
