/** Where a shared value is kept: a class field, a variable, a property of an object literal. */
import type { Binding, Facts, Fn, Member, ThisOwner } from '../facts/facts.ts';
import type { Location } from '../facts/locations.ts';
import { isUndefinedOrNull, unwrap, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';

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

/** How the declaration starts out. */
export function startsEmpty(facts: Facts, { initializer }: Storage): boolean {
  return !initializer || isUndefinedOrNull(facts.tree, initializer);
}

/** The function that a storage lives as long as one call of; undefined: as long as the module or the instance. */
export function lifetimeOf(storage: Storage): Fn | undefined {
  const fn = storage.kind === 'field' ? undefined : storage.binding?.scope.fn;
  return fn?.kind === 'module' ? undefined : fn;
}
