/** Views of shared memory: which expressions are one, and how their elements are named. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { baseOf, entrySegment, type Location, locationOf } from '../../core/facts/locations.ts';
import { calleeName, contains, isConstantExpression, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { storageOf } from '../../core/rewrite/storage.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

const integers = /^(Int8|Uint8|Int16|Uint16|Int32|Uint32|BigInt64|BigUint64)Array/;
const all = /^(Int8|Uint8|Uint8Clamped|Int16|Uint16|Int32|Uint32|Float16|Float32|Float64|BigInt64|BigUint64)Array/;

export interface View {
  /** `Int32Array`, `Float64Array` */
  readonly type: string;
  /** `Atomics` works on it. */
  readonly atomic: boolean;
  /** Where this file makes the buffer: its accesses before it is handed on meet nobody. */
  readonly buffer: Node | undefined;
}

/** `isAgreed`: `Atomics` is used on it, which says that it is shared. `undefined`: not known to be, or no answer yet. */
export function viewOf(context: RuleContext, view: Node, isAgreed: boolean): View | undefined {
  const { facts } = context;
  const made = constructionOf(facts, view);
  const given = made?.arguments?.[0];
  const answer = context.ask('type', view);
  if (!answer) return undefined;
  const type = made ? calleeName(facts.tree, made) : all.exec(answer.text)?.[0];
  if (!type || !all.test(type)) return undefined;
  const isPrivate = /<ArrayBuffer>$/.test(answer.text) || (!!made && !given);
  const isShared =
    /^\w+<SharedArrayBuffer>$/.test(answer.text) ||
    (isAgreed && !isPrivate) ||
    (!!given && isSharedBuffer(context, given));
  if (!isShared) return undefined;
  return { type, atomic: integers.test(type), buffer: given && bufferOf(facts, given) };
}

/** `new Int32Array(…)` that a variable or field starts with, or is given in the constructor. */
export function constructionOf(facts: Facts, view: Node): Node | undefined {
  const init = initialOf(facts, view);
  return init && facts.tree.kind(init) === K.NewExpression ? init : undefined;
}

function initialOf(facts: Facts, node: Node): Node | undefined {
  const location = baseOf(facts, node) ?? locationOf(facts, node);
  const storage = location && storageOf(facts, location);
  const init = storage?.initializer ?? (location && assignedOnce(facts, location));
  return init && unwrap(facts.tree, init);
}

function assignedOnce(facts: Facts, location: Location): Node | undefined {
  const name = location.path.at(-1);
  for (const access of name === undefined ? [] : (facts.accesses.get(name) ?? [])) {
    const { parent } = access;
    if (parent.left === access && parent.right && locationOf(facts, access)?.key === location.key) return parent.right;
  }
  return undefined;
}

function isSharedBuffer(context: RuleContext, buffer: Node): boolean {
  // `workerData.sharedBuffer`: what comes from another thread has no type.
  if (/shared|\bsab\b/i.test(textOf(context.facts.tree, buffer))) return true;
  return !!bufferOf(context.facts, buffer) || context.ask('type', buffer)?.name === 'SharedArrayBuffer';
}

/** `new SharedArrayBuffer(…)`, inline or behind a name. */
function bufferOf(facts: Facts, node: Node): Node | undefined {
  const inner = unwrap(facts.tree, node);
  const made = facts.tree.kind(inner) === K.NewExpression ? inner : initialOf(facts, inner);
  const isMade =
    made && facts.tree.kind(made) === K.NewExpression && calleeName(facts.tree, made) === 'SharedArrayBuffer';
  return isMade ? made : undefined;
}

/** The element that `view[index]` or `Atomics.load(view, index)` means; equal for equal ones. */
export function elementKey(facts: Facts, view: Node, index: Node): string | undefined {
  const base = baseOf(facts, view);
  return base && `${base.key}${entrySegment(facts, index)}`;
}

/** A number, a constant, a member of an enum: one element for all who use it, not each thread's own. */
export function isFixed(facts: Facts, index: Node): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, index);
  if (isConstantExpression(tree, inner)) return true;
  const k = tree.kind(inner);
  if (k === K.Identifier) {
    const binding = facts.resolve(inner);
    if (binding?.kind === 'import') return /^[A-Z][A-Z0-9_]*$/.test(binding.name);
    return binding?.kind === 'const' && !!binding.init && isConstantExpression(tree, binding.init);
  }
  return (
    k === K.PropertyAccessExpression && /^[A-Z]/.test(inner.name?.text ?? '') && /^[A-Z]/.test(textOf(tree, inner))
  );
}

/** Calls of `Atomics.…` on a view, by element. */
export interface AtomicUse {
  readonly call: Node;
  readonly method: string;
  readonly view: string;
  readonly element: string;
  readonly fn: Fn;
}

export function atomicUses(facts: Facts): AtomicUse[] {
  return facts.calls.flatMap((call) => {
    const receiver = receiverOf(facts.tree, call);
    const [view, index] = call.arguments ?? [];
    if (!receiver || textOf(facts.tree, receiver) !== 'Atomics' || !view || !index) return [];
    const base = baseOf(facts, view);
    const element = elementKey(facts, view, index);
    const method = calleeName(facts.tree, call);
    if (!base || !element || !method) return [];
    return [{ call, method, view: base.key, element, fn: facts.functionOf(call) }];
  });
}

/** The function makes the buffer, and has handed neither it nor a view of it to anybody yet; or nobody ever does. */
export function isOwn(facts: Facts, { buffer }: View, access: Node): boolean {
  if (!buffer) return false;
  const names = holders(facts, buffer);
  const gone = names.flatMap((name) => name.uses).filter((use) => isHandedOn(facts, use));
  if (names.some((name) => name.visible)) return isBefore(facts, buffer, access, gone);
  return !gone.length || isBefore(facts, buffer, access, gone);
}

function isBefore(facts: Facts, buffer: Node, access: Node, gone: readonly Node[]): boolean {
  const fn = facts.functionOf(access);
  const made = facts.functionOf(buffer);
  const isMaking = fn === made || (fn.kind === 'constructor' && made.kind === 'initializer');
  return isMaking && gone.every((use) => facts.functionOf(use) !== fn || use.pos > access.pos);
}

interface Holder {
  readonly uses: readonly Node[];
  /** Others can take it. */
  readonly visible: boolean;
}

/** What holds the buffer, and views of it: variables and fields. */
function holders(facts: Facts, buffer: Node): Holder[] {
  const found: Holder[] = [];
  const follow = (node: Node, depth: number) => {
    const parent = node.parent;
    const k = facts.tree.kind(parent);
    // A view of it, made in place.
    if (k === K.NewExpression && parent.arguments?.includes(node)) return void (depth < 4 && follow(parent, depth + 1));
    if (k === K.VariableDeclaration) {
      const binding = facts.bindings.find((b) => b.ident === parent.name);
      if (!binding) return;
      const uses = facts.references(binding);
      found.push({ uses, visible: binding.exported });
      if (depth < 4) for (const use of uses) if (isViewed(facts, use)) follow(use, depth + 1);
      return;
    }
    const name = k === K.PropertyDeclaration ? parent.name?.text : parent.left?.name?.text;
    if (name === undefined) return;
    const uses = (facts.accesses.get(name) ?? []).filter((access) => access !== parent.left);
    const owner = facts.functionOf(node).self;
    found.push({ uses, visible: owner?.members.get(name)?.access !== 'private' });
    if (depth < 4) for (const use of uses) if (isViewed(facts, use)) follow(use, depth + 1);
  };
  follow(buffer, 0);
  return found;
}

function isViewed({ tree }: Facts, use: Node): boolean {
  return (
    tree.kind(use.parent) === K.NewExpression &&
    !!use.parent.arguments?.includes(use) &&
    all.test(calleeName(tree, use.parent) ?? '')
  );
}

/** Not an element, a length, a view or an argument of `Atomics`. */
function isHandedOn(facts: Facts, use: Node): boolean {
  const { tree } = facts;
  const { parent } = use;
  const k = tree.kind(parent);
  if (isViewed(facts, use)) return false;
  if ((k === K.ElementAccessExpression || k === K.PropertyAccessExpression) && parent.expression === use)
    return k === K.PropertyAccessExpression && parent.name?.text === 'buffer';
  if (k === K.CallExpression && contains(parent, use)) {
    const receiver = receiverOf(tree, parent);
    return !receiver || textOf(tree, receiver) !== 'Atomics';
  }
  return true;
}
