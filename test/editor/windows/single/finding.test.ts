/** How a finding is shown: code and page, witness, hover, status. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { found, raceguard, state } from '../../tools/raceguard.ts';
import { race, racy } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

describe('a finding', () => {
  let project: Project;
  let editor: vscode.TextEditor;
  let line = 0;

  before(async () => {
    project = new Project('finding', { 'src/db.ts': racy() }).installRuntime();
    line = racy()
      .split('\n')
      .findIndex((text) => text.includes(race));
    editor = await project.show('src/db.ts', line + 1, 12);
    await found(editor.document.uri, 1);
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('has a code, a severity and its witness, step by step', async () => {
    const [diagnostic] = await found(editor.document.uri, 1);
    assert.equal(diagnostic!.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(editor.document.getText(diagnostic!.range), 'this.client');
    const steps = diagnostic!.relatedInformation!.map(({ message }) => message);
    assert.match(steps[0]!, /^1 A tests this\.client: unset$/);
    assert.match(steps[2]!, /^3 B tests this\.client: still unset$/);
    for (const { location } of diagnostic!.relatedInformation!)
      assert.deepEqual([location.uri.fsPath, location.range.start.line], [editor.document.uri.fsPath, line]);
  });

  it('shows the interleaving in two lanes over the code of its other steps', async () => {
    const hovers = (character: number) =>
      vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        editor.document.uri,
        new vscode.Position(line, character),
      );
    const text = (all: vscode.Hover[]) =>
      all.flatMap(({ contents }) => contents.map((c) => (typeof c === 'string' ? c : c.value))).join('\n');
    const column = editor.document.lineAt(line).text.indexOf('this.client =');
    assert.match(text(await hovers(column + 2)), /\|\s+\| A \| B \|[\s\S]*\| 1 \| \[tests this\\\.client/);
    assert.doesNotMatch(text(await hovers(12)), /\| A \| B \|/, 'the editor itself shows the steps there');
    await vscode.window.showTextDocument(editor.document, {
      selection: new vscode.Range(line, column + 2, line, column + 2),
    });
    await window.keys('ControlOrMeta+k');
    await window.keys('ControlOrMeta+i');
    await window.see('.monaco-hover td:has-text("tests this.client: unset")');
    await window.screenshot('lanes', true);
    await window.keys('Escape');
  });

  it('opens the page of its rule in the editor, from its code', async () => {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await window.click('.markers-panel a:has-text("RG101")');
    const tab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    await until('the page', () => (tab()?.includes('lazy-init-race') ? true : undefined), tab);
    await window.see('webview img[src="lazy-client.svg"]');
    await window.screenshot('page');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('is explained from the palette, where the cursor is', async () => {
    await project.show('src/db.ts', line + 1, 12);
    await window.keys('F1');
    await window.type('Raceguard: Explain');
    await window.keys('Enter');
    const tab = () => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    await until('the page', () => (tab()?.includes('lazy-init-race') ? true : undefined), tab);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('tells other extensions', async () => {
    const api = await raceguard();
    assert.equal(await api.checked(editor.document.uri), true);
    const [finding] = api.findings(editor.document.uri);
    assert.deepEqual([finding?.rule, finding?.witness.length], ['lazy-init-race', 5]);
    assert.ok(finding!.fixes.some(({ tier }) => tier === 'safe'));
  });

  it('comes from a compiler that the status names', async () => {
    await project.show('src/db.ts', line + 1, 12);
    assert.match(await state('idle'), /^TypeScript \d+\.\d+\.\d+ in its server$/);
  });

  it('goes when checking is switched off, and is back when it is on', async () => {
    const config = vscode.workspace.getConfiguration('raceguard', editor.document);
    await config.update('enable', false, vscode.ConfigurationTarget.Global);
    await found(editor.document.uri, 0);
    await config.update('enable', undefined, vscode.ConfigurationTarget.Global);
    await found(editor.document.uri, 1);
  });
});
