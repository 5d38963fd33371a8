/** The page of the panel: a script, a style sheet, and a policy that lets in nothing else. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

export function pageOf(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const at = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'panel', name)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Raceguard: Scenario</title>
<link rel="stylesheet" href="${at('panel.css')}">
</head>
<body>
<script nonce="${nonce}" src="${at('panel.js')}"></script>
</body>
</html>`;
}
