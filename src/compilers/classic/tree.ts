/** `SourceTree` over a file of classic TypeScript. */
import type ts from 'typescript-classic';
import { type Kind, kindTable, type Node, type SourceTree } from '../../core/syntax.ts';
import { settle } from '../describe/memo.ts';
import { moduleForm } from '../module-form.ts';
import { isJavaScript, slashes } from '../paths.ts';
import type { TypeScript } from './types.ts';

/** The numbers differ between versions, and one host may hold two of them. */
const tables = new WeakMap<TypeScript, Uint16Array>();

export class ClassicTree implements SourceTree {
  readonly fileName: string;
  readonly text: string;
  readonly root: Node;
  readonly isJavaScript: boolean;
  private readonly table: Uint16Array;
  private readonly ts: TypeScript;
  private readonly source: { readonly program: ts.Program };
  private readonly file: ts.SourceFile;

  /** `source` may give another program later, as long as the file is in it. */
  constructor(typescript: TypeScript, source: { readonly program: ts.Program }, file: ts.SourceFile) {
    this.ts = typescript;
    this.source = source;
    this.file = file;
    this.fileName = slashes(file.fileName);
    this.text = file.text;
    this.root = file as unknown as Node;
    this.isJavaScript = isJavaScript(this.fileName);
    this.table = tables.get(typescript) ?? kindTable(typescript.SyntaxKind);
    tables.set(typescript, this.table);
  }

  /** It is the tree of this very file, also in a later program. */
  isOf(file: ts.SourceFile): boolean {
    return file === this.file;
  }

  get syntaxErrors(): SourceTree['syntaxErrors'] {
    const errors = this.source.program
      .getSyntacticDiagnostics(this.file)
      .map((d) => ({ pos: d.start, message: this.ts.flattenDiagnosticMessageText(d.messageText, ' ') }));
    return settle(this, 'syntaxErrors', errors);
  }

  get moduleForm(): SourceTree['moduleForm'] {
    const options = this.source.program.getCompilerOptions();
    const form = moduleForm(this.fileName, this.text, {
      indicator: this.ts.isExternalModule(this.file),
      verbatimModuleSyntax: options.verbatimModuleSyntax ?? false,
      commonJs: () => emitsCommonJs(this.ts, options, this.file),
    });
    return settle(this, 'moduleForm', form);
  }

  kind(node: Node): Kind {
    return this.table[node.kind] ?? 0;
  }
}

function emitsCommonJs(typescript: TypeScript, options: ts.CompilerOptions, file: ts.SourceFile): boolean {
  const format = (file as { impliedNodeFormat?: ts.ResolutionMode }).impliedNodeFormat;
  return (format ?? options.module) === typescript.ModuleKind.CommonJS;
}
