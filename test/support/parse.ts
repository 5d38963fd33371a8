/** A `SourceTree` without a program: for tests of what needs no checker. */
import ts from 'typescript-classic';
import type { Node, SourceTree } from '../../src/core/syntax.ts';
import { kindTable } from '../../src/core/syntax.ts';

const table = kindTable(ts.SyntaxKind as unknown as Record<string, string | number>);

export function parse(text: string, fileName = '/project/file.ts'): SourceTree {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  return {
    fileName,
    text,
    root: source as unknown as Node,
    isJavaScript: /\.[cm]?jsx?$/.test(fileName),
    syntaxErrors: parseDiagnostics.map((d) => ({
      pos: d.start,
      message: ts.flattenDiagnosticMessageText(d.messageText, ' '),
    })),
    moduleForm: 'esm',
    kind: (node) => table[node.kind] ?? 0,
  };
}
