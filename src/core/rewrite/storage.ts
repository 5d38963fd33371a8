/** Where a shared value is kept (a class field, a variable, a property of an object literal), and every use of it. */
import type { Binding, Facts, Fn, Member, ThisOwner } from '../facts/facts.ts';
import { baseOf, type Location } from '../facts/locations.ts';
import { isUndefinedOrNull, unwrap, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';

export interface Storage {
  readonly kind: 'field' | 'variable' | 'property';
  readonly name: string;
  /** What is kept is an entry of the collection that is stored here. */
  readonly keyed: boolean;
  /** PropertyDeclaration, Parameter, VariableDeclaration or PropertyAssignment. */
  readonly declaration: Node;
  readonly owner: ThisOwner | undefined;
  readonly member: Member | undefined;
  /** The variable, or the one that holds the object literal. */
  readonly binding: Binding | undefined;
  readonly type: Node | undefined;
  readonly initializer: Node | undefined;
}

/** `undefined` where this file doesn't declare it: inherited, imported, a property of something else. */
export function storageOf(facts: Facts, location: Location): Storage | undefined {
  const { root, path } = location;
  const keyed = path.at(-1)?.startsWith('[') ?? false;
  const own = keyed ? path.slice(0, -1) : path;
  if (root.kind === 'global' || own.some((segment) => segment.startsWith('['))) return undefined;
  if (root.kind === 'this') return own.length === 1 ? ofMember(root.owner, own[0]!, false, keyed) : undefined;
  const { binding } = root;
  if (!own.length) return ofVariable(facts, binding, keyed);
  if (own.length !== 1) return undefined;
  const owner = facts.owners.find((o) => o.binding === binding);
  if (owner?.kind === 'class') return ofMember(owner, own[0]!, true, keyed);
  return ofProperty(facts, binding, own[0]!, keyed);
}

function ofMember(owner: ThisOwner, name: string, isStatic: boolean, keyed: boolean): Storage | undefined {
  const member = owner.members.get(name);
  if (!member || member.isStatic !== isStatic) return undefined;
  if (member.kind !== 'field' && member.kind !== 'parameter-property') return undefined;
  const { declaration, type, initializer } = member;
  const kind = owner.kind === 'class' ? 'field' : 'property';
  return { kind, name, keyed, declaration, owner, member, binding: owner.binding, type, initializer };
}

function ofVariable(facts: Facts, binding: Binding, keyed: boolean): Storage | undefined {
  const { declaration, name } = binding;
  if (facts.tree.kind(declaration) !== K.VariableDeclaration) return undefined;
  if (facts.tree.kind(declaration.name!) !== K.Identifier) return undefined;
  const { type, initializer } = declaration;
  return {
    kind: 'variable',
    name,
    keyed,
    declaration,
    owner: undefined,
    member: undefined,
    binding,
    type,
    initializer,
  };
}

function ofProperty(facts: Facts, binding: Binding, name: string, keyed: boolean): Storage | undefined {
  const literal = binding.init && !binding.path?.length ? unwrap(facts.tree, binding.init) : undefined;
  if (!literal || facts.tree.kind(literal) !== K.ObjectLiteralExpression) return undefined;
  const declaration = literal.properties?.find(
    (p) => facts.tree.kind(p) === K.PropertyAssignment && p.name?.text === name,
  );
  if (!declaration) return undefined;
  return {
    kind: 'property',
    name,
    keyed,
    declaration,
    owner: undefined,
    member: undefined,
    binding,
    type: undefined,
    initializer: declaration.initializer,
  };
}

/** Why code that this file doesn't show may use it, or its declaration can't change; undefined: it is all here. */
export function whyItStays(facts: Facts, storage: Storage): string | undefined {
  const { member, binding, declaration, name } = storage;
  const { tree } = facts;
  const what = `\`${name}\``;
  if (storage.kind === 'field') {
    if (member?.kind === 'parameter-property') return `${what} is a parameter property`;
    if (member?.decorated) return `${what} is decorated`;
    if (member?.access !== 'private') return `${what} is ${member?.access}`;
    const odd = declaration.modifiers?.find((m) => !/^(private|static|readonly)$/.test(textOf(tree, m)));
    return odd && `${what} is declared \`${textOf(tree, odd)}\``;
  }
  if (binding?.exported) return storage.kind === 'variable' ? `${what} is exported` : `\`${binding.name}\` is exported`;
  if (storage.kind === 'variable') {
    const list = declaration.parent;
    if (list?.parent && tree.kind(list.parent) !== K.VariableStatement) return `${what} is declared by a loop`;
    if ((list?.declarations?.length ?? 0) > 1) return `${what} is declared together with others`;
    if (list?.parent?.modifiers?.length) return `${what} is declared \`${textOf(tree, list.parent.modifiers[0]!)}\``;
    return undefined;
  }
  if (!binding) return `the object that holds ${what} is handed on`;
  const literal = binding.init && wrapped(tree, binding.init);
  const isTyped = !!binding.declaration.type || (!!literal && tree.kind(literal) !== K.ObjectLiteralExpression);
  if (isTyped) return `\`${binding.name}\` has a declared type`;
  const isProperty = (use: Node) => {
    const { parent } = wrapped(tree, use);
    return !!parent && tree.kind(parent) === K.PropertyAccessExpression;
  };
  if (!facts.references(binding).every(isProperty)) return `\`${binding.name}\` is handed on`;
  return undefined;
}

export interface Uses {
  /** `this.client`, `Service.client`, `other.client`, `client`: each as it stands, wrappers not included. */
  readonly known: readonly Node[];
  /** May be a use; a symbol question about the name (last) decides. */
  readonly doubtful: readonly { readonly node: Node; readonly name: Node }[];
  /** A use in a form that can't be rewritten: destructured, by a computed name, in a type. */
  readonly odd: Node | undefined;
}

/** The uses of the field, variable or property in this file, its declaration excluded. */
export function usesOf(facts: Facts, storage: Storage): Uses {
  return storage.kind === 'variable' ? variableUses(facts, storage) : memberUses(facts, storage);
}

function variableUses(facts: Facts, { binding, name }: Storage): Uses {
  const { tree } = facts;
  const known = facts.references(binding!);
  // `typeof client` in a type is no expression and so not among the references.
  let odd: Node | undefined;
  if (new RegExp(`\\btypeof\\s+${literally(name)}\\b`).test(tree.text)) {
    const count = [...tree.text.matchAll(new RegExp(`\\btypeof\\s+${literally(name)}\\b`, 'g'))].length;
    const inCode = known.filter((n) => n.parent && tree.kind(n.parent) === K.TypeOfExpression).length;
    if (count > inCode) odd = binding!.ident;
  }
  return { known, doubtful: [], odd };
}

function memberUses(facts: Facts, storage: Storage): Uses {
  const { tree } = facts;
  const { name, owner, binding } = storage;
  const known: Node[] = [];
  const doubtful: { node: Node; name: Node }[] = [];
  const scope = owner?.node ?? tree.root;
  const isInside = (node: Node) => node.pos >= scope.pos && node.end <= scope.end;
  for (const access of facts.accesses.get(name) ?? []) {
    const base = baseOf(facts, access.expression!);
    const isOwn =
      base &&
      !base.path.length &&
      (base.root.kind === 'this'
        ? base.root.owner === owner
        : base.root.kind === 'binding' && base.root.binding === binding);
    if (isOwn && isStaticUse(storage, base.root.kind === 'binding')) known.push(access);
    else if (base?.root.kind === 'this' && !base.path.length) continue;
    else if (storage.kind !== 'field') continue;
    else if (name.startsWith('#')) {
      if (isInside(access)) known.push(access);
    } else if (isInside(access) && access.name) doubtful.push({ node: access, name: access.name });
  }
  return { known: known.sort((a, b) => a.pos - b.pos), doubtful, odd: oddMemberUse(facts, storage, scope) };
}

function isStaticUse({ member, kind }: Storage, throughName: boolean): boolean {
  return kind !== 'field' || member?.isStatic === throughName;
}

/** `const { client } = this`, `this[name]`, `'client' in this`, `Service['client']`. */
function oddMemberUse(facts: Facts, { name, declaration, kind }: Storage, scope: Node): Node | undefined {
  const { tree } = facts;
  let odd: Node | undefined;
  const visit = (node: Node): true | undefined => {
    const k = tree.kind(node);
    if (
      k === K.BindingElement &&
      (node.propertyName ?? node.name)?.text === name &&
      tree.kind(node.parent) === K.ObjectBindingPattern
    )
      odd ??= isPropertyOfSelf(facts, node) ? node : undefined;
    else if (k === K.ElementAccessExpression && tree.kind(node.expression!) === K.ThisKeyword && kind === 'field') {
      const key = node.argumentExpression;
      if (key && tree.kind(key) !== K.StringLiteral && tree.kind(key) !== K.NumericLiteral) odd ??= node;
    } else if (k === K.StringLiteral && node.text === name && tree.kind(node.parent) !== K.ElementAccessExpression) {
      const parent = tree.kind(node.parent);
      if (
        parent === K.LiteralType ||
        (parent === K.BinaryExpression &&
          node.parent.left === node &&
          node.parent.operatorToken &&
          tree.kind(node.parent.operatorToken) === K.InKeyword)
      )
        odd ??= node;
    }
    return odd ? true : node.forEachChild(visit);
  };
  visit(scope);
  return odd === declaration ? undefined : odd;
}

/** The pattern takes its properties out of `this` or out of something that can't be told. */
function isPropertyOfSelf(facts: Facts, element: Node): boolean {
  const { tree } = facts;
  const pattern = element.parent;
  const holder = pattern.parent;
  if (!holder || tree.kind(holder) !== K.VariableDeclaration) return false;
  const init = holder.initializer && unwrap(tree, holder.initializer);
  return !!init && baseOf(facts, init)?.root.kind === 'this' && !baseOf(facts, init)?.path.length;
}

/** How the declaration starts out. */
export function startsEmpty(facts: Facts, { initializer }: Storage): boolean {
  return !initializer || isUndefinedOrNull(facts.tree, initializer);
}

/** The function that a storage lives as long as one call of; undefined: as long as the module or the instance. */
export function lifetimeOf(storage: Storage): Fn | undefined {
  const fn = storage.kind === 'field' ? undefined : storage.binding?.scope.fn;
  return fn?.kind === 'module' ? undefined : fn;
}

/** An annotation without `undefined` and `null`: the members of a union that are left, as written. */
export function withoutNullish(facts: Facts, type: Node): string | undefined {
  const { tree } = facts;
  let inner = type;
  while (tree.kind(inner) === K.ParenthesizedType && inner.type) inner = inner.type;
  if (tree.kind(inner) !== K.UnionType) return isNullishType(facts, inner) ? undefined : textOf(tree, inner);
  const kept = (inner.types ?? []).filter((t) => !isNullishType(facts, t));
  if (!kept.length) return undefined;
  return kept.map((t) => textOf(tree, t)).join(' | ');
}

function isNullishType(facts: Facts, type: Node): boolean {
  const { tree } = facts;
  const k = tree.kind(type);
  return (
    k === K.UndefinedKeyword || (k === K.LiteralType && textOf(tree, type) === 'null') || textOf(tree, type) === 'null'
  );
}

/** The annotation lets `null` in. */
export function allowsNull(facts: Facts, type: Node | undefined): boolean {
  return !!type && /\bnull\b/.test(textOf(facts.tree, type));
}

function literally(text: string): string {
  return text.replace(/[$\\^.*+?()[\]{}|]/g, '\\$&');
}

export function startOfDeclaration(facts: Facts, storage: Storage): number {
  return startOf(facts.tree, storage.declaration);
}
