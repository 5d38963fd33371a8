import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { done, marked, noSideBar, pictures, runFromPalette, sentence, stepIs, theme } from '../../tools/scenarios.ts';
import { until } from '../../tools/until.ts';

const lineIn = (said: string): number => Number(/line (\d+)/.exec(said)?.[1]);
const lastStep = (n = 0) =>
  until(
    'the last step',
    async () => (/^Step (\d+) of \1:/.test(await sentence(n)) ? sentence(n) : undefined),
    () => sentence(n),
  );

describe('a scenario from the palette', () => {
  before(noSideBar);
  after(closeEditors);

  it('is chosen by keys, and runs at once', async () => {
    await window.keys('F1');
    await window.type('Run Race Scenario');
    await window.keys('Enter');
    await window.see('.quick-input-widget:has-text("Run a Race Scenario") .monaco-list-row');
    await window.screenshot('pick');
    await window.keys('Escape');
    await runFromPalette('lost');
    await done();
    await window.see('webview .unsafe .badge:has-text("Fails")');
    await window.see('webview .safe .badge:has-text("Holds")');
    assert.match((await window.texts('webview .safe .detail'))[0]!, /^complete: [\d,]+ schedules/);
    await marked('unsafe.ts', lineIn(await stepIs(1)));
    await pictures('scenario-begun');
  });

  it('is stepped by keys, and the source beside it follows without taking the focus', async () => {
    await window.keys('ArrowRight');
    await window.keys('ArrowRight');
    await marked('unsafe.ts', lineIn(await stepIs(3)));
    await window.see('webview g.rg-step.now[data-step="3"]');
    await pictures('scenario', true);
    await window.keys('End');
    const last = await lastStep();
    await pictures('scenario-last-step');
    await window.keys('ArrowLeft');
    await window.keys('Home');
    assert.notEqual(await stepIs(1), last);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('is stepped by buttons, by the steps of the picture and by those of the list', async () => {
    await window.click('webview [aria-label^="Next step"]');
    await stepIs(2);
    await window.click('webview [aria-label^="Last step"]');
    await lastStep();
    await window.click('webview [aria-label^="Previous step"]');
    await window.click('webview [aria-label^="First step"]');
    await stepIs(1);
    await window.click('webview g[data-step="3"] > rect');
    await stepIs(3);
    await window.click('webview .unsafe summary');
    await window.see('webview .unsafe .timeline li:nth-child(3) [aria-current="step"]');
    await window.click('webview .unsafe .timeline li:nth-child(2) button');
    await stepIs(2);
    await window.keys('ArrowDown');
    await stepIs(3);
    await window.see('webview .unsafe .timeline li:nth-child(3) button:focus');
    await pictures('scenario-as-text');
    await window.click('webview .unsafe summary');
  });

  it('plays by itself, and stops at the last step', async () => {
    await window.click('webview [aria-label^="First step"]');
    await window.click('webview [aria-label="Play"]');
    await window.see('webview [aria-label="Pause"]');
    await lastStep();
    await window.see('webview [aria-label="Play"]');
  });

  it('shows a schedule of the safe version when asked, and its source', async () => {
    await window.click('webview .safe button:has-text("Show Its Picture")');
    await marked('safe.ts', lineIn(await stepIs(1, 1)));
    await window.keys('ArrowRight');
    await stepIs(2, 1);
    await pictures('scenario-safe');
    await window.click('webview .safe button:has-text("Hide Its Picture")');
    await marked('unsafe.ts', lineIn(await sentence()));
  });

  it('is readable in high contrast', async () => {
    for (const name of ['High Contrast', 'High Contrast Light'] as const) {
      await theme(name);
      await window.screenshot(`scenario-${name}`);
    }
    await theme('Light');
  });
});

describe('a scenario with several hazards and a real form', () => {
  before(noSideBar);
  after(closeEditors);

  it('shows them one at a time', async () => {
    await vscode.commands.executeCommand('raceguard.runScenario', 'token');
    await done();
    const [first, second] = await window.texts('webview #hazard option');
    assert.match(first!, /^✖/);
    await window.choose('webview #hazard', second!);
    await until('the second one', async () =>
      (await window.attribute('webview #hazard', 'title')) === second!.replace(/^✖\S* /, '') ? true : undefined,
    );
    await stepIs(1);
    await window.see('webview .real .badge:has-text("Fails")');
    await window.see('webview .real .badge:has-text("Went well")');
    await window.scrollTo('webview .real');
    await pictures('scenario-real');
  });

  it('brings every line of a step into view, the one where it goes on and those that it reads and writes', async () => {
    await vscode.commands.executeCommand('raceguard.runScenario', 'runner');
    await done();
    const lines = [...(await stepIs(1)).matchAll(/line (\d+)/g)].map(([, line]) => Number(line));
    assert.ok(new Set(lines).size > 2, lines.join());
    for (const line of lines) await marked('unsafe.ts', line);
    await pictures('scenario-many-lines');
  });

  it('explains its rules', async () => {
    await window.click('webview button:has-text("RG101")');
    await window.see('.tab.active:has-text("lazy-init-race")');
  });
});
