/** What a project may lack: an installation, a project at all, a file, a right configuration. */
import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { notification, press } from '../../tools/notifications.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { codes, diagnostics, found, raceguard, state } from '../../tools/raceguard.ts';
import { racy } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

describe('a project without', () => {
  let project: Project | undefined;
  const make = (name: string, files: Readonly<Record<string, string>>) => {
    project = new Project(name, files);
    return project;
  };

  afterEach(async () => {
    await closeEditors();
    project?.remove();
    project = undefined;
  });

  it('node_modules: found, fixed, and the runtime is offered and added', async () => {
    const { uri, folder } = shown(make('bare', { 'src/db.ts': racy() }));
    const editor = await project!.show('src/db.ts', 11, 20);
    await found(uri, 1);
    await window.keys('ControlOrMeta+.');
    await window.see('.action-widget:has-text("Lazy")');
    await window.keys('Enter');
    await until('the fix', () => (editor.document.getText().includes('new Lazy<') ? true : undefined));
    await notification('imports @raceguard/runtime');
    await window.screenshot('runtime-offered');
    await press('imports @raceguard/runtime', 'Add Runtime to Project');
    const manifest = vscode.Uri.file(join(folder, 'package.json'));
    await until('the dependency', async () =>
      /"@raceguard\/runtime": "file:/.test(String(await vscode.workspace.fs.readFile(manifest))) ? true : undefined,
    );
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('a saved file: untitled text is checked', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: racy() });
    await vscode.window.showTextDocument(document);
    await found(document.uri, 1);
    assert.deepEqual(codes(document.uri), ['RG101']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await found(document.uri, 0);
  });

  it('a tsconfig, outside the workspace: checked with defaults', async () => {
    const outside = mkdtempSync(join(realpathSync(tmpdir()), 'raceguard-outside-'));
    try {
      writeFileSync(join(outside, 'lonely.ts'), racy());
      const document = await vscode.workspace.openTextDocument(join(outside, 'lonely.ts'));
      await vscode.window.showTextDocument(document);
      await found(document.uri, 1);
    } finally {
      await closeEditors();
      rmSync(outside, { recursive: true });
    }
  });

  it('a right configuration: said in the status and in the file, and checked once it is put right', async () => {
    const { uri } = shown(make('broken', { 'src/db.ts': racy() }));
    await project!.show('src/db.ts');
    await found(uri, 1);
    project!.write('raceguard.config.json', '{ "preset": "recomended" }\n');
    const detail = await state('failed');
    assert.match(detail, /raceguard\.config\.json/);
    assert.deepEqual(diagnostics(uri), []);
    const config = project!.uri('raceguard.config.json');
    const [fault] = await until('what is wrong in it', () => {
      const now = diagnostics(config);
      return now.length ? now : undefined;
    });
    assert.match(fault!.message, /recomended/);
    await window.click('[id="status.languageStatus"]');
    await window.screenshot('broken-configuration');
    await window.click('.monaco-editor .view-lines');
    await window.miss('.hover-language-status');

    project!.write('raceguard.config.json', '{ "preset": "recommended" }\n');
    await found(uri, 1);
    await state('idle');
    assert.deepEqual(diagnostics(config), []);
  });

  it('rules that are wanted: the configuration is re-read when it changes', async () => {
    const { uri } = shown(make('preset', { 'src/db.ts': racy() }));
    await project!.show('src/db.ts');
    await found(uri, 1);
    project!.write('raceguard.config.json', '{ "rules": { "lazy-init-race": "warning" } }\n');
    await until('a warning', () =>
      diagnostics(uri)[0]?.severity === vscode.DiagnosticSeverity.Warning ? true : undefined,
    );
    project!.write('raceguard.config.json', '{ "rules": { "lazy-init-race": "off" } }\n');
    await found(uri, 0);
    await vscode.workspace.fs.delete(project!.uri('raceguard.config.json'));
    await found(uri, 1);
  });

  it('its folder, which disappears: the text in the editor stays, and is checked when it is back', async () => {
    const { uri, folder } = shown(make('vanishing', { 'src/db.ts': racy() }));
    const editor = await project!.show('src/db.ts');
    await found(uri, 1);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// unsaved\n'));
    await found(uri, 1);
    rmSync(folder, { recursive: true });
    await until('the deletion to be seen', async () =>
      (await raceguard()).state().state === 'checking' ? undefined : true,
    );
    assert.match(editor.document.getText(), /^\/\/ unsaved\n/);
    assert.ok(editor.document.isDirty);
    make('vanishing', { 'src/db.ts': racy() });
    await vscode.window.showTextDocument(editor.document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// more\n'));
    await state('idle');
    await found(uri, 1);
  });
});

function shown(project: Project): { uri: vscode.Uri; folder: string } {
  return { uri: project.uri('src/db.ts'), folder: project.folder };
}
