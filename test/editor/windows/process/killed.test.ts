import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { measured } from '../../tools/measured.ts';
import { notification, press } from '../../tools/notifications.ts';
import { analysisPids, killAnalysis } from '../../tools/pids.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { diagnostics, found, raceguard, state } from '../../tools/raceguard.ts';
import { racy } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

describe('the analysis process', function () {
  this.timeout(120_000);
  let project: Project;
  let editor: vscode.TextEditor;
  let uri: vscode.Uri;

  before(async () => {
    project = new Project('killed', { 'src/db.ts': racy() });
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    editor = await project.show('src/db.ts');
    uri = editor.document.uri;
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  const type = (text: string) => editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));

  it('answers for open files where the user wants it', async () => {
    await found(uri, 1);
    assert.match(await state('idle'), /in its own process/);
    assert.equal(analysisPids().length, 1);
  });

  it('is started again when it is killed; unsaved text and findings are kept', async () => {
    await type('// unsaved\n');
    assert.ok(await (await raceguard()).checked(uri));
    const line = diagnostics(uri)[0]!.range.start.line;
    assert.equal(killAnalysis(), 1);
    assert.equal(diagnostics(uri).length, 1);
    const killed = Date.now();
    await type('// more\n');
    await until('the finding one line down', () =>
      diagnostics(uri)[0]?.range.start.line === line + 1 ? true : undefined,
    );
    assert.ok(await (await raceguard()).checked(uri));
    await measured(`checked again ${Date.now() - killed} ms after it was killed`);
    await state('idle');
  });

  it('says so when it dies again and again, and comes back by Restart', async () => {
    const killing = setInterval(killAnalysis, 20);
    try {
      await type('// and more\n');
      const detail = await until('the state “failed”', async () => {
        const { state, detail } = (await raceguard()).state();
        if (state !== 'failed') void (await raceguard()).checked(uri);
        return state === 'failed' ? detail : undefined;
      });
      assert.match(detail, /SIGKILL/);
      assert.match(detail, /Raceguard: Restart/);
    } finally {
      clearInterval(killing);
    }
    await window.click('[id="status.languageStatus"]');
    await window.see('.hover-language-status :text("Raceguard: failed")');
    await window.screenshot('status-failed', true);
    await window.click('.hover-language-status :text("Details")');
    await window.click('.monaco-editor .view-lines');
    await notification('ended 5 times');
    await press('ended 5 times', 'Restart');
    await state('idle');
    await found(uri, 1);
    assert.match(editor.document.getText(), /^\/\/ and more\n\/\/ more\n\/\/ unsaved\n/);
  });
});
