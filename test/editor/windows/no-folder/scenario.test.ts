import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { done, marked, noSideBar, runFromPalette, stepIs } from '../../tools/scenarios.ts';

describe('the panel of scenarios without a folder', () => {
  before(noSideBar);

  it('runs a scenario, and its source is beside it', async () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
    await runFromPalette('clients');
    await done();
    await window.see('webview .unsafe .badge:has-text("Fails")');
    await window.see('webview .safe .badge:has-text("Holds")');
    const first = await stepIs(1);
    await marked('unsafe.ts', Number(/line (\d+)/.exec(first)?.[1]));
    await window.screenshot('no-folder');
  });

  it('shows a source that nobody can change, and in which nothing is underlined', async () => {
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    const { document } = vscode.window.activeTextEditor!;
    const before = document.getText();
    await window.keys('Delete');
    await window.type('x');
    assert.equal(document.getText(), before);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});
