import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { WorkspaceResult } from '../../../../src/protocol/service.ts';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { found, state } from '../../tools/raceguard.ts';
import { racy } from '../../tools/texts.ts';

/** Stands where the workspace's own TypeScript would, and tells when it is run. */
const spy = `require('node:fs').writeFileSync(require('node:path').join(__dirname, 'was-run'), '');\n`;

describe('a workspace that is not trusted', () => {
  let project: Project;

  before(() => {
    project = new Project('untrusted', {
      'src/db.ts': racy(),
      'node_modules/typescript/package.json':
        '{ "name": "typescript", "version": "5.9.3", "main": "lib/typescript.js" }',
      'node_modules/typescript/lib/typescript.js': spy,
      'node_modules/typescript/lib/tsserver.js': spy,
    });
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('has findings', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await project.show('src/db.ts');
    await found(document.uri, 1);
    await state('idle');
    await window.screenshot('restricted');
  });

  it('is checked as a whole, and none of its code is run', async () => {
    const result = await vscode.commands.executeCommand<WorkspaceResult>('raceguard.checkWorkspace');
    assert.equal(result.findings.length, 1);
    assert.ok(!existsSync(join(project.folder, 'node_modules/typescript/lib/was-run')));
  });
});
