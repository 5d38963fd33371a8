/** All safe fixes of a file, in as many rounds as it takes, as one edit. */
import type * as vscode from 'vscode';
import type { Checker } from '../check/checker.ts';
import type { Findings } from '../check/findings.ts';
import { type AnalysisProcess, fileOf } from '../check/process.ts';
import { workspaceEdit } from './edit.ts';

export interface AllFixes {
  readonly edit: vscode.WorkspaceEdit;
  readonly applied: number;
  /** They would go on for ever: rules undo each other. */
  readonly unstable: boolean;
}

export class FixAll {
  private readonly process: AnalysisProcess;
  private readonly checker: Checker;
  private readonly findings: Findings;

  constructor(process: AnalysisProcess, checker: Checker, findings: Findings) {
    this.process = process;
    this.checker = checker;
    this.findings = findings;
  }

  /** How many findings of the present text have a safe fix. `rule`: of this one only. */
  async count(document: vscode.TextDocument, rule?: string): Promise<number> {
    await this.checker.current(document);
    return this.known(document, rule);
  }

  /** As far as it is known without a check. */
  known(document: vscode.TextDocument, rule?: string): number {
    const findings = this.findings.of(document.uri.toString())?.findings ?? [];
    return findings.filter((f) => (!rule || f.rule === rule) && f.fixes.some((fix) => fix.tier === 'safe')).length;
  }

  /** `undefined` where the text changed meanwhile. */
  async make(document: vscode.TextDocument, signal: AbortSignal, rule?: string): Promise<AllFixes | undefined> {
    const { version } = document;
    const file = fileOf(document);
    const { edits, applied, unstable } = await this.process.ask((client) =>
      client.fixAll({ files: [file], tiers: ['safe'], ...(rule ? { rules: [rule] } : {}) }, { signal }),
    );
    if (document.version !== version || signal.aborted) return undefined;
    return { edit: workspaceEdit(edits, document, file), applied, unstable };
  }
}
