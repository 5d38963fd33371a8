/** `SourceTree` over a file of TypeScript 7. Its nodes read the compiler's buffer in place, as they are visited. */
import { K, type Kind, kindTable, type Node, type SourceTree } from '../../core/syntax.ts';
import { settle } from '../describe/memo.ts';
import { moduleForm } from '../module-form.ts';
import { isJavaScript } from '../paths.ts';
import type { NativeApi, Sync } from './api.ts';

type SourceFile = NonNullable<ReturnType<Sync.Program['getSourceFile']>>;
export type SyntaxErrors = SourceTree['syntaxErrors'];

/** Old spellings that TypeScript 7 refuses but reads rightly: `assert { … }` for `with { … }`, `module M` for `namespace M`. */
const outdated = new Set([1540, 2880]);

/** The numbers differ between versions, and one host may hold two of them. */
const tables = new WeakMap<NativeApi, Uint16Array>();

export class NativeTree implements SourceTree {
  readonly fileName: string;
  readonly root: Node;
  readonly isJavaScript: boolean;
  readonly syntaxErrors: SyntaxErrors;
  private readonly table: Uint16Array;
  private readonly file: SourceFile;
  private program: Sync.Program;

  constructor(native: NativeApi, program: Sync.Program, file: SourceFile, fileName: string, errors: SyntaxErrors) {
    this.table = tables.get(native) ?? kindTable(native.ast.SyntaxKind);
    tables.set(native, this.table);
    this.file = file;
    this.program = program;
    this.fileName = fileName;
    this.root = file as unknown as Node;
    keepTexts(file as object);
    this.isJavaScript = isJavaScript(fileName);
    this.syntaxErrors = errors;
  }

  /** Whether the file is the same in a later program; the tree is of that one then. */
  standsIn(program: Sync.Program, file: SourceFile): boolean {
    if (file === this.file) this.program = program;
    return file === this.file;
  }

  get text(): string {
    return this.file.text;
  }

  get moduleForm(): SourceTree['moduleForm'] {
    const { verbatimModuleSyntax = false } = this.program.getCompilerOptions();
    const form = moduleForm(this.fileName, this.text, {
      indicator: (this.file as { externalModuleIndicator?: unknown }).externalModuleIndicator !== undefined,
      verbatimModuleSyntax,
      commonJs: () => this.program.getSourceFileMetadata(this.fileName)?.impliedNodeFormat === 1,
    });
    return settle(this, 'moduleForm', form);
  }

  kind(node: Node): Kind {
    const kind = this.table[node.kind] ?? 0;
    // The hole in `[, second]` is an element without a name here, and an omitted expression in classic TypeScript.
    return kind === K.BindingElement && node.name === undefined ? K.OmittedExpression : kind;
  }
}

/** A node decodes its text whenever it is asked for it: the text of each place in the compiler's buffer is kept. */
function keepTexts(file: { _decoder?: { decode(bytes: Uint8Array): string } }): void {
  const decoder = file._decoder;
  if (!decoder) return;
  const texts = new Map<number, string>();
  file._decoder = {
    decode(bytes) {
      let text = texts.get(bytes.byteOffset);
      if (text?.length !== bytes.length) {
        text = decoder.decode(bytes);
        texts.set(bytes.byteOffset, text);
      }
      return text;
    },
  };
}

/** Parse errors of all files that have any. */
export function syntaxErrorsOf(program: Sync.Program): ReadonlyMap<string, SyntaxErrors> {
  const byFile = new Map<string, { pos: number; message: string }[]>();
  for (const { fileName, pos, text, code } of program.getSyntacticDiagnostics()) {
    if (fileName === undefined || outdated.has(code)) continue;
    const errors = byFile.get(fileName) ?? [];
    errors.push({ pos, message: text });
    byFile.set(fileName, errors);
  }
  return byFile;
}
