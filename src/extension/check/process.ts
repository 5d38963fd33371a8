/** Asks the analysis process, and keeps it told of texts that are not saved. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CheckAnswer, FixAnswer, FixRequest } from '../../protocol/messages.ts';
import type { ServiceClient } from '../../service/client.ts';
import { Cancelled } from '../../workspace/failure.ts';
import { slashed } from '../../workspace/paths.ts';
import { isChecked } from '../documents.ts';
import { type FindingSource, Interrupted } from './source.ts';

export class AnalysisProcess implements FindingSource {
  readonly name = 'its own process';
  private readonly make: () => ServiceClient;
  private client: ServiceClient;
  /** Versions of the texts that the process has over the disk, by file. */
  private readonly overlays = new Map<string, number>();

  /** `make`: with the folders, and the trust, of now. No process starts before the first request. */
  constructor(make: () => ServiceClient) {
    this.make = make;
    this.client = make();
  }

  async check(document: vscode.TextDocument, signal: AbortSignal): Promise<CheckAnswer> {
    return this.ask((client) => client.checkFile(fileOf(document), { signal }));
  }

  async fix(document: vscode.TextDocument, request: FixRequest, signal: AbortSignal): Promise<FixAnswer> {
    return this.ask((client) => client.fix({ ...request, file: fileOf(document) }, { signal }));
  }

  /**
   * Answers are about the texts as they are in the editor.
   * @throws Interrupted when cancelled, else what names the cause and the remedy
   */
  async ask<T>(question: (client: ServiceClient) => Promise<T>): Promise<T> {
    this.tellTexts();
    try {
      return await question(this.client);
    } catch (error) {
      throw error instanceof Cancelled ? new Interrupted(error.message) : error;
    }
  }

  changed(files: readonly string[]): void {
    this.client.changed(files);
  }

  /** Starts the process anew if it ran or could not run, with the folders and the trust of now. */
  renew(): void {
    this.client.dispose();
    this.overlays.clear();
    this.client = this.make();
  }

  /** No process is left behind. */
  dispose(): void {
    this.client.dispose();
  }

  private tellTexts(): void {
    const texts = new Map(
      vscode.workspace.textDocuments
        .filter((document) => (document.isDirty || document.isUntitled) && isChecked(document))
        .map((document) => [fileOf(document), document]),
    );
    for (const file of this.overlays.keys()) {
      if (texts.has(file)) continue;
      this.overlays.delete(file);
      this.client.overlay(file, undefined);
    }
    for (const [file, document] of texts) {
      if (this.overlays.get(file) === document.version) continue;
      this.overlays.set(file, document.version);
      this.client.overlay(file, document.getText());
    }
  }
}

const extensions: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};

/** The name by which the process knows a document. One without a file gets a name where nothing lies. */
export function fileOf(document: vscode.TextDocument): string {
  if (!document.isUntitled) return slashed(document.uri.fsPath);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? tmpdir();
  const name = document.uri.path.replace(/[^\w.-]+/g, '-').replace(/\.[cm]?[jt]sx?$/, '');
  return slashed(join(folder, `${name}${extensions[document.languageId] ?? '.ts'}`));
}
