/** `npm run corpus` on the bundled sample, as if it were a repository. */
import { equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const corpus = (...args: string[]) =>
  spawnSync(process.execPath, ['test/corpus/run.ts', ...args], { cwd: root, encoding: 'utf8' });

describe('npm run corpus', function () {
  this.timeout(60_000);

  it('prints findings by repository and rule, lists them, and keeps all as JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'raceguard-corpus-'));
    try {
      const json = join(folder, 'out.json');
      const { status, stdout, stderr } = corpus('test/sample', '--list', '--json', json);
      equal(status, 0, stderr);
      match(stdout, /^sample\/src\/\S+:\d+:\d+ {2}RG101 lazy-init-race {2}`/m);
      match(stdout, /^sample +\d+ +\d+ +[\d.]+ s .* native +\d+ +[\d.]+/m);
      match(stdout, /^RG101 +lazy-init-race +\d+ +[\d.]+ +1 of 1$/m);
      const [row] = JSON.parse(readFileSync(json, 'utf8'));
      ok(row.report.findings.length > 0 && row.lines > 50 && row.status === 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says how it is used', () => {
    const { status, stderr } = corpus();
    equal(status, 2);
    match(stderr, /Name folders with repositories/);
  });
});
