/** What readers said of findings in real code, and what a run finds beside it. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from '../bench/table.ts';

/** One finding, read in its repository at that commit. No text of the source is kept. */
export interface Judgement {
  /** `owner/name` */
  readonly repository: string;
  readonly commit: string;
  readonly file: string;
  readonly line: number;
  /** `RG101` */
  readonly rule: string;
  /** `likely`: nobody has shown that its callers overlap. */
  readonly verdict: 'true' | 'likely' | 'false' | 'undecided';
  readonly reason: string;
}

export interface Found {
  /** The folder's name. */
  readonly repository: string;
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

export interface Compared<F extends Found> {
  readonly judged: ReadonlyMap<F, Judgement>;
  /** Found, and read by nobody yet. */
  readonly fresh: readonly F[];
  /** Judged to be right, and no longer found. */
  readonly lost: readonly Judgement[];
}

export function judgements(): readonly Judgement[] {
  return JSON.parse(readFileSync(fileURLToPath(new URL('judgements.json', import.meta.url)), 'utf8'));
}

/** @param ran the repositories and the codes of rules that this run had */
export function compare<F extends Found>(
  found: readonly F[],
  judged: readonly Judgement[],
  ran: { readonly repositories: readonly string[]; readonly codes: readonly string[] },
): Compared<F> {
  const key = (repository: string, file: string, line: number, code: string): string =>
    [basename(repository), file, line, code].join('\n');
  const known = new Map(judged.map((one) => [key(one.repository, one.file, one.line, one.rule), one]));
  const met = new Map<F, Judgement>();
  for (const one of found) {
    const judgement = known.get(key(one.repository, one.file, one.line, one.code));
    if (judgement) met.set(one, judgement);
  }
  const still = new Set(met.values());
  return {
    judged: met,
    fresh: found.filter((one) => !met.has(one)),
    lost: judged.filter(
      (one) =>
        (one.verdict === 'true' || one.verdict === 'likely') &&
        !still.has(one) &&
        ran.repositories.includes(basename(one.repository)) &&
        ran.codes.includes(one.rule),
    ),
  };
}

/** By rule: how many of what is found were judged how, and how many of the judged are right. */
export function judgedTable<F extends Found>(found: readonly F[], { judged, fresh, lost }: Compared<F>): string {
  const codes = [...new Set([...found.map(({ code }) => code), ...lost.map(({ rule }) => rule)])].sort();
  const rows = codes.map((code) => {
    const verdicts = [...judged].filter(([one]) => one.code === code).map(([, { verdict }]) => verdict);
    const count = (verdict: Judgement['verdict']) => verdicts.filter((one) => one === verdict).length;
    const right = count('true') + count('likely');
    const decided = right + count('false');
    return [
      code,
      String(found.filter((one) => one.code === code).length),
      String(count('true')),
      String(count('likely')),
      String(count('false')),
      decided === 0 ? '–' : `${Math.round((100 * right) / decided)} %`,
      String(fresh.filter((one) => one.code === code).length),
      String(lost.filter(({ rule }) => rule === code).length),
    ];
  });
  return table(['code', 'findings', 'true', 'likely', 'false', 'right', 'not read yet', 'right, but lost'], rows);
}
