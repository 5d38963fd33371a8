/** *Explain This Rule*: its page, in the editor's own preview. */
import * as vscode from 'vscode';
import metas from '../../rules/list.json' with { type: 'json' };
import type { Findings } from '../check/findings.ts';
import { toRange } from '../diagnostics.ts';
import { rangeOf } from '../plain.ts';

/** `asked`: an id or a code. Without it: of the finding at the cursor, else of one that the user chooses. */
export async function explainRule(extension: vscode.Uri, findings: Findings, asked?: unknown): Promise<void> {
  const named = metas.find(({ id, code }) => id === asked || code === asked)?.id;
  const rule = named ?? atCursor(findings) ?? (await chosen());
  if (!rule) return;
  const page = vscode.Uri.joinPath(extension, 'dist', 'rules', `${rule}.md`);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The preview is an extension, which can be disabled.
    await vscode.window.showTextDocument(page, { preview: true });
  }
}

function atCursor(findings: Findings): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const found = findings.of(editor.document.uri.toString())?.findings ?? [];
  return found.find((finding) => toRange(rangeOf(finding.place)).contains(editor.selection.active))?.rule;
}

async function chosen(): Promise<string | undefined> {
  const items = metas.map(({ id, code, summary }) => ({ label: id, description: code, detail: summary }));
  const options = { title: 'Raceguard: Explain a Rule', matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.label;
}
