/** Small real projects in the workspace of the window. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { window } from '../bridge/suite-end.ts';
import { extension } from './raceguard.ts';

const options = { target: 'es2022', module: 'nodenext', types: [], strict: true, noEmit: true };
const base: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "app", "private": true, "type": "module" }\n',
  'tsconfig.json': `${JSON.stringify({ compilerOptions: options, include: ['src'] }, undefined, 2)}\n`,
};

export class Project {
  readonly folder: string;

  /** Beside a package.json and a tsconfig.json. `root`: of a window with several. */
  constructor(name: string, files: Readonly<Record<string, string>>, root = 0) {
    this.folder = join(vscode.workspace.workspaceFolders![root]!.uri.fsPath, name);
    for (const [path, text] of Object.entries({ ...base, ...files })) this.write(path, text);
  }

  uri(path: string): vscode.Uri {
    return vscode.Uri.file(join(this.folder, path));
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** What `npm install` makes of the packed runtime, from the one that the extension brings. */
  installRuntime(): this {
    const dist = join(extension().extensionPath, 'dist');
    const archive = readdirSync(dist).find((name) => name.endsWith('.tgz'))!;
    const target = join(this.folder, 'node_modules/@raceguard/runtime');
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(dist, archive), '--strip-components=1', '-C', target]);
    return this;
  }

  /** Shows it, its cursor there, ready for keys. Line and column count from 1. */
  async show(path: string, line = 1, column = 1): Promise<vscode.TextEditor> {
    const at = new vscode.Position(line - 1, column - 1);
    const document = await vscode.workspace.openTextDocument(this.uri(path));
    const editor = await vscode.window.showTextDocument(document, {
      selection: new vscode.Range(at, at),
      preview: false,
    });
    await window.see(`.tab.active:has-text("${path.split('/').at(-1)}")`);
    await window.see(`.statusbar-item:has-text("Ln ${line}, Col ${column}")`);
    return editor;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Nothing that one test left open is in the way of the next. */
export async function closeEditors(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors)
    if (document.isDirty && !document.isUntitled) await revert(document);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}
