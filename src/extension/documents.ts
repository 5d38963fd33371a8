/** Which documents are ours: TypeScript and JavaScript on a disk or not yet saved, where the user wants it. */
import * as vscode from 'vscode';

const languages: readonly string[] = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'];
const schemes: readonly string[] = ['file', 'untitled'];

export const selector: vscode.DocumentSelector = languages.flatMap((language) =>
  schemes.map((scheme) => ({ language, scheme })),
);

export function isChecked(document: vscode.TextDocument): boolean {
  return (
    languages.includes(document.languageId) &&
    schemes.includes(document.uri.scheme) &&
    !document.uri.path.includes('/node_modules/') &&
    vscode.workspace.getConfiguration('raceguard', document).get('enable', true)
  );
}

export function documentOf(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
}

/** Those in view, the one with the cursor first. */
export function documentsInView(): vscode.TextDocument[] {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return [...new Set(editors.flatMap((editor) => (editor ? [editor.document] : [])))];
}
