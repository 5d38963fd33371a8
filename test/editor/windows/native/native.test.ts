import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, Project } from '../../tools/projects.ts';
import { found, state } from '../../tools/raceguard.ts';
import { race, racy } from '../../tools/texts.ts';

describe('with TypeScript 7 switched on', () => {
  let project: Project;

  before(() => {
    project = new Project('native', { 'src/db.ts': racy() });
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('single files go to the analysis process, as they are typed', async () => {
    const { document } = await project.show('src/db.ts');
    await found(document.uri, 1);
    assert.match(await state('idle'), /in its own process \(useTsgo is on\)/);
    const at = document.positionAt(document.getText().indexOf(race));
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(at, at.translate(0, race.length)));
    await vscode.workspace.applyEdit(edit);
    await found(document.uri, 0);
    await vscode.commands.executeCommand('undo');
    await found(document.uri, 1);
  });
});
