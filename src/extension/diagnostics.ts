/** Shows what is known in Problems and under the code. */
import * as vscode from 'vscode';
import type { Place } from '../protocol/messages.ts';
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
      const plain = [...known.findings.map(diagnosticOf), ...diagnosticsOf(known.problems)];
      const own = known.findings[0]?.place.file;
      this.collection.set(
        uri,
        plain.map((p) => toDiagnostic(p, (place) => (place.file === own ? uri : vscode.Uri.file(place.file)))),
      );
    };
  }

  dispose(): void {
    this.collection.dispose();
  }
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
