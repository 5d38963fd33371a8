/** A picture as a file, where the user wants it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** `title`: names the file that is proposed. */
export async function saveSvg(svg: string, title: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const chosen = await vscode.window.showSaveDialog({
    title: 'Export the Schedule as SVG',
    defaultUri: vscode.Uri.file(join(folder, `${name || 'schedule'}.svg`)),
    filters: { SVG: ['svg'] },
  });
  if (!chosen) return;
  await vscode.workspace.fs.writeFile(chosen, new TextEncoder().encode(svg));
  vscode.window.setStatusBarMessage(`Written: ${chosen.fsPath}`, 5000);
}
