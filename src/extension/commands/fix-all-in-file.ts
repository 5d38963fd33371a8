/** *Fix All in File*: all safe fixes at once. Says what it did, and what is left to be looked at. */
import * as vscode from 'vscode';
import type { Checker } from '../check/checker.ts';
import { isChecked } from '../documents.ts';
import type { FixAll } from '../fixes/fix-all.ts';
import { signalOf } from '../tokens.ts';

/** Whether the document was changed. */
export async function fixAllInFile(
  fixAll: FixAll,
  checker: Checker,
  afterFix: (uri: vscode.Uri) => void,
): Promise<boolean> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !isChecked(document)) return tell('Show a TypeScript or JavaScript file first.');
  const options = { location: vscode.ProgressLocation.Window, title: 'Fixing races' };
  const made = await vscode.window.withProgress(options, async (_, token) => {
    const safe = await fixAll.count(document);
    return safe ? fixAll.make(document, signalOf(token)) : 'none';
  });
  const failure = checker.report(document.uri);
  if (failure?.state === 'failed') throw new Error(failure.message);
  if (made === 'none') return tell('No finding in this file has a safe fix.');
  if (!made || !(await vscode.workspace.applyEdit(made.edit, { isRefactoring: true })))
    return tell('The code has changed meanwhile. Try again.');
  vscode.window.setStatusBarMessage(`Raceguard: ${made.applied} ${made.applied === 1 ? 'fix' : 'fixes'}`, 5000);
  afterFix(document.uri);
  return true;
}

function tell(message: string): false {
  void vscode.window.showInformationMessage(message);
  return false;
}
