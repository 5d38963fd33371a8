/** What is run lies on the disk: the user's texts are saved first, unless a setting of the editor says not to. */
import * as vscode from 'vscode';

/** Milliseconds that a save may take: one that asks the user something takes longer, and then what was saved before is run. */
const patience = 3000;

/**
 * Whether all files are saved. The editor saves, too, as it begins a run, but doesn't wait for it; and who asks it to save
 * while what happens on saving (formatting, fixes) goes on is told at once that it is done.
 */
export async function savedFirst(): Promise<boolean> {
  if (!vscode.workspace.getConfiguration('testing').get('saveBeforeTest', true)) return !isSomethingDirty();
  await vscode.workspace.saveAll(false);
  if (!isSomethingDirty()) return true;
  return new Promise((done) => {
    const end = (saved: boolean) => {
      listener.dispose();
      clearTimeout(timer);
      done(saved);
    };
    const listener = vscode.workspace.onDidSaveTextDocument(() => {
      if (!isSomethingDirty()) end(true);
    });
    const timer = setTimeout(() => end(!isSomethingDirty()), patience);
  });
}

function isSomethingDirty(): boolean {
  return vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.scheme === 'file');
}
