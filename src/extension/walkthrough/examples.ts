/** What the walkthrough's buttons open: texts that are the user's from then on, and that nothing has saved yet. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** By command, as package.json has them. */
export function exampleCommands(extension: vscode.Uri): Readonly<Record<string, () => Promise<void>>> {
  const textOf = (name: string) =>
    readFile(vscode.Uri.joinPath(extension, 'docs', 'walkthrough', 'examples', name).fsPath, 'utf8');
  return {
    'raceguard.openExample': async () =>
      show(await vscode.workspace.openTextDocument({ language: 'typescript', content: await textOf('race.ts') })),
    'raceguard.newRaceFile': async () => {
      const text = await textOf('account.race.ts');
      const folder = await folderForNew();
      if (!folder) return show(await vscode.workspace.openTextDocument({ language: 'typescript', content: text }));
      const name = (n: number) => join(folder, n === 1 ? 'account.race.ts' : `account-${n}.race.ts`);
      let n = 1;
      while (existsSync(name(n))) n++;
      await showNew(name(n), text);
    },
    'raceguard.newWorkflow': async () => {
      const folder = await folderForNew();
      if (!folder) {
        void vscode.window.showInformationMessage('Open a folder first: a workflow belongs to a repository.');
        return;
      }
      const file = join(folder, '.github', 'workflows', 'raceguard.yml');
      if (existsSync(file)) return show(await vscode.workspace.openTextDocument(file));
      await showNew(file, await textOf('raceguard.yml'));
    },
  };
}

async function folderForNew(): Promise<string | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const placeHolder = 'The folder that gets the file';
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick({ placeHolder }) : folders[0];
  return folder?.uri.fsPath;
}

/** An editor that a save writes there. What a user has begun there already stays as it is. */
async function showNew(file: string, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file).with({ scheme: 'untitled' }));
  if (document.getText() === '') {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), text);
    await vscode.workspace.applyEdit(edit);
  }
  await show(document);
}

async function show(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document, { preview: false });
}
