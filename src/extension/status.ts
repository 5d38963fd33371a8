/** The language status item: loaded and by which compiler, checking, idle, or failed and why. */
import * as vscode from 'vscode';
import type { Report } from './check/answers.ts';
import type { Checker } from './check/checker.ts';
import type { Sources } from './check/sources.ts';
import { selector } from './documents.ts';

/** Tells the whole message, with what can be done. Not in the palette. */
export const showFailure = 'raceguard.showFailure';

export interface State {
  readonly state: 'starting' | 'checking' | 'idle' | 'off' | 'failed';
  /** For people: which compiler answered and why, or what failed and what to do. */
  readonly detail: string;
}

export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('raceguard', selector);
  private readonly checker: Checker;
  private readonly sources: Sources;
  private readonly listeners: vscode.Disposable;
  /** Of the analysis process, while it can't be had. */
  private failure: string | undefined;
  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.changed.event;
  private last: State = { state: 'starting', detail: '' };

  constructor(checker: Checker, sources: Sources) {
    this.checker = checker;
    this.sources = sources;
    this.item.name = 'Raceguard';
    this.listeners = checker.onDidChange(() => this.update());
    this.update();
  }

  get state(): State {
    return this.last;
  }

  failed(message: string | undefined): void {
    this.failure = message;
    this.update();
  }

  dispose(): void {
    this.listeners.dispose();
    this.item.dispose();
    this.changed.dispose();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    const state = this.compute(document);
    const { item } = this;
    item.busy = state.state === 'checking';
    item.text = titles[state.state];
    item.detail = state.state === 'failed' ? clauseOf(state.detail) : state.detail;
    item.severity =
      state.state === 'failed' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.command =
      state.state === 'failed'
        ? { command: showFailure, title: 'Details…' }
        : { command: 'raceguard.showOutput', title: 'Show Output' };
    const same = state.state === this.last.state && state.detail === this.last.detail;
    this.last = state;
    if (!same) this.changed.fire(state);
  }

  private compute(document: vscode.TextDocument | undefined): State {
    const report = document && this.checker.report(document.uri);
    if (this.failure) return { state: 'failed', detail: this.failure };
    if (report?.state === 'failed') return { state: 'failed', detail: report.message };
    const detail = this.detailOf(document, report);
    if (this.checker.isBusy) return { state: 'checking', detail };
    if (report?.state === 'skipped') return { state: 'off', detail };
    return { state: report ? 'idle' : 'starting', detail };
  }

  private detailOf(document: vscode.TextDocument | undefined, report: Report | undefined): string {
    if (!document || !report || report.state === 'failed') return '';
    if (report.state === 'skipped') return report.why;
    const { why } = this.sources.choose(document);
    return `TypeScript ${report.compiler.version} in ${report.source}${why ? ` (${why})` : ''}`;
  }
}

/** The status shows one short line; the whole message is behind its command. */
function clauseOf(message: string): string {
  const line = message.split('\n')[0]!.replace(/[.:]$/, '');
  return line.length <= 40 ? line : `${line.slice(0, 40).replace(/\s+\S*$/, '')} …`;
}

const titles: Readonly<Record<State['state'], string>> = {
  starting: 'Raceguard: starting',
  checking: 'Raceguard: checking',
  idle: 'Raceguard: idle',
  off: 'Raceguard: off here',
  failed: 'Raceguard: failed',
};
