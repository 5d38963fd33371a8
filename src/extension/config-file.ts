/** `raceguard.config.json`: what is wrong in it is shown there, and a change makes everything be checked again. */
import * as vscode from 'vscode';
import { parseConfig } from '../core/config-parse.ts';
import type { RuleMeta } from '../core/rule.ts';
import metas from '../rules/list.json' with { type: 'json' };
import { Lines } from '../workspace/lines.ts';
import { source } from './diagnostics.ts';

const name = 'raceguard.config.json';
const pattern = `**/${name}`;

export class ConfigFiles implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(`${source}-config`);
  private readonly onChange: () => void;
  private readonly listeners: vscode.Disposable;

  constructor(onChange: () => void) {
    this.onChange = onChange;
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = (uri: vscode.Uri) => void this.read(uri).then(this.onChange);
    this.listeners = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete((uri) => {
        this.collection.delete(uri);
        this.onChange();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.path.endsWith(`/${name}`)) this.show(document.uri, document.getText());
      }),
    );
    void this.readAll();
  }

  dispose(): void {
    this.listeners.dispose();
    this.collection.dispose();
  }

  private async readAll(): Promise<void> {
    const files = await vscode.workspace.findFiles(pattern, '**/node_modules/**');
    await Promise.all(files.map((uri) => this.read(uri)));
  }

  private async read(uri: vscode.Uri): Promise<void> {
    if (uri.path.includes('/node_modules/')) return;
    try {
      this.show(uri, new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      this.collection.delete(uri);
    }
  }

  private show(uri: vscode.Uri, text: string): void {
    const { faults } = parseConfig(text, metas as RuleMeta[]);
    const lines = new Lines(text);
    const position = (offset: number) => {
      const { line, column } = lines.at(offset);
      return new vscode.Position(line - 1, column - 1);
    };
    this.collection.set(
      uri,
      faults.map(({ start, end, message }) => {
        const said = `${message.charAt(0).toUpperCase()}${message.slice(1)} Until it is put right nothing is checked.`;
        const diagnostic = new vscode.Diagnostic(new vscode.Range(position(start), position(end)), said);
        diagnostic.source = source;
        return diagnostic;
      }),
    );
  }
}
