import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { openLightbulb } from '../../tools/lightbulb.ts';
import { measured } from '../../tools/measured.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { codes, found, typeErrors } from '../../tools/raceguard.ts';
import { until } from '../../tools/until.ts';

const text = `export interface Browser {
  newPage(): Promise<void>;
}

export declare function launch(): Promise<Browser>;

export class Session {
  private browser: Browser | undefined;

  async newPage(): Promise<void> {
    
  }
}
`;
const typed = ['if (!this.browser) this.browser = await launch();', 'await this.browser.newPage();'] as const;

describe('a race that is typed', () => {
  let project: Project;
  let editor: vscode.TextEditor;
  let uri: vscode.Uri;

  before(async () => {
    project = new Project('session', { 'src/session.ts': text }).installRuntime();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    editor = await project.show('src/session.ts', 11, 5);
    uri = editor.document.uri;
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('is found after the last key', async () => {
    await window.type(typed[0]);
    await window.keys('Enter');
    const last = await window.type(typed[1]);
    await until('the last key', () => (editor.document.lineAt(11).text === `    ${typed[1]}` ? true : undefined));
    await found(uri, 1);
    await measured(`found ${Date.now() - last} ms after the last key`);
    assert.deepEqual(codes(uri), ['RG101']);
    await until(
      'a file without type errors',
      () => (typeErrors(uri).length === 0 ? true : undefined),
      () => typeErrors(uri),
    );
  });

  it('tells in a hover how two calls interleave', async () => {
    await window.hover('.squiggly-error');
    await window.see('.monaco-hover:has-text("suspends at await launch()")');
    const [hover] = await window.texts('.monaco-hover:has-text("suspends at")');
    assert.match(hover ?? '', /can be initialised twice/);
    assert.match(hover ?? '', /tests this\.browser: unset/);
    assert.match(hover ?? '', /suspends at await launch\(\)/);
    await window.screenshot('finding', true);
  });

  let whole = '';
  it('is fixed by keyboard alone, with the import', async () => {
    whole = editor.document.getText();
    await window.keys('F8');
    await window.keys('Escape');
    await openLightbulb();
    await window.see('.action-widget:has-text("Lazy")');
    await window.screenshot('lightbulb', true);
    await window.keys('Enter');
    await until('the fix', () => (/new Lazy<Browser>\(\)/.test(editor.document.getText()) ? true : undefined));
    await found(uri, 0);
    const now = editor.document.getText();
    assert.match(now, /^import \{ Lazy \} from '@raceguard\/runtime';\n/);
    assert.match(now, /const browser = await this\.browser\.get\(\(\) => launch\(\)\);/);
    await until(
      'no type error',
      () => (typeErrors(uri).length === 0 ? true : undefined),
      () => typeErrors(uri),
    );
    await window.screenshot('fixed', true);
  });

  it('is back after one undo', async () => {
    await window.keys('ControlOrMeta+z');
    await until(
      'the text as it was',
      () => (editor.document.getText() === whole ? true : undefined),
      () => editor.document.getText(),
    );
    await found(uri, 1);
  });
});
