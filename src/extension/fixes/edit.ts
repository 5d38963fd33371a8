/** Edits from the wire to the editor. All of one fix go into one edit, so that one undo takes them back. */
import * as vscode from 'vscode';
import type { WireEdit } from '../../protocol/messages.ts';
import { toRange } from '../diagnostics.ts';
import { rangeOf } from '../plain.ts';

/** `name`: by which the edits know `document`. */
export function workspaceEdit(
  edits: readonly WireEdit[],
  document: vscode.TextDocument,
  name: string,
): vscode.WorkspaceEdit {
  const byFile = new Map<string, vscode.TextEdit[]>();
  for (const { place, text } of edits) {
    const list = byFile.get(place.file) ?? [];
    list.push(vscode.TextEdit.replace(toRange(rangeOf(place)), text));
    byFile.set(place.file, list);
  }
  const edit = new vscode.WorkspaceEdit();
  for (const [file, list] of byFile) edit.set(file === name ? document.uri : vscode.Uri.file(file), list);
  return edit;
}
