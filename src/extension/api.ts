/** What `activate` returns to other extensions and to tests: `vscode.extensions.getExtension('raceguard.raceguard')`. */
import type { Event, Uri } from 'vscode';
import type { WireFinding } from '../protocol/messages.ts';
import type { State } from './status.ts';

export type { State, WireFinding };

export interface RaceguardApi {
  /** Milliseconds that `activate` took, without reading the bundle. */
  readonly activationMs: number;
  /** Of the file with the cursor, and of Raceguard as a whole. */
  state(): State;
  readonly onDidChangeState: Event<State>;
  /** Checks the present text of an open document at once. `false`: it can't be checked, `state()` or the output says why. */
  checked(uri: Uri): Promise<boolean>;
  /** What is known of a file: of the text in its editor, else of the last check of the workspace. */
  findings(uri: Uri): readonly WireFinding[];
}
