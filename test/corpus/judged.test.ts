import { deepEqual, match, ok } from 'node:assert/strict';
import { rules } from '../../src/rules/index.ts';
import { compare, type Judgement, judgedTable, judgements } from './judged.ts';

const judgement = (line: number, verdict: Judgement['verdict']): Judgement => ({
  repository: 'owner/shop',
  commit: 'c',
  file: 'src/a.ts',
  line,
  rule: 'RG101',
  verdict,
  reason: 'r',
});
const found = (line: number) => ({ repository: 'shop', file: 'src/a.ts', line, code: 'RG101' });

describe('judgements of findings in real code', () => {
  it('a later run shows what appeared and what went', () => {
    const all = [found(1), found(2), found(3)];
    const judged = [judgement(1, 'true'), judgement(2, 'false'), judgement(8, 'likely'), judgement(9, 'false')];
    const ran = { repositories: ['shop'], codes: ['RG101'] };
    const compared = compare(all, judged, ran);
    deepEqual(compared.fresh, [found(3)]);
    deepEqual(compared.lost, [judgement(8, 'likely')]);
    match(judgedTable(all, compared), /RG101 +3 +1 +0 +1 +50 % +1 +1/);
    deepEqual(compare(all, judged, { ...ran, repositories: ['other'] }).lost, []);
    deepEqual(compare(all, judged, { ...ran, codes: ['RG103'] }).lost, []);
  });

  it('each names a rule, a place, a commit and a reason, once', () => {
    const codes = rules.map(({ meta }) => meta.code as string);
    const seen = new Set<string>();
    for (const { repository, commit, file, line, rule, verdict, reason } of judgements()) {
      const at = `${repository} ${file}:${line} ${rule}`;
      ok(codes.includes(rule) && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[0-9a-f]{40}$/.test(commit), at);
      ok(line > 0 && reason.length > 10 && ['true', 'likely', 'false', 'undecided'].includes(verdict), at);
      ok(!seen.has(at), `${at} stands there twice`);
      seen.add(at);
    }
  });
});
