/** The program that a schedule is of, beside the panel: the lines of the step that is looked at are marked. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { slashed } from '../../workspace/paths.ts';
import { type Decorations, decorations } from './decorations.ts';
import type { Marks } from './marks.ts';

/** Sources that the extension brings: read-only, and no business of a language server, a linter or workspace trust. */
const scheme = 'raceguard-scenario';

/** `path`: in `dist/scenarios/`. */
export const sourceOf = (path: string): vscode.Uri => vscode.Uri.from({ scheme, path: `/${path}` });

export class SourceView implements vscode.Disposable {
  private readonly scenarios: vscode.Uri;
  private readonly content: vscode.Disposable;
  /** Made when first needed: an extension that starts has better things to do. */
  private made: Decorations | undefined;
  private marked: vscode.TextEditor | undefined;
  /** Of the last request: an older one marks nothing any more. */
  private latest = 0;

  constructor(extension: vscode.Uri) {
    this.scenarios = vscode.Uri.joinPath(extension, 'dist', 'scenarios');
    this.content = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ path }) => readFile(vscode.Uri.joinPath(this.scenarios, path).fsPath, 'utf8'),
    });
  }

  /**
   * Shows a source without the focus, never over the panel.
   * @param panel its column; undefined where there is none yet
   */
  async open(file: string, panel: vscode.ViewColumn | undefined): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(this.uriOf(file));
    return vscode.window.showTextDocument(document, {
      viewColumn: this.columnFor(document, panel),
      preserveFocus: true,
      preview: true,
    });
  }

  /** Opens the source where need be, and brings the line into view. */
  async mark({ file, line, marks }: Marks, panel: vscode.ViewColumn | undefined): Promise<void> {
    const mine = ++this.latest;
    const editor = await this.open(file, panel);
    if (mine !== this.latest) return;
    this.unmark();
    this.marked = editor;
    this.made ??= decorations();
    this.made.set(editor, marks);
    editor.revealRange(rangeOf(editor, line, marks), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  isShown(file: string): boolean {
    const uri = this.uriOf(file).toString();
    return vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri);
  }

  clear(): void {
    this.latest++;
    this.unmark();
  }

  dispose(): void {
    this.content.dispose();
    this.made?.dispose();
  }

  private unmark(): void {
    if (this.marked) this.made?.set(this.marked, []);
    this.marked = undefined;
  }

  private uriOf(file: string): vscode.Uri {
    const own = `${slashed(this.scenarios.fsPath)}/`;
    return file.startsWith(own) ? sourceOf(file.slice(own.length)) : vscode.Uri.file(file);
  }

  /** Where it is shown already, else beside the panel. */
  private columnFor({ uri }: vscode.TextDocument, panel: vscode.ViewColumn | undefined): vscode.ViewColumn {
    if (panel === undefined) return vscode.ViewColumn.Active;
    const others = vscode.window.visibleTextEditors.filter(({ viewColumn }) => viewColumn && viewColumn !== panel);
    const same = others.find(({ document }) => document.uri.toString() === uri.toString());
    const sibling = others.find(({ document }) => document.uri.scheme === scheme);
    const free = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== panel);
    return same?.viewColumn ?? sibling?.viewColumn ?? free?.viewColumn ?? vscode.ViewColumn.Beside;
  }
}

/** All marks where they fit into view, else the line to look at. */
function rangeOf(editor: vscode.TextEditor, line: number, marks: Marks['marks']): vscode.Range {
  const lines = [line, ...marks.map((mark) => mark.line)];
  const [first, last] = [Math.min(...lines), Math.max(...lines)];
  const inView = editor.visibleRanges.reduce((sum, { start, end }) => sum + end.line - start.line, 0);
  return last - first < inView - 4
    ? new vscode.Range(first - 1, 0, last - 1, 0)
    : new vscode.Range(line - 1, 0, line - 1, 0);
}
