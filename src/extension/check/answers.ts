/** Files what came of a check: findings for the editor, a report for the status, the rest into the output. */
import type * as vscode from 'vscode';
import type { CheckAnswer, WireCompiler } from '../../protocol/messages.ts';
import type { Findings } from './findings.ts';
import type { Outcome } from './schedule.ts';
import { Interrupted } from './source.ts';

/** What came of the last check of a document. */
export type Report =
  | { readonly state: 'checked'; readonly source: string; readonly compiler: WireCompiler }
  | { readonly state: 'skipped'; readonly why: string }
  | { readonly state: 'failed'; readonly message: string };

/** Answers about another text than the editor's, and interruptions, in a row: then it is told. */
const patience = 6;

export class Answers {
  private readonly findings: Findings;
  private readonly log: vscode.LogOutputChannel;
  private readonly reports = new Map<string, Report>();
  private readonly misses = new Map<string, number>();
  private readonly told = new Set<string>();

  constructor(findings: Findings, log: vscode.LogOutputChannel) {
    this.findings = findings;
    this.log = log;
  }

  report(key: string): Report | undefined {
    return this.reports.get(key);
  }

  forget(key: string): void {
    this.reports.delete(key);
    this.misses.delete(key);
  }

  /** `source`: its name. */
  take(document: vscode.TextDocument, answer: CheckAnswer, source: string): Outcome {
    const key = document.uri.toString();
    if (answer.state === 'unfinished') return 'again';
    if (answer.state === 'failed') return this.failed(key, answer.message, answer.detail);
    if (answer.state === 'skipped') {
      this.settle(key, { state: 'skipped', why: answer.why });
      this.log.debug(`${document.fileName}: ${answer.why}`);
      this.findings.checked(key, document.version, { findings: [], problems: [] });
      return 'done';
    }
    // Whoever answers hasn't got the last edit yet. The lines and columns of its answer would be those of another text.
    if (answer.length !== document.getText().length && this.miss(key)) return 'later';
    const { compiler, ms, findings, problems } = answer;
    for (const { detail, place, message } of problems) {
      if (detail) this.log.error(detail);
      else if (!place) this.tellOnce(message);
    }
    this.settle(key, { state: 'checked', source, compiler });
    this.log.debug(`${document.fileName}: ${findings.length} findings, ${ms.toFixed(0)} ms in ${source}`);
    this.findings.checked(key, document.version, answer);
    return 'done';
  }

  /** An error that was thrown instead of an answer. */
  error(key: string, error: unknown): Outcome {
    const interrupted = error instanceof Interrupted;
    if (interrupted && this.miss(key)) return 'later';
    const isError = error instanceof Error;
    this.failed(key, isError ? error.message : String(error), isError ? error.stack : undefined);
    return interrupted ? 'retry' : 'done';
  }

  private failed(key: string, message: string, detail: string | undefined): Outcome {
    const before = this.reports.get(key);
    if (before?.state !== 'failed' || before.message !== message) this.log.error(detail ?? message);
    this.settle(key, { state: 'failed', message });
    this.findings.unknown(key);
    return 'done';
  }

  private settle(key: string, report: Report): void {
    this.reports.set(key, report);
    this.misses.delete(key);
  }

  /** `false`: the patience is at its end. */
  private miss(key: string): boolean {
    const misses = (this.misses.get(key) ?? 0) + 1;
    this.misses.set(key, misses);
    return misses < patience;
  }

  /** Of the project: the same for all its files. */
  private tellOnce(message: string): void {
    if (!this.told.has(message)) this.log.warn(message);
    this.told.add(message);
  }
}
