import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import type { WorkspaceResult } from '../../../../src/protocol/service.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { codes, diagnostics, found, raceguard, state } from '../../tools/raceguard.ts';
import { racy } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

describe('a window with several roots', () => {
  let one: Project;
  let two: Project;
  let three: Project;

  before(() => {
    one = new Project('.', { 'src/db.ts': racy() }, 0);
    const config = '{ "rules": { "lazy-init-race": "info" } }\n';
    two = new Project('.', { 'src/db.ts': racy(), 'raceguard.config.json': config }, 1);
    three = new Project('.', { 'src/db.ts': racy() }, 2);
  });

  after(closeEditors);

  it('checks the files of each, by the configuration of each', async () => {
    await one.show('src/db.ts');
    await found(one.uri('src/db.ts'), 1);
    await two.show('src/db.ts');
    const [finding] = await found(two.uri('src/db.ts'), 1);
    assert.equal(finding!.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(diagnostics(one.uri('src/db.ts'))[0]!.severity, vscode.DiagnosticSeverity.Error);
  });

  it('checks all of them as one workspace', async () => {
    const result = await vscode.commands.executeCommand<WorkspaceResult>('raceguard.checkWorkspace');
    assert.equal(result.findings.length, 3);
    assert.deepEqual(codes(three.uri('src/db.ts')), ['RG101']);
  });

  it('goes on when the folder of one disappears', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(three.folder, { recursive: true });
    await found(three.uri('src/db.ts'), 0);
    const result = await vscode.commands.executeCommand<WorkspaceResult>('raceguard.checkWorkspace');
    assert.equal(result.findings.length, 2);
    assert.match(JSON.stringify(result.notes), /three/);
    await one.show('src/db.ts');
    assert.ok(await (await raceguard()).checked(one.uri('src/db.ts')));
    await state('idle');
  });

  it('goes on when one is taken out of the workspace', async () => {
    assert.ok(vscode.workspace.updateWorkspaceFolders(2, 1));
    // One that is under way when the folders change ends without a result.
    const result = await until('a check of two folders', async () => {
      const made = await vscode.commands.executeCommand<WorkspaceResult | undefined>('raceguard.checkWorkspace');
      return made && vscode.workspace.workspaceFolders?.length === 2 && made.notes.length === 0 ? made : undefined;
    });
    assert.equal(result.findings.length, 2);
    await state('idle');
  });
});
