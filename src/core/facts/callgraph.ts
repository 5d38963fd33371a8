/** Who calls whom inside a file, and where functions go when they're handed on as values. */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Binding, Facts, Fn, Member, ThisOwner } from './facts.ts';
import { baseOf, rootmost } from './locations.ts';
import { receiverOf, unwrap, wrapped } from './shapes.ts';

/** A use of a function: called here, or handed on as a value. */
export interface Use {
  readonly node: Node;
  /** The call, when the use is its callee. */
  readonly call: Node | undefined;
}

/** The function of this file that a call runs; undefined when it's elsewhere or can't be told without types. */
export function calleeOf(facts: Facts, call: Node): Fn | undefined {
  const callee = call.expression && unwrap(facts.tree, call.expression);
  if (!callee) return undefined;
  const k = facts.tree.kind(callee);
  if (k === K.Identifier) {
    const binding = facts.resolve(callee);
    return binding && functionOfBinding(facts, binding);
  }
  if (k === K.PropertyAccessExpression) {
    const isSuper = facts.tree.kind(callee.expression!) === K.SuperKeyword;
    const owner = isSuper ? facts.functionOf(callee).self?.base : ownerOf(facts, callee.expression!);
    return owner && memberFunction(facts, owner, callee.name?.text ?? '');
  }
  return facts.functionAt(callee);
}

export function functionOfBinding(facts: Facts, binding: Binding): Fn | undefined {
  if (binding.kind === 'function') return facts.functionAt(binding.declaration);
  const init = binding.init && !binding.path?.length ? unwrap(facts.tree, binding.init) : undefined;
  if (!init || !facts.isConstant(binding)) return undefined;
  const direct = facts.functionAt(init);
  if (direct) return direct;
  // `const f = useCallback(async () => …)`, `const f = wrap(async () => …)`: the wrapped function is what runs.
  return undefined;
}

/** The class or object literal whose member `expression.m` is: `this`, `self`, `ClassName`, `service`. */
export function ownerOf(facts: Facts, expression: Node): ThisOwner | undefined {
  const base = baseOf(facts, expression);
  if (!base || base.path.length) return undefined;
  if (base.root.kind === 'this') return base.root.owner;
  if (base.root.kind !== 'binding') return undefined;
  const { binding } = base.root;
  return facts.owners.find((o) => o.binding === binding);
}

export function memberFunction(facts: Facts, owner: ThisOwner, name: string): Fn | undefined {
  const member = memberOf(owner, name);
  if (!member) return undefined;
  const direct = facts.functionAt(member.declaration);
  if (direct && direct.kind !== 'initializer') return direct;
  return member.initializer && facts.functionAt(unwrap(facts.tree, member.initializer));
}

/** A member of a class, or of the classes it extends in this file. */
export function memberOf(owner: ThisOwner, name: string): Member | undefined {
  let at: ThisOwner | undefined = owner;
  for (let depth = 0; at && depth < 8; depth++, at = at.base) {
    const member = at.members.get(name);
    if (member) return member;
  }
  return undefined;
}

const usesOf = new WeakMap<Facts, Map<Fn, readonly Use[]>>();

/** Every place in the file that calls a named function or hands it on. Inline callbacks have none: see `callbackOf`. */
export function uses(facts: Facts, fn: Fn): readonly Use[] {
  let known = usesOf.get(facts);
  if (!known) {
    known = new Map();
    usesOf.set(facts, known);
  }
  let found = known.get(fn);
  if (!found) {
    found = findUses(facts, fn);
    known.set(fn, found);
  }
  return found;
}

function findUses(facts: Facts, fn: Fn): Use[] {
  const nodes: Node[] = [];
  if (fn.member) {
    const { owner, name } = fn.member;
    for (const access of facts.accesses.get(name) ?? []) {
      const of = ownerOf(facts, access.expression!);
      if (of && rootmost(of) === rootmost(owner)) nodes.push(access);
    }
  }
  const binding = bindingOfFunction(facts, fn);
  if (binding) nodes.push(...facts.references(binding));
  return nodes.map((node) => ({ node, call: callWithCallee(facts, node) }));
}

export function bindingOfFunction(facts: Facts, fn: Fn): Binding | undefined {
  if (!fn.name || fn.member) return undefined;
  const declaration =
    facts.tree.kind(fn.node) === K.FunctionDeclaration ? fn.node : wrapped(facts.tree, fn.node).parent;
  const candidate = facts.lookup(fn.name, fn.node.parent ?? fn.node);
  return candidate?.declaration === declaration ? candidate : undefined;
}

function callWithCallee(facts: Facts, node: Node): Node | undefined {
  const outer = wrapped(facts.tree, node);
  const parent = outer.parent;
  return parent && facts.tree.kind(parent) === K.CallExpression && parent.expression === outer ? parent : undefined;
}

/** The function that a nameless arrow function is a part of, or the function itself. */
export function namedAround(fn: Fn): Fn {
  let at = fn;
  while (!at.member && at.kind === 'arrow' && !at.name && at.parent) at = at.parent;
  return at;
}

/** The call that an inline function, or a use of a named one, is an argument of. */
export function callbackOf(facts: Facts, node: Node): { readonly call: Node; readonly index: number } | undefined {
  const outer = wrapped(facts.tree, node);
  const parent = outer.parent;
  if (!parent) return undefined;
  const k = facts.tree.kind(parent);
  if (k !== K.CallExpression && k !== K.NewExpression) return undefined;
  const index = parent.arguments?.indexOf(outer) ?? -1;
  return index < 0 ? undefined : { call: parent, index };
}

/** `x.bind(this)`: the use is the bound function, handed on from there. */
export function throughBind(facts: Facts, node: Node): Node {
  const outer = wrapped(facts.tree, node);
  const access = outer.parent;
  const call =
    access && facts.tree.kind(access) === K.PropertyAccessExpression && access.name?.text === 'bind'
      ? access.parent
      : undefined;
  return call && facts.tree.kind(call) === K.CallExpression && receiverOf(facts.tree, call) === outer ? call : node;
}
