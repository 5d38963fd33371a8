/** Changes on the disk: the analysis process is told, and what is known of a changed file goes. */
import * as vscode from 'vscode';

const pattern = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}';
/** Milliseconds: a checkout of another branch changes many files at once. */
const settle = 300;

export class DiskWatch implements vscode.Disposable {
  private readonly listeners: vscode.Disposable;
  private readonly tell: (files: readonly vscode.Uri[]) => void;
  private pending = new Map<string, vscode.Uri>();
  private timer: NodeJS.Timeout | undefined;

  constructor(tell: (files: readonly vscode.Uri[]) => void) {
    this.tell = tell;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    // A folder that goes is told as one: not its files, and not by a name that the pattern fits.
    const gone = vscode.workspace.createFileSystemWatcher('**', true, true, false);
    const add = (uri: vscode.Uri) => this.add(uri);
    this.listeners = vscode.Disposable.from(
      watcher,
      gone,
      gone.onDidDelete(add),
      watcher.onDidCreate(add),
      watcher.onDidChange(add),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.dispose();
  }

  private add(uri: vscode.Uri): void {
    // What is installed is told by the manifest beside it.
    if (uri.path.includes('/node_modules/') && !uri.path.endsWith('/package.json')) return;
    this.pending.set(uri.toString(), uri);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const files = [...this.pending.values()];
      this.pending = new Map();
      this.tell(files);
    }, settle);
  }
}
