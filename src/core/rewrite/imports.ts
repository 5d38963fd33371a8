/** Makes a name of `@raceguard/runtime` available in a file: reuses an import, extends one, or adds one. */
import type { Facts } from '../facts/facts.ts';
import { unwrap } from '../facts/shapes.ts';
import type { TextEdit } from '../finding.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';
import { headEnd, indentAt, lineEnd, styleOf } from './style.ts';

export const runtimeModule = '@raceguard/runtime';
/** What needs Node: `FileLock`. */
export const nodeRuntimeModule = '@raceguard/runtime/node';

export interface RuntimeName {
  /** How to write the name in this file, as a value and as a type: `Lazy`, `RaceguardLazy`, `raceguard.Lazy`. */
  readonly local: string;
  /** None where it's imported already. The same text at the same place for every fix that needs the same name. */
  readonly edits: readonly TextEdit[];
}

/**
 * `undefined` where nothing can be imported: a global script.
 *
 * A type-only import of the name is turned into one of the value. If the file uses the name for something else, the
 * import gets an alias.
 *
 * @param module the entry of the runtime that has it
 */
export function importRuntime(facts: Facts, name: string, module: string = runtimeModule): RuntimeName | undefined {
  const { tree } = facts;
  if (tree.moduleForm === 'none') return undefined;
  const statements = tree.root.statements ?? [];
  let extendable: ((local: string) => TextEdit) | undefined;
  for (const statement of statements) {
    const found = readImport(facts, statement, name, module);
    if (found?.name) return found.name;
    extendable ??= found?.extend;
  }
  const local = isTaken(facts, name) ? `Raceguard${name}` : name;
  if (extendable) return { local, edits: [extendable(local)] };
  return addImport(facts, name, local, module);
}

interface Found {
  readonly name?: RuntimeName;
  readonly extend?: (local: string) => TextEdit;
}

/** What a statement that imports from the runtime says of `name`; undefined for any other statement. */
function readImport(facts: Facts, statement: Node, name: string, module: string): Found | undefined {
  const { tree } = facts;
  switch (tree.kind(statement)) {
    case K.ImportDeclaration:
      return statement.moduleSpecifier?.text === module ? readEsImport(facts, statement, name) : undefined;
    case K.ImportEqualsDeclaration:
      if (statement.moduleReference?.expression?.text !== module || /^import\s+type\s/.test(textOf(tree, statement)))
        return undefined;
      return { name: { local: `${statement.name?.text}.${name}`, edits: [] } };
    case K.VariableStatement: {
      const declarations = statement.declarationList?.declarations ?? [];
      const declaration = declarations.find((d) => d.initializer && requiredModule(facts, d.initializer) === module);
      return declaration && readRequire(facts, declaration.name!, name);
    }
    default:
      return undefined;
  }
}

function readEsImport(facts: Facts, statement: Node, name: string): Found | undefined {
  const { tree } = facts;
  const named = statement.importClause?.namedBindings;
  if (!named) return undefined;
  const isType = /^import\s+type\s+[{*]/.test(textOf(tree, statement));
  if (tree.kind(named) === K.NamespaceImport)
    return isType ? undefined : { name: { local: `${named.name?.text}.${name}`, edits: [] } };
  const elements = named.elements ?? [];
  const own = elements.find((e) => (e.propertyName ?? e.name)?.text === name);
  if (own) return { name: { local: own.name?.text ?? name, edits: asValue(facts, statement, own, isType) } };
  return isType
    ? undefined
    : { extend: (local) => appendTo(facts, named, elements, local === name ? name : `${name} as ${local}`) };
}

/** Takes `type` away from an import of the name, and gives it to the others if it stood before them all. */
function asValue(facts: Facts, statement: Node, own: Node, isType: boolean): TextEdit[] {
  const { tree } = facts;
  const file = tree.fileName;
  const drop = (node: Node, at: RegExp): TextEdit => {
    const start = startOf(tree, node);
    const word = at.exec(tree.text.slice(start, node.end))!;
    return { file, start: start + word[1]!.length, end: start + word[0].length, text: '' };
  };
  if (!isType) return /^type\s+(?!as\b)\w/.test(textOf(tree, own)) ? [drop(own, /^()type\s+/)] : [];
  const others = (own.parent.elements ?? []).filter((e) => e !== own);
  return [
    drop(statement, /^(import\s+)type\s+/),
    ...others.map((e) => ({ file, start: startOf(tree, e), end: startOf(tree, e), text: 'type ' })),
  ];
}

function readRequire(facts: Facts, pattern: Node, name: string): Found | undefined {
  const { tree } = facts;
  if (tree.kind(pattern) === K.Identifier) return { name: { local: `${pattern.text}.${name}`, edits: [] } };
  const elements = pattern.elements ?? [];
  const own = elements.find((e) => (e.propertyName ?? e.name)?.text === name);
  if (own?.name?.text) return { name: { local: own.name.text, edits: [] } };
  return { extend: (local) => appendTo(facts, pattern, elements, local === name ? name : `${name}: ${local}`) };
}

function appendTo(facts: Facts, list: Node, elements: readonly Node[], text: string): TextEdit {
  const { tree } = facts;
  const last = elements.at(-1);
  if (!last) {
    const open = startOf(tree, list) + 1;
    return { file: tree.fileName, start: open, end: list.end - 1, text: ` ${text} ` };
  }
  const ownLine = tree.text.slice(startOf(tree, list), startOf(tree, last)).includes('\n');
  const separator = ownLine ? `,\n${indentAt(tree.text, startOf(tree, last))}` : ', ';
  return { file: tree.fileName, start: last.end, end: last.end, text: separator + text };
}

function addImport(facts: Facts, name: string, local: string, module: string): RuntimeName {
  const { tree } = facts;
  const { quote, semicolon } = styleOf(tree);
  const from = `${quote}${module}${quote}`;
  const hasImports = (tree.root.statements ?? []).some((s) => tree.kind(s) === K.ImportDeclaration);
  if (tree.moduleForm === 'commonjs' && !hasImports) {
    if (tree.isJavaScript) {
      const bound = local === name ? name : `${name}: ${local}`;
      return { local, edits: [insertion(facts, `const { ${bound} } = require(${from})${semicolon}`)] };
    }
    const whole = isTaken(facts, 'raceguard') ? 'raceguardRuntime' : 'raceguard';
    return { local: `${whole}.${name}`, edits: [insertion(facts, `import ${whole} = require(${from})${semicolon}`)] };
  }
  const bound = local === name ? name : `${name} as ${local}`;
  return { local, edits: [insertion(facts, `import { ${bound} } from ${from}${semicolon}`)] };
}

/** On a line of its own after the imports that begin the file, else where its code begins. */
function insertion(facts: Facts, line: string): TextEdit {
  const { tree } = facts;
  const { text, fileName: file } = tree;
  const statements = tree.root.statements ?? [];
  let last: Node | undefined;
  for (const statement of statements) {
    const isImport = isImporting(facts, statement);
    if (isImport) last = statement;
    else if (!isDirective(facts, statement) && !isReexport(facts, statement)) break;
    else if (!last && isDirective(facts, statement)) last = statement;
  }
  if (last) {
    const end = lineEnd(text, last.end);
    const rest = text.slice(last.end, end).trim();
    const at = rest === '' || rest.startsWith('//') || /^\/\*.*\*\/$/.test(rest) ? end : last.end;
    return { file, start: at, end: at, text: `\n${line}` };
  }
  const at = headEnd(tree);
  const hangs = at > 0 && text[at - 1] !== '\n' && text.charCodeAt(at - 1) !== 0xfeff;
  return {
    file,
    start: at,
    end: at,
    text: `${hangs ? '\n' : ''}${line}\n${/^(?:\r?\n)/.test(text.slice(at)) ? '' : '\n'}`,
  };
}

function isImporting(facts: Facts, statement: Node): boolean {
  const k = facts.tree.kind(statement);
  if (k === K.ImportDeclaration || k === K.ImportEqualsDeclaration) return true;
  if (k !== K.VariableStatement) return false;
  const declarations = statement.declarationList?.declarations ?? [];
  return declarations.some((d) => d.initializer && requiredModule(facts, d.initializer) !== undefined);
}

/** `require('x')`, `require('x').y`, `require('x')()`. */
function requiredModule(facts: Facts, node: Node): string | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  const k = tree.kind(inner);
  if (k === K.PropertyAccessExpression) return requiredModule(facts, inner.expression!);
  if (k !== K.CallExpression) return undefined;
  const callee = inner.expression!;
  if (tree.kind(callee) === K.Identifier && callee.text === 'require') return inner.arguments?.[0]?.text;
  return tree.kind(callee) === K.Identifier ? undefined : requiredModule(facts, callee);
}

function isDirective(facts: Facts, statement: Node): boolean {
  return (
    facts.tree.kind(statement) === K.ExpressionStatement && facts.tree.kind(statement.expression!) === K.StringLiteral
  );
}

function isReexport(facts: Facts, statement: Node): boolean {
  return facts.tree.kind(statement) === K.ExportDeclaration && statement.moduleSpecifier !== undefined;
}

/** The name stands for something else somewhere in the file: a declaration, a type, or a global. */
function isTaken(facts: Facts, name: string): boolean {
  if (facts.identifiers.has(name) || facts.bindings.some((b) => b.name === name)) return true;
  return new RegExp(`\\b(?:interface|type|enum|namespace|class)\\s+${name}\\b|[:<|&]\\s*${name}\\b(?!\\s*\\()`).test(
    facts.tree.text,
  );
}
