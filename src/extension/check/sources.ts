/** Chooses who answers for a document, and says why. */
import * as vscode from 'vscode';
import type { AnalysisProcess } from './process.ts';
import { type FindingSource, Gone } from './source.ts';
import type { TsServer } from './tsserver.ts';

export interface Choice {
  readonly source: FindingSource;
  /** For people, the rest of a sentence; undefined for the usual one. */
  readonly why: string | undefined;
}

export class Sources {
  private readonly server: TsServer;
  private readonly process: AnalysisProcess;
  private readonly log: Pick<vscode.LogOutputChannel, 'warn'>;
  private gone: string | undefined;

  constructor(server: TsServer, process: AnalysisProcess, log: Pick<vscode.LogOutputChannel, 'warn'>) {
    this.server = server;
    this.process = process;
    this.log = log;
  }

  choose(document: vscode.TextDocument): Choice {
    if (vscode.workspace.getConfiguration('raceguard').get('engine') === 'process')
      return { source: this.process, why: 'raceguard.engine says so' };
    if (usesNative()) return { source: this.process, why: 'useTsgo is on' };
    // The server's name for it says nothing of its language.
    if (document.isUntitled) return { source: this.process, why: 'the file is not saved yet' };
    if (this.gone) return { source: this.process, why: this.gone };
    return { source: this.server, why: undefined };
  }

  /** Asks the chosen one; where it can't answer at all, the other one from then on. */
  async ask<T>(document: vscode.TextDocument, question: (source: FindingSource) => Promise<T>): Promise<T> {
    const { source } = this.choose(document);
    try {
      return await question(source);
    } catch (error) {
      if (!(error instanceof Gone) || source === this.process) throw error;
      if (!this.gone) this.log.warn(`The analysis process answers for open files: ${error.message}.`);
      this.gone = error.message;
      return question(this.process);
    }
  }

  /** Gives TypeScript's server another chance. */
  reset(): void {
    this.gone = undefined;
  }

  get serverIsGone(): boolean {
    return this.gone !== undefined;
  }
}

export function usesNative(): boolean {
  return ['js/ts', 'typescript'].some((section) =>
    vscode.workspace.getConfiguration(section).get('experimental.useTsgo', false),
  );
}
