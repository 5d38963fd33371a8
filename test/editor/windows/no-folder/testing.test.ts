import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { expand, outcome, press, row, showTests } from '../../tools/testing-view.ts';

describe('a window without a folder', () => {
  it('runs scenarios in the Testing view', async () => {
    assert.deepEqual(vscode.workspace.workspaceFolders ?? [], []);
    await showTests();
    await expand('Raceguard scenarios');
    await window.see(row('A bridge stops'));
    await press('A bridge stops', 'Run Test');
    await outcome('A bridge stops', 'passed');
  });

  it('tells of a scenario that does not behave', async () => {
    await press('Of two deposits', 'Run Test');
    await outcome('Of two deposits', 'failed');
    const results = '.test-output-peek-tree .monaco-list-row:has(.codicon-testing-failed-icon)';
    await window.see(`${results}:has-text("The unsafe version: it passes")`);
    await window.click(results);
    await window.see('.test-output-peek-message-container:has-text("complete:")');
    await window.screenshot('misbehaves');
  });
});
