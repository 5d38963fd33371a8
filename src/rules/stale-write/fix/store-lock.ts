/** The lock of a file, or of an entry of a store: a constant of the module, for all that use them share the process. */
import type { Facts } from '../../../core/facts/facts.ts';
import { type Location, rootLocation } from '../../../core/facts/locations.ts';
import { calleeName, receiverOf } from '../../../core/facts/shapes.ts';
import type { HeldLock } from '../../../core/rewrite/guard.ts';
import { importRuntime } from '../../../core/rewrite/imports.ts';
import type { Lock } from '../../../core/rewrite/lock.ts';
import { bare, freeInFile } from '../../../core/rewrite/names.ts';
import { linesOf } from '../../../core/rewrite/statements.ts';
import { behindBlankLines, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';
import type { StoreUpdate } from '../stores.ts';
import { isStill } from './still.ts';

export function storeLock(
  facts: Facts,
  update: StoreUpdate,
  keyType: string | undefined,
): (HeldLock & { readonly location: Location }) | undefined {
  const { tree } = facts;
  const { key: node } = update.read;
  const constant = node && isAlwaysTheSame(facts, node) ? node : undefined;
  const key = node && !constant && isSureKey(facts, update, node) ? node : undefined;
  const name = lockName(facts, update, constant);
  const lock = moduleLock(facts, name, !!key, constant && constantOf(facts, constant));
  if (!lock) return undefined;
  const location = rootLocation({ kind: 'global', name });
  if (!key) return { lock, key: undefined, location };
  // Paths that are objects (`URL`) are compared by what they say.
  const isText = keyType === undefined || keyType === 'string' || /^["'`]/.test(keyType);
  const text = isText ? textOf(tree, key) : `String(${textOf(tree, key)})`;
  return { lock, key: { node: key, text }, location };
}

/** A literal, or a constant of the module: there is one file, and one lock is enough. */
function isAlwaysTheSame(facts: Facts, node: Node): boolean {
  const k = facts.tree.kind(node);
  if (k === K.StringLiteral || k === K.NoSubstitutionTemplateLiteral) return true;
  if (k !== K.Identifier) return false;
  const binding = facts.resolve(node);
  return !!binding && binding.scope.fn.kind === 'module' && facts.isConstant(binding);
}

/** Its value doesn't change from in front of the region to its end. */
function isSureKey(facts: Facts, { fn }: StoreUpdate, node: Node): boolean {
  return isStill({ facts, fn, isSubject: () => false }, node, []);
}

/** `settingsPath` -> `settingsMutex`, `this.store.get(id)` -> `storeMutex`, `loadHistory()` -> `historyMutex`, else `fileMutex`. */
function lockName(facts: Facts, { read }: StoreUpdate, constant: Node | undefined): string {
  const { tree } = facts;
  const { kind } = read;
  if (kind === 'state') return `${read.name}Mutex`;
  let base: string = kind;
  if (constant && tree.kind(constant) === K.Identifier) base = camel(constant.text ?? '');
  const receiver = kind === 'entry' ? receiverOf(tree, read.call) : undefined;
  const held = receiver?.name?.text ?? receiver?.text;
  if (held) base = bare(held);
  const short = base.replace(/(?:File)?(?:Path|Name)$|^path$|^file$/i, '') || kind;
  return `${short}Mutex`;
}

function camel(name: string): string {
  if (!/^[A-Z0-9_]+$/.test(name)) return bare(name);
  return bare(name)
    .toLowerCase()
    .replace(/_(\w)/g, (_, c: string) => c.toUpperCase());
}

function moduleLock(facts: Facts, wanted: string, keyed: boolean, beside: Node | undefined): Lock | undefined {
  const { tree } = facts;
  const kind = keyed ? 'KeyedMutex' : 'Mutex';
  const existing = facts.bindings.find(
    (b) => b.name === wanted && b.scope.fn.kind === 'module' && !!b.init && isNew(facts, b.init, kind),
  );
  if (existing) {
    const regions = facts.calls.filter((call) => {
      const receiver = calleeName(tree, call) === 'runExclusive' ? receiverOf(tree, call) : undefined;
      return receiver?.text === wanted;
    });
    return { text: wanted, regions, makesNominal: false, declare: () => {} };
  }
  const runtime = importRuntime(facts, kind);
  if (!runtime) return undefined;
  const home = homeOf(facts, beside);
  const name = freeInFile(facts, [wanted]);
  const { semicolon } = styleOf(tree);
  const type = keyed && !tree.isJavaScript ? '<string>' : '';
  return {
    text: name,
    regions: [],
    makesNominal: false,
    declare(draft) {
      for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
      draft.insert(home.at, home.line(`const ${name} = new ${runtime.local}${type}()${semicolon}`));
    },
  };
}

interface Home {
  readonly at: number;
  line(text: string): string;
}

/** Under the constant that names the file, else in front of the first code of the file: one place for all. */
function homeOf({ tree }: Facts, beside: Node | undefined): Home {
  const { text } = tree;
  if (beside) {
    const { end } = linesOf(tree, beside, beside);
    return { at: end, line: (line) => `\n${line}` };
  }
  const statements = tree.root.statements ?? [];
  const first = statements.find((s) => !isPrologue(tree, s)) ?? statements.at(-1)!;
  const { start } = linesOf(tree, first, first);

  return { at: behindBlankLines(text, start), line: (line) => `${line}\n\n` };
}

/** Directives, imports, `require`. */
function isPrologue(tree: Facts['tree'], statement: Node): boolean {
  const k = tree.kind(statement);
  if (k === K.ImportDeclaration || k === K.ImportEqualsDeclaration) return true;
  if (k === K.ExpressionStatement) return tree.kind(statement.expression!) === K.StringLiteral;
  if (k !== K.VariableStatement) return false;
  return (statement.declarationList?.declarations ?? []).every(
    (d) => !!d.initializer && /^require\s*\(/.test(textOf(tree, d.initializer)),
  );
}

/** The statement at the top of the module that declares the constant. */
function constantOf(facts: Facts, node: Node): Node | undefined {
  const binding = facts.tree.kind(node) === K.Identifier ? facts.resolve(node) : undefined;
  const statement = binding?.declaration.parent?.parent;
  return statement?.parent === facts.tree.root && binding?.kind !== 'import' ? statement : undefined;
}

function isNew(facts: Facts, init: Node, kind: string): boolean {
  const { tree } = facts;
  return tree.kind(init) === K.NewExpression && textOf(tree, init.expression!).split('.').at(-1) === kind;
}
