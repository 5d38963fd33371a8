/** What the lightbulb offers, besides the fixes that other tests apply: all of a rule, and comments that disable. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { openLightbulb } from '../../tools/lightbulb.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { found } from '../../tools/raceguard.ts';
import { until } from '../../tools/until.ts';

const three = `declare function connect(): Promise<{ close(): void }>;
declare function read(): Promise<number>;

let first: { close(): void } | undefined;
let second: { close(): void } | undefined;
let sum = 0;

export async function one() {
  if (!first) first = await connect();
  return first;
}

export async function two() {
  if (!second) second = await connect();
  return second;
}

export async function add() {
  sum = sum + (await read());
}
setInterval(() => void add(), 10);
setInterval(() => void add(), 20);
`;

const view = `declare namespace JSX {
  interface IntrinsicElements {
    [name: string]: unknown;
  }
}
declare function load(): Promise<{ close(): void }>;
let loaded: { close(): void } | undefined;

export const view = (
  <ul>
    <li onClick={async () => { loaded ??= await load(); }}>go</li>
  </ul>
);
`;

async function actions(editor: vscode.TextEditor, line: number, only?: vscode.CodeActionKind) {
  const range = editor.document.lineAt(line - 1).range;
  const { uri } = editor.document;
  const all = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    only?.value,
    20,
  );
  return all.filter(({ title }) => /race|stale|Lazy|Mutex|disable|value|await/i.test(title));
}
const titles = (all: readonly vscode.CodeAction[]) => all.map(({ title }) => title);

describe('the lightbulb', () => {
  let project: Project;

  before(() => {
    project = new Project('lightbulb', { 'src/three.ts': three, 'src/view.tsx': view }).installRuntime();
    const options = { target: 'es2022', module: 'nodenext', jsx: 'preserve', types: [], strict: true, noEmit: true };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['src'] }));
  });

  afterEach(closeEditors);
  after(() => project.remove());

  it('offers the fix first, then all of the rule, then all, then comments', async () => {
    const editor = await project.show('src/three.ts');
    await found(editor.document.uri, 3);
    const offered = await actions(editor, 9, vscode.CodeActionKind.QuickFix);
    assert.match(offered[0]!.title, /`first` a `Lazy`/);
    assert.equal(offered[0]!.isPreferred, true);
    assert.deepEqual(titles(offered).slice(1), [
      'Fix all lazy-init-race in this file',
      'Fix all races in this file (safe fixes)',
      'Disable lazy-init-race for this line',
      'Disable lazy-init-race for this file',
    ]);
    assert.deepEqual(await titles(await actions(editor, 4, vscode.CodeActionKind.QuickFix)), []);
  });

  it('fixes all of one rule', async () => {
    const editor = await project.show('src/three.ts', 9, 10);
    await found(editor.document.uri, 3);
    await openLightbulb();
    await window.click('.action-widget :text("Fix all lazy-init-race in this file")');
    const left = await found(editor.document.uri, 1);
    assert.match(left[0]!.message, /sum/);
  });

  it('disables for a line, the reason ready to be typed', async () => {
    const editor = await project.show('src/three.ts', 9, 10);
    await found(editor.document.uri, 3);
    await openLightbulb();
    await window.click('.action-widget :text("for this line")');
    const said = '  // raceguard-disable-next-line lazy-init-race -- ';
    await until('the comment', () => (editor.document.lineAt(8).text === `${said}reason` ? true : undefined));
    await window.type('both are the same');
    await until(
      'the reason',
      () => (editor.document.lineAt(8).text === `${said}both are the same` ? true : undefined),
      () => editor.document.lineAt(8).text,
    );
    await found(editor.document.uri, 2);
  });

  it('disables for a line in the middle of JSX', async () => {
    const editor = await project.show('src/view.tsx');
    await found(editor.document.uri, 1);
    const [disable] = (await actions(editor, 11)).filter(({ title }) => /for this line/.test(title));
    await vscode.workspace.applyEdit(disable!.edit!);
    assert.equal(editor.document.lineAt(10).text, '    {/* raceguard-disable-next-line lazy-init-race -- reason */}');
    await found(editor.document.uri, 0);
  });

  it('disables for a file', async () => {
    const editor = await project.show('src/three.ts');
    await found(editor.document.uri, 3);
    const [disable] = (await actions(editor, 9)).filter(({ title }) => /for this file/.test(title));
    await vscode.workspace.applyEdit(disable!.edit!);
    assert.equal(editor.document.lineAt(0).text, '/* raceguard-disable lazy-init-race -- reason */');
    await found(editor.document.uri, 1);
  });
});
