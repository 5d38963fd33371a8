/** Keeps what is known of open documents up to date: asks when the schedule says so, and files the answers. */
import * as vscode from 'vscode';
import type { CheckAnswer, WireCompiler } from '../../protocol/messages.ts';
import { documentOf, documentsInView, isChecked } from '../documents.ts';
import type { Findings } from './findings.ts';
import { type Outcome, Schedule } from './schedule.ts';
import { type FindingSource, Interrupted } from './source.ts';
import type { Sources } from './sources.ts';

/** What came of the last check of a document. */
export type Report =
  | {
      readonly state: 'checked';
      readonly source: string;
      readonly compiler: WireCompiler;
      readonly ms: number;
    }
  | { readonly state: 'skipped'; readonly why: string }
  | { readonly state: 'failed'; readonly message: string };

/** Answers about another text than the editor's, and interruptions, in a row: then it is told. */
const patience = 6;

export class Checker implements vscode.Disposable {
  private readonly sources: Sources;
  private readonly findings: Findings;
  private readonly log: vscode.LogOutputChannel;
  private readonly schedule = new Schedule((key, signal) => this.run(key, signal));
  private readonly reports = new Map<string, Report>();
  private readonly misses = new Map<string, number>();
  /** Hidden documents whose findings may no longer hold, for something else changed: they are checked when shown. */
  private readonly stale = new Set<string>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable;
  private busy = false;
  readonly onDidChange = this.changed.event;

  constructor(sources: Sources, findings: Findings, log: vscode.LogOutputChannel) {
    this.sources = sources;
    this.findings = findings;
    this.log = log;
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
    return this.reports.get(uri.toString());
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
    this.schedule.edited(document.uri.toString());
    // What a file in view calls into may have changed.
    for (const other of documentsInView())
      if (other !== document && isChecked(other)) this.schedule.edited(other.uri.toString());
  }

  private saved(saved: vscode.TextDocument): void {
    if (isChecked(saved)) this.othersChanged(saved);
  }

  private closed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.schedule.forget(key);
    this.reports.delete(key);
    this.misses.delete(key);
    this.stale.delete(key);
    this.findings.closed(key, !document.isDirty && !document.isUntitled && this.isFresh(document));
  }

  private drop(key: string): void {
    this.schedule.forget(key);
    this.reports.delete(key);
    this.findings.unknown(key);
  }

  private async run(key: string, signal: AbortSignal): Promise<Outcome> {
    const document = documentOf(vscode.Uri.parse(key));
    if (!document || !isChecked(document)) return 'done';
    const { version } = document;
    try {
      const { answer, source } = await this.sources.ask(async (asked) => ({
        source: asked,
        answer: await asked.check(document, signal),
      }));
      if (signal.aborted || document.isClosed || document.version !== version) return 'done';
      return this.take(key, document, answer, source);
    } catch (error) {
      if (signal.aborted || document.isClosed) return 'done';
      const interrupted = error instanceof Interrupted;
      if (interrupted && this.miss(key)) return 'later';
      this.failed(key, error instanceof Error ? error.message : String(error), stackOf(error));
      return interrupted ? 'retry' : 'done';
    }
  }

  private take(key: string, document: vscode.TextDocument, answer: CheckAnswer, source: FindingSource): Outcome {
    if (answer.state === 'unfinished') return 'again';
    if (answer.state === 'failed') {
      this.failed(key, answer.message, answer.detail);
      return 'done';
    }
    if (answer.state === 'skipped') {
      this.reports.set(key, { state: 'skipped', why: answer.why });
      this.log.debug(`${document.fileName}: ${answer.why}`);
      this.findings.checked(key, document.version, { findings: [], problems: [] });
      return this.done(key);
    }
    // Whoever answers hasn't got the last edit yet. The lines and columns of its answer would be those of another text.
    if (answer.length !== document.getText().length && this.miss(key)) return 'later';
    for (const { detail } of answer.problems) if (detail) this.log.error(detail);
    const { compiler, ms } = answer;
    this.reports.set(key, { state: 'checked', source: source.name, compiler, ms });
    this.log.debug(`${document.fileName}: ${answer.findings.length} findings, ${ms.toFixed(0)} ms in ${source.name}`);
    this.findings.checked(key, document.version, answer);
    return this.done(key);
  }

  private done(key: string): Outcome {
    this.misses.delete(key);
    this.stale.delete(key);
    this.changed.fire();
    return 'done';
  }

  /** `false`: the patience is at its end. */
  private miss(key: string): boolean {
    const misses = (this.misses.get(key) ?? 0) + 1;
    this.misses.set(key, misses);
    return misses < patience;
  }

  private failed(key: string, message: string, detail: string | undefined): void {
    const before = this.reports.get(key);
    if (before?.state !== 'failed' || before.message !== message) this.log.error(detail ?? message);
    this.reports.set(key, { state: 'failed', message });
    this.findings.unknown(key);
    this.done(key);
  }
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
