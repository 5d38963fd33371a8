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
    await window.screenshot('testing');
  });
});
