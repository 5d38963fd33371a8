/** The client of the analysis process, with what the editor knows: trust, folders, and the TypeScript that it ships. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ServiceClient } from '../service/client.ts';
import { slashed } from '../workspace/paths.ts';

/** `onFailure`: why the process can't be had, for people; undefined once it can. */
export function serviceClient(
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
  onFailure: (why: string | undefined) => void,
): ServiceClient {
  return new ServiceClient({
    module: vscode.Uri.joinPath(extension, 'dist', 'service.js').fsPath,
    start: {
      trusted: vscode.workspace.isTrusted,
      editorTypeScript: join(vscode.env.appRoot, 'extensions', 'node_modules', 'typescript', 'lib', 'typescript.js'),
      folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => slashed(uri.fsPath)),
    },
    onLog: (line) => log.info(line),
    onState(state) {
      log.debug(`The analysis process: ${state.kind}.`);
      onFailure(state.kind === 'failed' ? state.why : undefined);
      if (state.kind === 'failed') log.error(state.why);
    },
  });
}
