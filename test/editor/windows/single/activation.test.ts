import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';

describe('the installed package', () => {
  it('is there and activates for a TypeScript file', async () => {
    const extension = vscode.extensions.getExtension('raceguard.raceguard');
    assert.ok(extension);
    await vscode.workspace.openTextDocument({ language: 'typescript', content: 'export {};' });
    await extension.activate();
    await window.screenshot('first');
  });
});
