/** What VS Code calls: it starts everything and hands out the API. */
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Raceguard', { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('raceguard.showOutput', () => log.show()),
  );
  log.info(`Active after ${(performance.now() - started).toFixed(1)} ms.`);
}
