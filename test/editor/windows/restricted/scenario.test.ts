import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { done, marked, runFromPalette, stepIs } from '../../tools/scenarios.ts';

describe('a scenario in a workspace that is not trusted', () => {
  after(closeEditors);

  it('runs, and is stepped', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await runFromPalette('lost');
    await done();
    await window.see('webview .unsafe .badge:has-text("Fails")');
    await stepIs(1);
    await window.keys('ArrowRight');
    const second = await stepIs(2);
    await marked('unsafe.ts', Number(/line (\d+)/.exec(second)?.[1]));
    await window.screenshot('scenario');
  });
});
