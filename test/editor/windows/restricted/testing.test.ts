import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { command, expand, listed, outcome, press, row, showTests } from '../../tools/testing-view.ts';

/** Tells when it is run. */
const spy = `require('node:fs').writeFileSync(require('node:path').join(__dirname, 'was-run'), '');
exports.mine = async (t) => {};
`;

describe('the Testing view of a workspace that is not trusted', () => {
  let project: Project;

  before(() => {
    project = new Project('mine', { 'src/mine.race.cjs': spy, 'package.json': '{ "name": "app" }' });
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('lists the scenarios, and nothing of the workspace', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await project.show('src/mine.race.cjs');
    await showTests();
    assert.deepEqual(await listed(), [(await listed()).find((label) => label.startsWith('Raceguard scenarios'))]);
  });

  it('runs a scenario without trust', async () => {
    await expand('Raceguard scenarios');
    await window.see(row('A bridge stops'));
    await press('A bridge stops', 'Run Without Trusting');
    await outcome('A bridge stops', 'passed');
    assert.equal(vscode.workspace.isTrusted, false);
    await window.screenshot('testing');
    assert.ok(!existsSync(join(project.folder, 'src/was-run')));
  });

  // The last: it can't be taken back.
  it('lists what is in the workspace as soon as it is trusted', async () => {
    await command('Workspaces: Manage Workspace Trust');
    await window.see('.workspace-trust-editor');
    await window.screenshot('trust');
    await window.click('.workspace-trust-editor .monaco-button:has-text("Trust")');
    await window.see(row('mine.race.cjs'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await window.miss('.workspace-trust-editor');
    await expand('mine.race.cjs');
    await press('mine.race.cjs', 'Run Test');
    await outcome('mine.race.cjs', 'passed');
    assert.ok(existsSync(join(project.folder, 'src/was-run')));
    await window.screenshot('trusted');
  });
});
