/** A tree without a project, for tests of what needs only syntax. */
import ts from 'typescript-classic';
import { kindTable, type Node, type SourceTree } from '../../src/core/syntax.ts';

const table = kindTable(ts.SyntaxKind as unknown as Record<string, string | number>);

export function parse(text: string, fileName = '/p/a.ts'): SourceTree {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] };
  return {
    fileName,
    text: file.text,
    root: file as unknown as Node,
    isJavaScript: /\.[cm]?jsx?$/.test(fileName),
    syntaxErrors: parseDiagnostics.map((d) => ({
      pos: d.start,
      message: ts.flattenDiagnosticMessageText(d.messageText, ' '),
    })),
    moduleForm: 'esm',
    kind: (node) => table[node.kind] ?? 0,
  };
}
