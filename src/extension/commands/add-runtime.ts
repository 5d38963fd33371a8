/** *Add Runtime to Project*: the packed runtime goes into the project, and its installation is offered. */
import * as vscode from 'vscode';
import { type AnalysisProcess, fileOf } from '../check/process.ts';

export async function addRuntime(process: AnalysisProcess, folder?: string): Promise<void> {
  const chosen = folder ?? (await folderToAddTo(process));
  if (!chosen) return;
  const { message, install } = await process.ask((client) => client.addRuntime(chosen));
  const button = `Run ${install}`;
  if ((await vscode.window.showInformationMessage(message, button)) !== button) return;
  const terminal = vscode.window.createTerminal({ name: 'Raceguard', cwd: chosen });
  terminal.show();
  terminal.sendText(install);
}

/** The project of the file in view; without one a folder of the workspace. */
async function folderToAddTo(process: AnalysisProcess): Promise<string | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file') {
    const { folder } = await process.ask((client) => client.runtimeOf(fileOf(document)));
    if (folder) return folder;
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const choice =
    folders.length > 1
      ? await vscode.window.showWorkspaceFolderPick({ placeHolder: 'The project that gets @raceguard/runtime' })
      : folders[0];
  return choice?.uri.fsPath;
}
