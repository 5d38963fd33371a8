/** From the messages to what an editor shows, without the editor: lines and characters count from 0. */
import type { Place, WireFinding, WireProblem } from '../protocol/messages.ts';

export interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface PlainDiagnostic {
  readonly range: PlainRange;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly code: string | undefined;
  readonly rule: string | undefined;
  /** The witness, step by step. */
  readonly related: readonly { readonly place: Place; readonly message: string }[];
}

export function rangeOf(place: Place): PlainRange {
  return {
    start: { line: place.line - 1, character: place.column - 1 },
    end: { line: place.endLine - 1, character: place.endColumn - 1 },
  };
}

export function diagnosticOf(finding: WireFinding): PlainDiagnostic {
  return {
    range: rangeOf(finding.place),
    severity: finding.severity,
    message: finding.message,
    code: finding.code,
    rule: finding.rule,
    related: finding.witness.map(({ invocation, text, place }, i) => ({
      place,
      message: `${i + 1} ${invocation} ${text}`,
    })),
  };
}

/**
 * Problems of a check that belong to the file, at their place. What concerns the whole project is for the output, and of
 * syntax errors TypeScript tells itself.
 */
export function diagnosticsOf(problems: readonly WireProblem[], isOwn: (file: string) => boolean): PlainDiagnostic[] {
  return problems.flatMap(({ level, message, place, rule }) => {
    if (!place || !isOwn(place.file) || message.startsWith('Syntax error')) return [];
    return [{ range: rangeOf(place), severity: level, message, code: undefined, rule, related: [] }];
  });
}

/** Touching counts: a cursor at either end of a finding is at it. */
export function meets(a: PlainRange, b: PlainRange): boolean {
  return before(a.start, b.end) && before(b.start, a.end);
}

function before(a: PlainRange['start'], b: PlainRange['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}
