/** The door through which findings come: TypeScript's server with our plugin in it, or the analysis process. */
import type * as vscode from 'vscode';
import type { CheckAnswer, FixAnswer, FixRequest } from '../../protocol/messages.ts';

export interface FindingSource {
  /** For people: where the compiler runs. `its server`. */
  readonly name: string;
  /**
   * Of the document's present text, unsaved changes included.
   * @throws Gone where this source can't answer at all; any other error is told to the user
   */
  check(document: vscode.TextDocument, signal: AbortSignal): Promise<CheckAnswer>;
  /** @throws as `check` does */
  fix(document: vscode.TextDocument, request: FixRequest, signal: AbortSignal): Promise<FixAnswer>;
}

/** This source can't answer; another one may. The message says why, as the rest of a sentence. */
export class Gone extends Error {
  override readonly name = 'Gone';
}

/** Nothing came, and asking again makes sense: whoever answers was restarted, or stopped for something else. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
