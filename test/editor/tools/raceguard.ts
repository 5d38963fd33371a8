/** What the extension says: its API, and its diagnostics as the editor has them. */
import * as vscode from 'vscode';
import type { RaceguardApi } from '../../../src/extension/api.ts';
import { until } from './until.ts';

export function extension(): vscode.Extension<RaceguardApi> {
  const found = vscode.extensions.getExtension<RaceguardApi>('raceguard.raceguard');
  if (!found) throw new Error('The package is not installed in this window.');
  return found;
}

export const raceguard = async (): Promise<RaceguardApi> => extension().activate();

export function diagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'raceguard');
}

export function codes(uri: vscode.Uri): string[] {
  return diagnostics(uri).map(({ code }) => (typeof code === 'object' ? String(code.value) : String(code)));
}

/** Errors of TypeScript itself. */
export function typeErrors(uri: vscode.Uri): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, severity }) => source === 'ts' && severity === vscode.DiagnosticSeverity.Error)
    .map(({ message }) => message);
}

export const found = (uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> =>
  until(
    `${count} findings in ${uri.path.split('/').at(-1)}`,
    () => {
      const now = diagnostics(uri);
      return now.length === count ? now : undefined;
    },
    async () => JSON.stringify([diagnostics(uri).map(({ message }) => message), (await raceguard()).state()]),
  );

export const state = (wanted: string): Promise<string> =>
  until(
    `the state “${wanted}”`,
    async () => {
      const { state, detail } = (await raceguard()).state();
      return state === wanted ? detail : undefined;
    },
    async () => JSON.stringify((await raceguard()).state()),
  );
