/**
 * What the runtime exports, read from its sources by TypeScript: signatures and docstrings.
 *
 * The convention of a public docstring: what it does and guarantees, units included; `@remarks` what it does not
 * promise; `@throws` each error, of a promise as well; `@see` the source of an idea; `@example` a program that prints
 * what its comments say. Library tools for this (typedoc, api-extractor) make a page of each member or thousands of lines.
 */
import { join } from 'node:path';
import ts from 'typescript-classic';

export interface Doc {
  readonly text: string;
  /** By tag, in order; of `param` without the name. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

export interface Member {
  /** As one writes it after the dot; `constructor` for that. */
  readonly name: string;
  readonly kind: 'property' | 'method';
  /** One line for each overload. */
  readonly signatures: readonly string[];
  /** Of a property. */
  readonly type: string;
  readonly optional: boolean;
  readonly doc: Doc;
}

export interface Exported {
  readonly name: string;
  readonly kind: 'class' | 'function' | 'type' | 'error';
  readonly signatures: readonly string[];
  readonly doc: Doc;
  readonly members: readonly Member[];
  /** The name of the class or interface it extends, where that is exported too. */
  readonly base: string | undefined;
  /** The error's `code`. */
  readonly code: string | undefined;
}

export interface Entry {
  /** What one imports. */
  readonly specifier: string;
  readonly intro: string;
  readonly exported: readonly Exported[];
}

const ENTRIES = {
  '': 'index',
  '/node': 'node/index',
  '/testing': 'testing/index',
  '/diagnostics': 'diagnostics/index',
};
const METHOD = { kind: 'method', type: '', optional: false } as const;
const FLAGS = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
const SYMBOLS: Readonly<Record<string, string>> = {
  '[dispose]': '[Symbol.dispose]',
  '[disposal]': '[Symbol.dispose]',
  '[asyncDispose]': '[Symbol.asyncDispose]',
  '[asyncDisposal]': '[Symbol.asyncDispose]',
};

export function readApi(root: string): Entry[] {
  const files = Object.values(ENTRIES).map((name) => join(root, `runtime/src/${name}.ts`));
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(files, options);
  const reader = new Reader(program.getTypeChecker());
  return Object.keys(ENTRIES).map((path, i) => {
    const file = program.getSourceFile(files[i] as string);
    if (file === undefined) throw new Error(`${files[i]} is missing. Name the entry's file in scripts/docs-api.ts.`);
    return { specifier: `@raceguard/runtime${path}`, intro: introOf(file), exported: reader.exportsOf(file) };
  });
}

function introOf(file: ts.SourceFile): string {
  const [, comment] = /^\/\*\*([\s\S]*?)@packageDocumentation/.exec(file.text) ?? [];
  if (comment === undefined) {
    throw new Error(
      `${file.fileName} does not say what the entry is for. Begin it with a comment @packageDocumentation.`,
    );
  }
  return comment.replace(/^\s*\* ?/gm, '').trim();
}

class Reader {
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  exportsOf(file: ts.SourceFile): Exported[] {
    const module = this.#checker.getSymbolAtLocation(file);
    const symbols = module === undefined ? [] : this.#checker.getExportsOfModule(module);
    return symbols.map((symbol) => {
      const alias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      return this.#exported(alias ? this.#checker.getAliasedSymbol(symbol) : symbol);
    });
  }

  #exported(symbol: ts.Symbol): Exported {
    const { name } = symbol;
    const [node] = symbol.declarations ?? [];
    const found = { name, doc: this.#doc(symbol), members: [], base: undefined, code: undefined };
    if (node !== undefined && ts.isFunctionDeclaration(node)) {
      return { ...found, kind: 'function', signatures: [`function ${this.#signature(name, node)}`] };
    }
    if (node !== undefined && ts.isTypeAliasDeclaration(node)) {
      return { ...found, kind: 'type', signatures: [node.getText().replace(/^export /, '')] };
    }
    if (node === undefined || !(ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node))) {
      throw new Error(`${name} is exported, but scripts/docs-api.ts can't tell what it is. Teach it.`);
    }
    const error = ts.isClassDeclaration(node) && name.endsWith('Error');
    const members = node.members.flatMap((member) => this.#member(node, member, error));
    const parents = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) ?? [];
    return {
      ...found,
      kind: error ? 'error' : ts.isClassDeclaration(node) ? 'class' : 'type',
      signatures: [
        node
          .getText()
          .slice(0, node.members.pos - node.getStart() - 1)
          .trim()
          .replace(/^export /, ''),
      ],
      members: members.filter((member, i) => members.findIndex((other) => other.name === member.name) === i),
      base: parents[0]?.types[0]?.expression.getText(),
      code: error ? /'(RACEGUARD_\w+)'/.exec(node.getText())?.[1] : undefined,
    };
  }

  /** Nothing for what is not public, and for an override that says nothing of its own. */
  #member(owner: ts.Declaration, node: ts.ClassElement | ts.TypeElement, error: boolean): Member[] {
    const own = ts.getJSDocCommentsAndTags(node);
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    const flags = ts.getCombinedModifierFlags(node);
    if (flags & hidden || (flags & ts.ModifierFlags.Override && own.length === 0)) return [];
    if (ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')) return [];
    if (ts.isConstructorDeclaration(node)) {
      if (error) return []; // users do not make them
      const whole = this.#signature(`new ${(owner as ts.ClassDeclaration).name?.text}`, node);
      const signature = whole.slice(0, whole.lastIndexOf('): ') + 1).replace(/^(new \w+)<.*?>\(/, '$1(');
      return [{ ...METHOD, name: 'constructor', signatures: [signature], doc: this.#docOf(node) }];
    }
    const text = node.name?.getText() ?? '';
    if (text.startsWith('#') || text === '[Symbol.toStringTag]' || text === '[Symbol.hasInstance]') return [];
    const name = SYMBOLS[text] ?? text;
    const symbol = this.#checker.getSymbolAtLocation(node.name as ts.Node) as ts.Symbol;
    const doc = this.#doc(symbol);
    if (ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) {
      const overloads = (symbol.declarations ?? [node]) as ts.SignatureDeclaration[];
      return [{ ...METHOD, name, signatures: overloads.map((one) => this.#signature(name, one)), doc }];
    }
    const type = this.#checker.typeToString(this.#checker.getTypeOfSymbol(symbol), node, FLAGS).replaceAll('"', "'");
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    return [
      {
        name,
        kind: 'property',
        signatures: [],
        type: optional ? type.replace(/ \| undefined$/, '') : type,
        optional,
        doc,
      },
    ];
  }

  #signature(name: string, node: ts.SignatureDeclaration): string {
    const signature = this.#checker.getSignatureFromDeclaration(node) as ts.Signature;
    const text = this.#checker.signatureToString(signature, node, FLAGS);
    return `${name}${text}`.replace(/\?: (.*?) \| undefined([,)])/g, '?: $1$2');
  }

  #docOf(node: ts.ConstructorDeclaration): Doc {
    const signature = this.#checker.getSignatureFromDeclaration(node);
    return doc(signature?.getDocumentationComment(this.#checker) ?? [], signature?.getJsDocTags() ?? []);
  }

  #doc(symbol: ts.Symbol): Doc {
    return doc(symbol.getDocumentationComment(this.#checker), symbol.getJsDocTags(this.#checker));
  }
}

function doc(text: ts.SymbolDisplayPart[], tags: ts.JSDocTagInfo[]): Doc {
  const byName = new Map<string, string[]>();
  for (const { name, text: parts } of tags)
    byName.set(name, [...(byName.get(name) ?? []), ts.displayPartsToString(parts)]);
  return { text: ts.displayPartsToString(text), tags: byName };
}
