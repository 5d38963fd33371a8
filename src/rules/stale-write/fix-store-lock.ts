/** The lock of a file, or of an entry of a store: a constant of the module, for all that use them share the process. */
import type { Facts } from '../../core/facts/facts.ts';
import { type Location, rootLocation } from '../../core/facts/locations.ts';
import { calleeName, receiverOf } from '../../core/facts/shapes.ts';
import type { HeldLock } from '../../core/rewrite/guard.ts';
import { importRuntime } from '../../core/rewrite/imports.ts';
import type { Lock } from '../../core/rewrite/lock.ts';
import { bare, freeInFile } from '../../core/rewrite/names.ts';
import { linesOf } from '../../core/rewrite/statements.ts';
import { styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { isStill } from './fix-order.ts';
import type { StoreUpdate } from './stores.ts';

export function storeLock(
  facts: Facts,
  update: StoreUpdate,
  keyType: string | undefined,
): (HeldLock & { readonly location: Location }) | undefined {
  const { tree } = facts;
  const { fn, read } = update;
  const node = read.arguments?.[0];
  if (!node) return undefined;
  const isConstant = isAlwaysTheSame(facts, node);
  const isKeyed = !isConstant && isSureKey(facts, update, node);
  const name = lockName(facts, update, isConstant ? node : undefined);
  const lock = moduleLock(facts, fn.node, name, isKeyed);
  if (!lock) return undefined;
  // Paths that are objects (`URL`) are compared by what they say.
  const isText = keyType === undefined || keyType === 'string' || /^["'`]/.test(keyType);
  const text = isText ? textOf(tree, node) : `String(${textOf(tree, node)})`;
  const location = rootLocation({ kind: 'global', name });
  return { lock, key: isKeyed ? { node, text } : undefined, location };
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

/** `settingsPath` -> `settingsMutex`, `this.store.get(id)` -> `storeMutex`, else `fileMutex`. */
function lockName(facts: Facts, { kind, read }: StoreUpdate, constant: Node | undefined): string {
  const { tree } = facts;
  let base: string = kind;
  if (constant && tree.kind(constant) === K.Identifier) base = camel(constant.text ?? '');
  const receiver = kind === 'entry' ? receiverOf(tree, read) : undefined;
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

function moduleLock(facts: Facts, at: Node, wanted: string, keyed: boolean): Lock | undefined {
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
  let top = at;
  while (top.parent && top.parent !== tree.root) top = top.parent;
  const name = freeInFile(facts, [wanted]);
  const { semicolon } = styleOf(tree);
  const { start } = linesOf(tree, top, top);
  const type = keyed && !tree.isJavaScript ? '<string>' : '';
  return {
    text: name,
    regions: [],
    makesNominal: false,
    declare(draft) {
      for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
      draft.insert(start, `const ${name} = new ${runtime.local}${type}()${semicolon}\n\n`);
    },
  };
}

function isNew(facts: Facts, init: Node, kind: string): boolean {
  const { tree } = facts;
  return tree.kind(init) === K.NewExpression && textOf(tree, init.expression!).split('.').at(-1) === kind;
}
