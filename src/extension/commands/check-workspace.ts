/** *Check Workspace*: every project of every folder. The findings stay in Problems until a file changes. */
import * as vscode from 'vscode';
import type { WorkspaceResult } from '../../protocol/service.ts';
import { slashed } from '../../workspace/paths.ts';
import type { FileFindings, Findings } from '../check/findings.ts';
import type { AnalysisProcess } from '../check/process.ts';
import { signalOf } from '../tokens.ts';

export async function checkWorkspace(
  process: AnalysisProcess,
  findings: Findings,
  log: vscode.LogOutputChannel,
): Promise<WorkspaceResult | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => slashed(uri.fsPath));
  if (!folders.length) {
    void vscode.window.showInformationMessage('No folder is open, so there is no workspace to check.');
    return undefined;
  }
  const options = { location: vscode.ProgressLocation.Notification, title: 'Checking for races', cancellable: true };
  const result = await vscode.window.withProgress(options, async (progress, token) => {
    let last = 0;
    return process.ask((client) =>
      client.checkWorkspace(folders, {
        signal: signalOf(token),
        onProgress: (text, done, total) => {
          const percent = total > 0 ? (100 * done) / total : 0;
          progress.report({ message: text.replace(/^Checking:? /, ''), increment: Math.max(0, percent - last) });
          last = Math.max(last, percent);
        },
      }),
    );
  });
  findings.workspaceChecked(byFile(result));
  tell(result, log);
  return result;
}

function byFile({ findings, problems }: WorkspaceResult): Map<string, Pick<FileFindings, 'findings' | 'problems'>> {
  const files = new Set([...findings.map((f) => f.place.file), ...problems.flatMap((p) => p.place?.file ?? [])]);
  return new Map(
    [...files].map((file) => [
      vscode.Uri.file(file).toString(),
      {
        findings: findings.filter((f) => f.place.file === file),
        problems: problems.filter((p) => p.place?.file === file),
      },
    ]),
  );
}

function tell(result: WorkspaceResult, log: vscode.LogOutputChannel): void {
  const { findings, notes, problems, files, ms, cancelled } = result;
  for (const { level, message } of notes) log[level === 'warning' ? 'warn' : level](message);
  for (const { message, place, detail } of problems) if (!place || detail) log.warn(detail ?? message);
  const where = new Set(findings.map((f) => f.place.file)).size;
  const summary = `${count(findings.length, 'finding')} in ${count(where, 'file')}; ${count(files, 'file')} checked`;
  log.info(`Workspace: ${summary} in ${(ms / 1000).toFixed(1)} s${cancelled ? ', then cancelled' : ''}.`);
  const failed = notes.filter((note) => note.level === 'error').length;
  const text = cancelled
    ? `The check was cancelled: ${summary} until then.`
    : failed
      ? `${summary}; ${count(failed, 'project')} could not be checked.`
      : `${summary}.`;
  const buttons = [...(findings.length ? ['Show Problems'] : []), ...(failed ? ['Show Output'] : [])];
  const show = failed ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void show(text, ...buttons).then((button) => {
    if (button === 'Show Problems') void vscode.commands.executeCommand('workbench.actions.view.problems');
    if (button === 'Show Output') log.show();
  });
}

function count(n: number, noun: string): string {
  return `${n || 'no'} ${noun}${n === 1 ? '' : 's'}`;
}
