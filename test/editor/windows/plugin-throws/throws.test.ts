import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, Project } from '../../tools/projects.ts';
import { found, state, typeErrors } from '../../tools/raceguard.ts';
import { racy } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

describe('a plugin that throws', () => {
  let project: Project;

  before(() => {
    const wrong = `${racy()}export const wrong: number = 'text';\n`;
    project = new Project('throwing', { 'src/throws.ts': wrong, 'src/works.ts': racy(1) });
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('takes nothing from TypeScript, and what failed is said', async () => {
    const { document } = await project.show('src/throws.ts');
    assert.match(await state('failed'), /made to throw/);
    await until('the type error', () => (typeErrors(document.uri).length === 1 ? true : undefined));
    const at = new vscode.Position(8, 16);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    assert.ok(hovers.length > 0);
  });

  it('does not keep other files from being checked', async () => {
    const { document } = await project.show('src/works.ts');
    await found(document.uri, 1);
    await state('idle');
  });
});
