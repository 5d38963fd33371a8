/** Shows what is known in Problems and under the code. */
import * as vscode from 'vscode';
import type { Place } from '../protocol/messages.ts';
import { slashed } from '../workspace/paths.ts';
import type { Findings } from './check/findings.ts';
import { diagnosticOf, diagnosticsOf, type PlainDiagnostic, type PlainRange } from './plain.ts';

export const source = 'raceguard';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(source);

  constructor(findings: Findings) {
    findings.onChange = (key) => {
      const uri = vscode.Uri.parse(key);
      const known = findings.of(key);
      if (!known) return this.collection.delete(uri);
      const isOwn = isNameOf(uri);
      const plain = [...known.findings.map(diagnosticOf), ...diagnosticsOf(known.problems, isOwn)];
      const name = known.findings[0]?.place.file;
      const uriOf = ({ file }: Place) => (file === name ? uri : vscode.Uri.file(file));
      this.collection.set(
        uri,
        plain.map((diagnostic) => toDiagnostic(diagnostic, uriOf)),
      );
    };
  }

  dispose(): void {
    this.collection.dispose();
  }
}

/** Answers know an untitled document by a name of their own, and the files of a case-insensitive disk by either case. */
function isNameOf(uri: vscode.Uri): (file: string) => boolean {
  const own = slashed(uri.fsPath).toLowerCase();
  return uri.scheme === 'untitled' ? () => true : (file) => file.toLowerCase() === own;
}

function toDiagnostic(plain: PlainDiagnostic, uriOf: (place: Place) => vscode.Uri): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(plain.range), plain.message, severities[plain.severity]);
  diagnostic.source = source;
  if (plain.code && plain.rule) diagnostic.code = { value: plain.code, target: pageOf(plain.rule) };
  diagnostic.relatedInformation = plain.related.map(
    ({ place, message }) => new vscode.DiagnosticRelatedInformation(toLocation(uriOf(place), place), message),
  );
  return diagnostic;
}

/** Opens the rule's page in the editor: needs no network, and works the same on a desktop and in a browser. */
export function pageOf(rule: string): vscode.Uri {
  return vscode.Uri.parse(`command:raceguard.explainRule?${encodeURIComponent(JSON.stringify([rule]))}`);
}

export function toRange({ start, end }: PlainRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function toLocation(uri: vscode.Uri, place: Place): vscode.Location {
  return new vscode.Location(
    uri,
    new vscode.Range(place.line - 1, place.column - 1, place.endLine - 1, place.endColumn - 1),
  );
}
