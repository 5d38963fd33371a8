/** A fixed program as the operators see it: its tree, and which of its variables hold a primitive of the runtime. */
import ts from 'typescript-classic';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A field, variable or property that is set to `new Mutex()`, or to another primitive. */
export interface Holder {
  readonly name: string;
  readonly primitive: string;
  readonly declaration: ts.PropertyDeclaration | ts.VariableDeclaration | ts.PropertyAssignment;
  readonly made: ts.NewExpression;
}

/** A way to break a program. Each list of edits it gives is one mutant. */
export interface Operator {
  readonly name: string;
  readonly mutants: (program: Program) => Iterable<readonly Edit[]>;
}

export class Program {
  readonly text: string;
  readonly file: ts.SourceFile;
  readonly javascript: boolean;
  readonly nodes: readonly ts.Node[];
  readonly holders: readonly Holder[];

  constructor(name: string, text: string) {
    this.text = text;
    this.javascript = /\.[cm]?jsx?$/.test(name);
    this.file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    const nodes: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      nodes.push(node);
      ts.forEachChild(node, visit);
    };
    visit(this.file);
    this.nodes = nodes;
    const imported = new Set(nodes.flatMap(importedFromRuntime));
    this.holders = nodes.flatMap((node) => holder(node, imported) ?? []);
  }

  all<T extends ts.Node>(is: (node: ts.Node) => node is T): T[] {
    return this.nodes.filter(is);
  }

  textOf(node: ts.Node): string {
    return this.text.slice(node.getStart(this.file), node.end);
  }

  /** The text of a node with those edits applied that lie in it. */
  textWith(node: ts.Node, edits: readonly Edit[]): string {
    const start = node.getStart(this.file);
    const inside = edits.filter((edit) => edit.start >= start && edit.end <= node.end);
    return apply(
      this.textOf(node),
      inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    );
  }

  replace(node: ts.Node, text: string): Edit {
    return { start: node.getStart(this.file), end: node.end, text };
  }

  /** Calls of `method` on what holds one of these primitives, with what holds it. */
  calls(
    primitives: readonly string[],
    method?: string,
  ): { call: ts.CallExpression; on: ts.Expression; holder: Holder }[] {
    return this.all(ts.isCallExpression).flatMap((call) => {
      const { expression } = call;
      if (!ts.isPropertyAccessExpression(expression)) return [];
      if (method !== undefined && expression.name.text !== method) return [];
      const holder = this.holders.find(
        ({ name, primitive }) => primitives.includes(primitive) && name === lastName(expression.expression),
      );
      return holder ? [{ call, on: expression.expression, holder }] : [];
    });
  }
}

/** An edit that lies within another is left out: the outer one has its text. */
export function apply(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let at = 0;
  for (const { start, end, text: put } of sorted) {
    if (start < at && end <= at) continue;
    if (start < at) throw new Error(`Two edits of one mutant overlap at ${start}: ${put}`);
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

/** `client` of `client`, `this.client`, `this.#client` and `Clients.client`. */
export function lastName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

/** The function that the node's code is of. */
export function functionOf(node: ts.Node): ts.Node | undefined {
  let up: ts.Node | undefined = node.parent;
  while (up && !ts.isFunctionLike(up)) up = up.parent;
  return up;
}

/** Whether evaluating the node suspends: nested functions don't count. */
export function suspends(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, (child) => suspends(child) || undefined) ?? false;
}

/** The statement lists of a program: bodies, blocks, cases. */
export function statementsAround(statement: ts.Node): readonly ts.Statement[] {
  const { parent } = statement;
  return parent && 'statements' in parent ? (parent as ts.Block).statements : [];
}

function importedFromRuntime(node: ts.Node): string[] {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const bindings = node.importClause?.namedBindings;
    if (!node.moduleSpecifier.text.startsWith('@raceguard/runtime') || !bindings || !ts.isNamedImports(bindings))
      return [];
    return bindings.elements.map(({ name }) => name.text);
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    return /require\(['"]@raceguard\/runtime/.test(node.initializer?.getText() ?? '')
      ? node.name.elements.map(({ name }) => name.getText())
      : [];
  }
  return [];
}

function holder(node: ts.Node, imported: ReadonlySet<string>): Holder | undefined {
  if (!ts.isPropertyDeclaration(node) && !ts.isVariableDeclaration(node) && !ts.isPropertyAssignment(node))
    return undefined;
  const { initializer: made, name } = node;
  if (!made || !ts.isNewExpression(made) || !ts.isIdentifier(made.expression)) return undefined;
  if (!imported.has(made.expression.text)) return undefined;
  return { name: name.getText(), primitive: made.expression.text, declaration: node, made };
}
