/**
 * The narrow port to a compiler's tree.
 *
 * TypeScript 6 and 7 build trees of the same shape with different kind numbers. Core reads the tree through
 * `SourceTree.kind`, which a compiler adapter maps to the `K` below, and through the property names that both share.
 */

const names = [
  'Unknown',
  // names and literals
  'Identifier',
  'PrivateIdentifier',
  'QualifiedName',
  'ComputedPropertyName',
  'NumericLiteral',
  'BigIntLiteral',
  'StringLiteral',
  'NoSubstitutionTemplateLiteral',
  'TemplateExpression',
  'TemplateSpan',
  'RegularExpressionLiteral',
  'TrueKeyword',
  'FalseKeyword',
  'NullKeyword',
  'ThisKeyword',
  'SuperKeyword',
  'ImportKeyword',
  'OmittedExpression',
  // expressions
  'ArrayLiteralExpression',
  'ObjectLiteralExpression',
  'PropertyAccessExpression',
  'ElementAccessExpression',
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'TypeAssertionExpression',
  'ParenthesizedExpression',
  'FunctionExpression',
  'ArrowFunction',
  'DeleteExpression',
  'TypeOfExpression',
  'VoidExpression',
  'AwaitExpression',
  'PrefixUnaryExpression',
  'PostfixUnaryExpression',
  'BinaryExpression',
  'ConditionalExpression',
  'YieldExpression',
  'SpreadElement',
  'ClassExpression',
  'AsExpression',
  'NonNullExpression',
  'SatisfiesExpression',
  'MetaProperty',
  'PropertyAssignment',
  'ShorthandPropertyAssignment',
  'SpreadAssignment',
  'ExpressionWithTypeArguments',
  // JSX
  'JsxElement',
  'JsxSelfClosingElement',
  'JsxOpeningElement',
  'JsxClosingElement',
  'JsxFragment',
  'JsxAttribute',
  'JsxAttributes',
  'JsxSpreadAttribute',
  'JsxExpression',
  'JsxText',
  // patterns and declarations
  'ObjectBindingPattern',
  'ArrayBindingPattern',
  'BindingElement',
  'Parameter',
  'Decorator',
  'VariableDeclaration',
  'VariableDeclarationList',
  'FunctionDeclaration',
  'ClassDeclaration',
  'InterfaceDeclaration',
  'TypeAliasDeclaration',
  'EnumDeclaration',
  'EnumMember',
  'ModuleDeclaration',
  'ModuleBlock',
  'PropertyDeclaration',
  'MethodDeclaration',
  'Constructor',
  'GetAccessor',
  'SetAccessor',
  'ClassStaticBlockDeclaration',
  'IndexSignature',
  'SemicolonClassElement',
  'HeritageClause',
  'CatchClause',
  'CaseBlock',
  'CaseClause',
  'DefaultClause',
  // modules
  'ImportDeclaration',
  'ImportEqualsDeclaration',
  'ImportClause',
  'NamespaceImport',
  'NamedImports',
  'ImportSpecifier',
  'ExternalModuleReference',
  'ExportDeclaration',
  'ExportAssignment',
  'NamedExports',
  'ExportSpecifier',
  'NamespaceExport',
  // statements
  'SourceFile',
  'Block',
  'EmptyStatement',
  'VariableStatement',
  'ExpressionStatement',
  'IfStatement',
  'DoStatement',
  'WhileStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'ContinueStatement',
  'BreakStatement',
  'ReturnStatement',
  'WithStatement',
  'SwitchStatement',
  'LabeledStatement',
  'ThrowStatement',
  'TryStatement',
  'DebuggerStatement',
  // tokens that decide something
  'EqualsToken',
  'PlusEqualsToken',
  'MinusEqualsToken',
  'AsteriskEqualsToken',
  'AsteriskAsteriskEqualsToken',
  'SlashEqualsToken',
  'PercentEqualsToken',
  'LessThanLessThanEqualsToken',
  'GreaterThanGreaterThanEqualsToken',
  'GreaterThanGreaterThanGreaterThanEqualsToken',
  'AmpersandEqualsToken',
  'BarEqualsToken',
  'CaretEqualsToken',
  'BarBarEqualsToken',
  'AmpersandAmpersandEqualsToken',
  'QuestionQuestionEqualsToken',
  'BarBarToken',
  'AmpersandAmpersandToken',
  'QuestionQuestionToken',
  'CommaToken',
  'InKeyword',
  'InstanceOfKeyword',
  'EqualsEqualsToken',
  'EqualsEqualsEqualsToken',
  'ExclamationEqualsToken',
  'ExclamationEqualsEqualsToken',
  'LessThanToken',
  'LessThanEqualsToken',
  'GreaterThanToken',
  'GreaterThanEqualsToken',
  'ExclamationToken',
  'PlusPlusToken',
  'MinusMinusToken',
  'PlusToken',
  'MinusToken',
  'AsyncKeyword',
  'AwaitKeyword',
  'StaticKeyword',
  'PrivateKeyword',
  'ProtectedKeyword',
  'PublicKeyword',
  'ReadonlyKeyword',
  'ExportKeyword',
  'DefaultKeyword',
  'DeclareKeyword',
  'AbstractKeyword',
  'OverrideKeyword',
  'AccessorKeyword',
  'AsteriskToken',
  'QuestionToken',
  // types that decide something
  'TypeReference',
  'UnionType',
  'ArrayType',
  'LiteralType',
  'UndefinedKeyword',
  'AnyKeyword',
  'StringKeyword',
  'NumberKeyword',
  'BooleanKeyword',
  'ParenthesizedType',
  'TypeOperator',
] as const;

export type KindName = (typeof names)[number];
export type Kind = number & { readonly kind?: unique symbol };

/** Core's own kind numbers, by the compilers' common names. */
export const K = Object.fromEntries(names.map((name, i) => [name, i])) as Record<KindName, Kind>;

/** From a compiler's `SyntaxKind` enum to `K`: index by the compiler's number. Kinds that core never tests are 0. */
export function kindTable(syntaxKind: Record<string, string | number>): Uint16Array {
  const table = new Uint16Array(1024);
  for (const name of names) {
    const theirs = syntaxKind[name];
    if (typeof theirs === 'number') table[theirs] = K[name] as number;
  }
  return table;
}

/**
 * A node of a compiler's tree. Which of the optional fields a node has follows from its kind, by the names the
 * compilers document. Never compare `kind` here: ask `SourceTree.kind`.
 */
export interface Node {
  readonly kind: number;
  /** Start with leading trivia; `SourceTree.start` skips it. UTF-16 offsets. */
  readonly pos: number;
  readonly end: number;
  readonly parent: Node;
  forEachChild<T>(visit: (child: Node) => T | undefined): T | undefined;

  readonly text?: string;
  readonly name?: Node;
  readonly expression?: Node;
  readonly left?: Node;
  readonly right?: Node;
  readonly operatorToken?: Node;
  readonly operator?: number;
  readonly operand?: Node;
  readonly argumentExpression?: Node;
  readonly arguments?: readonly Node[];
  readonly typeArguments?: readonly Node[];
  readonly questionDotToken?: Node;
  readonly asteriskToken?: Node;
  readonly awaitModifier?: Node;
  readonly dotDotDotToken?: Node;
  readonly propertyName?: Node;
  readonly initializer?: Node;
  readonly objectAssignmentInitializer?: Node;
  readonly type?: Node;
  readonly types?: readonly Node[];
  readonly typeName?: Node;
  readonly elementType?: Node;
  readonly literal?: Node;
  readonly body?: Node;
  readonly parameters?: readonly Node[];
  readonly modifiers?: readonly Node[];
  readonly members?: readonly Node[];
  readonly heritageClauses?: readonly Node[];
  readonly token?: number;
  readonly properties?: readonly Node[];
  readonly elements?: readonly Node[];
  readonly statements?: readonly Node[];
  readonly declarationList?: Node;
  readonly declarations?: readonly Node[];
  readonly statement?: Node;
  readonly thenStatement?: Node;
  readonly elseStatement?: Node;
  readonly condition?: Node;
  readonly incrementor?: Node;
  readonly whenTrue?: Node;
  readonly whenFalse?: Node;
  readonly label?: Node;
  readonly caseBlock?: Node;
  readonly clauses?: readonly Node[];
  readonly tryBlock?: Node;
  readonly catchClause?: Node;
  readonly finallyBlock?: Node;
  readonly variableDeclaration?: Node;
  readonly block?: Node;
  readonly templateSpans?: readonly Node[];
  readonly tag?: Node;
  readonly template?: Node;
  readonly importClause?: Node;
  readonly namedBindings?: Node;
  readonly moduleSpecifier?: Node;
  readonly moduleReference?: Node;
  readonly exportClause?: Node;
  readonly isTypeOnly?: boolean;
  readonly isExportEquals?: boolean;
}

/** One parsed file, as a compiler adapter hands it to core. */
export interface SourceTree {
  /** Absolute, with forward slashes. */
  readonly fileName: string;
  /** Without a byte order mark: a host that edits the file on disk must count it in. */
  readonly text: string;
  readonly root: Node;
  /** `.js`, `.jsx`, `.mjs`, `.cjs`: no type annotations may be written into it. */
  readonly isJavaScript: boolean;
  /** Parse errors, worded by the compiler; facts of such a file are best effort and its fixes are withheld. */
  readonly syntaxErrors: readonly { readonly pos: number; readonly message: string }[];
  /** How an import must be written into this file. `none`: a global script, nothing can be imported. */
  readonly moduleForm: 'esm' | 'commonjs' | 'none';
  kind(node: Node): Kind;
}

/** First character of a node after whitespace and comments. */
export function startOf(tree: SourceTree, node: Node): number {
  return skipTrivia(tree.text, node.pos, node.end);
}

export function textOf(tree: SourceTree, node: Node): string {
  return tree.text.slice(startOf(tree, node), node.end);
}

/** Moves past whitespace, comments and a leading `#!` line, never past `limit`. */
export function skipTrivia(text: string, pos: number, limit = text.length): number {
  if (pos === 0 && text.startsWith('#!')) pos = lineEnd(text, pos);
  while (pos < limit) {
    const c = text.charCodeAt(pos);
    if (c === 32 || (c >= 9 && c <= 13) || c === 0xa0 || c === 0xfeff || c === 0x2028 || c === 0x2029) pos++;
    else if (c === 47 && text.charCodeAt(pos + 1) === 47) pos = lineEnd(text, pos);
    else if (c === 47 && text.charCodeAt(pos + 1) === 42) {
      const close = text.indexOf('*/', pos + 2);
      pos = close < 0 ? limit : close + 2;
    } else break;
  }
  return Math.min(pos, limit);
}

function lineEnd(text: string, pos: number): number {
  while (pos < text.length && text.charCodeAt(pos) !== 10 && text.charCodeAt(pos) !== 13) pos++;
  return pos;
}
