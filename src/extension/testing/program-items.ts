/** The user's own race programs as items: a file, and under it each export that can be explored. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { RACE_FILE, RACE_FILES, racePrograms } from '../../runner/race-files.ts';
import { slashed } from '../../workspace/paths.ts';
import { documentOf } from '../documents.ts';
import type { Leaf } from './leaf.ts';

const isRaceFile = (uri: vscode.Uri) =>
  uri.scheme === 'file' && RACE_FILE.test(uri.path) && !uri.path.includes('/node_modules/');
/** Milliseconds from the last key to the new list. */
const settle = 200;

/** Only for a workspace that is trusted. Open files are followed as they are edited, the others as they lie on the disk. */
export class ProgramItems implements vscode.Disposable {
  private readonly controller: vscode.TestController;
  private readonly leaves: WeakMap<vscode.TestItem, Leaf>;
  private readonly disposables: vscode.Disposable[] = [];
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** How often a file was read. */
  private readonly reads = new Map<string, number>();
  private watching: Promise<void> | undefined;

  constructor(controller: vscode.TestController, leaves: WeakMap<vscode.TestItem, Leaf>) {
    this.controller = controller;
    this.leaves = leaves;
    this.disposables.push(
      vscode.workspace.onDidOpenTextDocument((document) => this.follow(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.follow(document, settle)),
      // What was not saved is gone.
      vscode.workspace.onDidCloseTextDocument(({ uri }) => isRaceFile(uri) && void this.read(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.watching && void this.refresh()),
    );
    for (const document of vscode.workspace.textDocuments) this.follow(document);
  }

  /** Looks for files from the first call on. */
  resolve(): Promise<void> {
    this.watching ??= this.watch();
    return this.watching;
  }

  /** Looks at the disk again. */
  async refresh(token?: vscode.CancellationToken): Promise<void> {
    const files = await vscode.workspace.findFiles(RACE_FILES, '**/node_modules/**', undefined, token);
    if (token?.isCancellationRequested) return;
    const there = new Set(files.map(String));
    for (const [id, { uri }] of this.controller.items)
      if (uri && isRaceFile(uri) && !there.has(id) && !documentOf(uri)) this.controller.items.delete(id);
    await Promise.all(files.map((uri) => this.read(uri)));
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async watch(): Promise<void> {
    const watcher = vscode.workspace.createFileSystemWatcher(RACE_FILES);
    // A folder that goes is told as one: not its files.
    const gone = vscode.workspace.createFileSystemWatcher('**', true, true, false);
    const read = (uri: vscode.Uri) => isRaceFile(uri) && void this.read(uri);
    this.disposables.push(
      watcher,
      gone,
      watcher.onDidCreate(read),
      watcher.onDidChange(read),
      gone.onDidDelete((uri) => this.remove(uri)),
    );
    await this.refresh();
  }

  private follow(document: vscode.TextDocument, after = 0): void {
    const { uri } = document;
    if (!isRaceFile(uri)) return;
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        if (!document.isClosed) this.list(uri, document.getText());
      }, after),
    );
  }

  private async read(uri: vscode.Uri): Promise<void> {
    const id = uri.toString();
    const mine = (this.reads.get(id) ?? 0) + 1;
    this.reads.set(id, mine);
    const text = await readFile(uri.fsPath, 'utf8').catch(() => undefined);
    // An older text may come later.
    if (this.reads.get(id) !== mine || documentOf(uri)?.isDirty) return;
    if (text === undefined) this.controller.items.delete(id);
    else this.list(uri, text);
  }

  private remove(uri: vscode.Uri): void {
    const id = uri.toString();
    for (const [key] of this.controller.items)
      if (key === id || key.startsWith(`${id}/`)) this.controller.items.delete(key);
  }

  /** Items that stay keep what is known of them. */
  private list(uri: vscode.Uri, text: string): void {
    const id = uri.toString();
    const programs = racePrograms(text);
    if (!programs.length) {
      this.controller.items.delete(id);
      return;
    }
    const known = this.controller.items.get(id);
    const file = known ?? this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    file.sortText = `0 ${file.label}`;
    file.children.replace(
      programs.map(({ name, line }, i) => {
        const own = `${id}#${name}`;
        const item = file.children.get(own) ?? this.controller.createTestItem(own, name, uri);
        const at = new vscode.Position(line - 1, 0);
        item.range = new vscode.Range(at, at);
        item.sortText = String(i).padStart(4, '0');
        this.leaves.set(item, { of: 'program', file: slashed(uri.fsPath), name });
        return item;
      }),
    );
    if (!known) this.controller.items.add(file);
  }
}
