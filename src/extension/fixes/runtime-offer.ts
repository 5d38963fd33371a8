/** After a fix: where the project can't import the runtime that the code imports now, offers to add it. Once. */
import * as vscode from 'vscode';
import { type AnalysisProcess, fileOf } from '../check/process.ts';
import { documentOf } from '../documents.ts';

const asked = 'raceguard.runtimeOffered';

export class RuntimeOffer {
  private readonly process: AnalysisProcess;
  private readonly memory: vscode.Memento;
  private readonly add: (folder: string) => Promise<void>;

  /** `memory`: of the workspace. */
  constructor(process: AnalysisProcess, memory: vscode.Memento, add: (folder: string) => Promise<void>) {
    this.process = process;
    this.memory = memory;
    this.add = add;
  }

  async after(uri: vscode.Uri): Promise<void> {
    const document = documentOf(uri);
    if (!document || document.isUntitled || !vscode.workspace.isTrusted) return;
    if (!/['"]@raceguard\/runtime['"]/.test(document.getText())) return;
    const { installed, folder } = await this.process.ask((client) => client.runtimeOf(fileOf(document)));
    const before = this.memory.get<readonly string[]>(asked, []);
    if (installed || !folder || before.includes(folder)) return;
    await this.memory.update(asked, [...before, folder]);
    const root = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.fsPath === vscode.Uri.file(folder).fsPath);
    const name = root?.name ?? vscode.workspace.asRelativePath(folder);
    const choice = await vscode.window.showInformationMessage(
      `The fix imports @raceguard/runtime, which ${name} does not have yet.`,
      'Add Runtime to Project',
    );
    if (choice) await this.add(folder);
  }
}
