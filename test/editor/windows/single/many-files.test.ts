import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { measured } from '../../tools/measured.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { found, state } from '../../tools/raceguard.ts';
import { race, racy, safe } from '../../tools/texts.ts';

const many = 500;

describe('five hundred files with unsaved text', function () {
  this.timeout(120_000);
  let project: Project;

  before(() => {
    const files = Array.from({ length: many }, (_, n) => [`src/file-${n}.ts`, n % 50 ? safe(n) : racy(n)]);
    project = new Project('open', Object.fromEntries(files));
  });

  after(async () => {
    await vscode.workspace.saveAll();
    await closeEditors();
    project.remove();
  });

  it('do not keep the one that is typed into from being checked', async () => {
    const started = performance.now();
    const edits = new vscode.WorkspaceEdit();
    for (let n = 0; n < many; n++)
      edits.insert(project.uri(`src/file-${n}.ts`), new vscode.Position(0, 0), '// unsaved\n');
    assert.ok(await vscode.workspace.applyEdit(edits));
    await measured(`${many} files opened in ${(performance.now() - started).toFixed(0)} ms`);
    assert.ok(vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).length >= many);
    const line =
      racy(100)
        .split('\n')
        .findIndex((each) => each.includes(race)) + 2;
    const editor = await project.show('src/file-100.ts', line, 5);
    await found(editor.document.uri, 1);
    await vscode.commands.executeCommand('cursorMove', { to: 'wrappedLineEnd', select: true });
    await window.keys('Delete');
    await found(editor.document.uri, 0);
    const last = await window.type(race);
    await found(editor.document.uri, 1);
    await measured(`found ${Date.now() - last} ms after the last key`);
    await state('idle');
  });
});
