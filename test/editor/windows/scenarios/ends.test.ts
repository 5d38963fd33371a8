/** What a run leaves behind when it is ended early: nothing. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { done, held, noSideBar, nothingIsLeft, pictures, pids, stepIs } from '../../tools/scenarios.ts';

describe('a run', () => {
  before(noSideBar);
  afterEach(closeEditors);

  it('is cancelled by its button: what it found stays', async () => {
    const { over } = await held();
    await pictures('scenario-running');
    await window.click('webview .status button:has-text("Cancel")');
    await over;
    await nothingIsLeft();
    await window.see('webview .status-text:has-text("Cancelled after")');
    await stepIs(1);
    await pictures('scenario-cancelled');
    await window.click('webview button:has-text("Run Again")');
    await done();
  });

  it('ends when its panel is closed', async () => {
    const { over } = await held();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await over;
    await nothingIsLeft();
  });

  it('ends when another one begins, which is shown in its place', async () => {
    const { over } = await held();
    await vscode.commands.executeCommand('raceguard.runScenario', 'lost-update');
    await over;
    await done();
    assert.deepEqual(await window.texts('webview h1'), ['Of two deposits one is lost']);
    await nothingIsLeft();
  });

  it('goes on while its panel is hidden, and what was looked at is there when it is shown again', async () => {
    const { over } = await held();
    await window.keys('ArrowRight');
    await window.keys('ArrowRight');
    await stepIs(3);
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await window.miss('webview h1');
    for (const pid of pids()) process.kill(pid, 'SIGCONT');
    await over;
    await vscode.commands.executeCommand('workbench.action.previousEditorInGroup');
    await done();
    await stepIs(3);
    assert.equal((await window.texts('webview #hazard option')).length, 5);
  });

  it('whose process is killed tells so, and can be run again', async () => {
    const { over } = await held();
    for (const pid of pids()) process.kill(pid, 'SIGKILL');
    await over;
    await window.see('webview .problem:visible');
    await pictures('scenario-died');
    await window.click('webview button:has-text("Run Again")');
    await done();
  });
});
