import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as testing from '../../runtime/src/testing/index.ts';
import { loadRaceFile } from '../../src/runner/load-file.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/walkthrough');
const example = (name: string) => join(folder, 'examples', name);
const read = (path: string) => readFileSync(path, 'utf8');
const { contributes } = JSON.parse(read(join(root, 'package.json')));

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly image?: Record<string, string>; readonly altText?: string; readonly markdown?: string };
  readonly completionEvents: readonly string[];
}

describe('the walkthrough', () => {
  const steps: readonly Step[] = contributes.walkthroughs[0].steps;
  const commands: readonly string[] = contributes.commands.map(({ command }: { command: string }) => command);

  for (const { id, description, media, completionEvents } of steps)
    it(`${id}: its buttons are commands, one of which completes it, and its pictures are there`, () => {
      const linked = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command!);
      deepEqual(
        linked.filter((command) => !commands.includes(command)),
        [],
      );
      const completing = completionEvents.map((event) => event.replace('onCommand:', ''));
      ok(completing.length > 0 && completing.every((command) => linked.includes(command)));
      const files = [...Object.values(media.image ?? {}), ...(media.markdown ? [media.markdown] : [])];
      ok(files.length > 0);
      for (const file of files) ok(existsSync(join(root, file)), file);
      if (media.image) ok(media.altText);
    });

  for (const [page, name] of [
    ['explore.md', 'account.race.ts'],
    ['ci.md', 'raceguard.yml'],
  ] as const)
    it(`${page} shows ${name} to the letter`, () => {
      ok(read(join(folder, page)).includes(`\n${read(example(name)).trimEnd()}\n\`\`\``));
    });
});

describe('the examples of the walkthrough', () => {
  it('have one finding, with a fix that is safe', () => {
    const work = mkdtempSync(join(tmpdir(), 'raceguard-example-'));
    try {
      copyFileSync(example('race.ts'), join(work, 'race.ts'));
      const args = [join(root, 'src/cli/cli.ts'), 'check', '--format', 'json', work];
      const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      const { findings } = JSON.parse(stdout);
      equal(findings.length, 1);
      equal(findings[0].rule, 'lazy-init-race');
      equal(findings[0].fixes[0].tier, 'safe');
    } finally {
      rmSync(work, { recursive: true });
    }
  });

  it('have one program that fails, and one that holds under every schedule', async () => {
    const { programs } = await loadRaceFile(example('account.race.ts'));
    deepEqual(
      programs.map(({ name }) => name),
      ['twoDeposits', 'twoDepositsInTurn'],
    );
    const [fails, holds] = await Promise.all(programs.map(({ program }) => testing.explore(program)));
    match(fails!.failure?.message ?? '', /10, not 30/);
    equal(holds!.failure, undefined);
    ok(holds!.complete);
  });
});
