/** Keeps what is known of open documents up to date: asks when the schedule says so, and files the answers. */
import * as vscode from 'vscode';
import { documentOf, documentsInView, isChecked } from '../documents.ts';
import { Answers, type Report } from './answers.ts';
import type { Findings } from './findings.ts';
import { type Outcome, Schedule } from './schedule.ts';
import type { Sources } from './sources.ts';

export class Checker implements vscode.Disposable {
  private readonly sources: Sources;
  private readonly findings: Findings;
  private readonly answers: Answers;
  private readonly schedule = new Schedule((key, signal) => this.run(key, signal));
  /** Hidden documents whose findings may no longer hold, for something else changed: they are checked when shown. */
  private readonly stale = new Set<string>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable;
  private busy = false;
  readonly onDidChange = this.changed.event;

  constructor(sources: Sources, findings: Findings, log: vscode.LogOutputChannel) {
    this.sources = sources;
    this.findings = findings;
    this.answers = new Answers(findings, log);
    this.schedule.onBusy = (busy) => {
      this.busy = busy;
      this.changed.fire();
    };
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.edited(event)),
      vscode.workspace.onDidSaveTextDocument((document) => this.saved(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.inView()),
      vscode.window.onDidChangeActiveTextEditor(() => this.changed.fire()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.schedule.ready(uri.toString());
      }),
    );
    this.all();
  }

  get isBusy(): boolean {
    return this.busy;
  }

  report(uri: vscode.Uri): Report | undefined {
    return this.answers.report(uri.toString());
  }

  /** Everything open is checked again: what holds for all has changed. */
  all(): void {
    for (const document of vscode.workspace.textDocuments) {
      const key = document.uri.toString();
      if (!isChecked(document)) this.drop(key);
      else if (documentsInView().includes(document)) this.schedule.shown(key);
      else this.schedule.opened(key);
    }
  }

  /**
   * Other files than these changed. What is in view is checked again, and what is shown in Problems; the rest when it
   * comes into view.
   */
  othersChanged(...same: readonly vscode.TextDocument[]): void {
    const inView = documentsInView();
    for (const document of vscode.workspace.textDocuments) {
      if (same.includes(document) || !isChecked(document)) continue;
      const key = document.uri.toString();
      if (inView.includes(document)) this.schedule.shown(key);
      else if (this.findings.of(key)?.findings.length) this.schedule.opened(key);
      else this.stale.add(key);
    }
  }

  /** Resolves when the present text of the document has been checked, at once; `false` where it can't be. */
  async current(document: vscode.TextDocument): Promise<boolean> {
    if (!isChecked(document) || document.isClosed) return false;
    const key = document.uri.toString();
    if (!this.isFresh(document)) this.schedule.now(key);
    await this.schedule.settled(key);
    return this.isFresh(document);
  }

  /** What is known is about the present text. */
  isFresh(document: vscode.TextDocument): boolean {
    return this.findings.of(document.uri.toString())?.version === document.version;
  }

  dispose(): void {
    this.listeners.dispose();
    this.schedule.dispose();
    this.changed.dispose();
  }

  private inView(): void {
    for (const document of documentsInView()) {
      const key = document.uri.toString();
      if (isChecked(document) && (!this.isFresh(document) || this.stale.has(key))) this.schedule.shown(key);
    }
  }

  private opened(document: vscode.TextDocument): void {
    if (isChecked(document)) this.schedule.opened(document.uri.toString());
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || !isChecked(document)) return;
    const inView = documentsInView();
    this.schedule.edited(document.uri.toString(), inView.includes(document) ? 'view' : 'background');
    // What a file in view calls into may have changed.
    for (const other of inView) if (other !== document && isChecked(other)) this.schedule.edited(other.uri.toString());
  }

  private saved(saved: vscode.TextDocument): void {
    if (isChecked(saved)) this.othersChanged(saved);
  }

  private closed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.schedule.forget(key);
    this.answers.forget(key);
    this.stale.delete(key);
    const isOfWorkspace = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
    this.findings.closed(key, isOfWorkspace && !document.isDirty && this.isFresh(document));
  }

  private drop(key: string): void {
    this.schedule.forget(key);
    this.answers.forget(key);
    this.findings.unknown(key);
  }

  private async run(key: string, signal: AbortSignal): Promise<Outcome> {
    const document = documentOf(vscode.Uri.parse(key));
    if (!document || !isChecked(document)) return 'done';
    const { version } = document;
    const outcome = await this.sources
      .ask(document, async (source) => ({ source, answer: await source.check(document, signal) }))
      .then(
        ({ source, answer }): Outcome => {
          if (signal.aborted || document.isClosed || document.version !== version) return 'done';
          return this.answers.take(document, answer, source.name);
        },
        (error: unknown): Outcome => (signal.aborted || document.isClosed ? 'done' : this.answers.error(key, error)),
      );
    if (outcome === 'done' && !signal.aborted) this.stale.delete(key);
    this.changed.fire();
    return outcome;
  }
}
