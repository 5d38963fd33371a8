/** The scenarios in the Testing view: one, all, none of it left when cancelled. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import scenarios from '../../../../src/scenarios/list.json' with { type: 'json' };
import { window } from '../../bridge/suite-end.ts';
import { measured } from '../../tools/measured.ts';
import { closeEditors } from '../../tools/projects.ts';
import { drawn, nothingIsLeft, pids } from '../../tools/scenarios.ts';
import { cancel, expand, listed, outcome, press, row, showTests } from '../../tools/testing-view.ts';
import { inThemes } from '../../tools/themes.ts';
import { until } from '../../tools/until.ts';

const one = scenarios.find(({ id }) => id === 'bridge')!;

describe('the scenarios in the Testing view', () => {
  before(showTests);
  after(async () => {
    await closeEditors();
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('stand there, each with its hazards', async () => {
    await expand('Raceguard scenarios');
    await window.see(row(scenarios[0]!.title));
    assert.deepEqual(
      (await listed()).filter((label) => scenarios.some(({ title }) => label.includes(title))).length,
      scenarios.length,
    );
    await expand(one.title);
    await window.see(row(one.hazards[0]!));
  });

  it('one is run by its button: the unsafe version fails as documented, the safe one holds', async () => {
    await press(one.title, 'Run Test');
    await outcome(one.title, 'passed');
    await window.see(row(one.hazards[0]!, 'passed'));
    const output = async () => (await window.texts('.test-output-peek-message-container .xterm-rows')).join('\n');
    await until(
      'both versions',
      async () => {
        const text = (await output()).replace(/\u00a0/g, ' ');
        return /safe version: passes: complete: [\d,]+ schedules/.test(text) ? true : undefined;
      },
      output,
    );
    await window.hover('.part.statusbar');
    await inThemes((theme) => window.screenshot(`testing-scenario-${theme}`));
  });

  it('its schedule is drawn in the panel', async () => {
    await press(one.title, 'Draw Schedule');
    await drawn(one.title);
    await window.screenshot('drawn');
    assert.deepEqual(pids(), [], 'what is known is not run again');
    await closeEditors();
  });

  it('a run is cancelled, and nothing of it is left', async () => {
    const long = scenarios.find(({ id }) => id === 'repository')!;
    await press(long.title, 'Run Test');
    await until('its process', () => (pids().length ? true : undefined));
    await cancel();
    await nothingIsLeft();
    await outcome(long.title, 'skipped', 'passed');
  });

  it('all are run, and each behaves as documented', async function () {
    this.timeout(200_000);
    const started = performance.now();
    await press('Raceguard scenarios', 'Run Test');
    await window.miss(row('Raceguard scenarios', 'passed'));
    await outcome('Raceguard scenarios', 'passed', 'failed', 'errored');
    await measured(`${scenarios.length} scenarios in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const failed = await window.texts('.test-output-peek-tree .monaco-list-row:has(.codicon-testing-failed-icon)');
    assert.deepEqual(failed, []);
    for (const { title } of scenarios) await window.see(row(title, 'passed'));
    await window.hover('.part.statusbar');
    await inThemes((theme) => window.screenshot(`testing-all-${theme}`));
    assert.deepEqual(pids(), []);
  });
});
