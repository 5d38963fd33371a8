/** The public reports: the palette, the Testing view and the command line tell the same of them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { RunResult, Subject } from '../../../../src/protocol/runner.ts';
import scenarios from '../../../../src/scenarios/list.json' with { type: 'json' };
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { done } from '../../tools/scenarios.ts';
import { expand, outcome, press, row, showTests } from '../../tools/testing-view.ts';
import { until } from '../../tools/until.ts';

interface Told {
  readonly scenarios: readonly {
    readonly results: readonly { readonly subject: Subject; readonly result: RunResult }[];
  }[];
}

/** Of the first drive: what each version came to. */
async function byCommandLine(id: string): Promise<Record<'unsafe' | 'safe', string>> {
  const args = [join(process.env.RACEGUARD_ROOT!, 'bin/raceguard.js'), 'scenarios', id, '--format', 'json'];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 2 ** 26 });
  const [{ results }] = (JSON.parse(stdout) as Told).scenarios as [Told['scenarios'][number]];
  const of = (version: string) =>
    results.find(({ subject }) => subject.index === 0 && subject.version === version)!.result.summary;
  return { unsafe: of('unsafe'), safe: of('safe') };
}

describe('what was reported', () => {
  before(async () => {
    await showTests();
    await expand('Raceguard scenarios');
  });
  after(closeEditors);

  for (const { id, title, hazards } of scenarios.filter(({ origin }) => origin)) {
    it(`is the same from the palette, the Testing view and the command line: ${id}`, async function () {
      this.timeout(120_000);
      const told = await byCommandLine(id);

      await vscode.commands.executeCommand('raceguard.runScenario', id);
      await done();
      for (const version of ['unsafe', 'safe'] as const) {
        const [said] = await window.texts(`webview .${version} .detail`);
        assert.ok(said?.startsWith(told[version]), `${version}: ${said}, and not ${told[version]}`);
      }
      await closeEditors();

      await window.click(`${row(title)} .label`);
      await window.keys('ArrowRight');
      await press(hazards[0]!, 'Run Test');
      await outcome(hazards[0]!, 'passed');
      const output = async () =>
        (await window.texts('.test-output-peek-message-container .xterm-rows')).join('').replace(/[\s\u00a0]+/g, '');
      const wanted = `safeversion:passes:${told.safe.replaceAll(' ', '')}`;
      await until('its output', async () => ((await output()).includes(wanted) ? true : undefined), output);
      await window.click(`${row(title)} .label`);
      await window.keys('ArrowLeft');
    });
  }
});
