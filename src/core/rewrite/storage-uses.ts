/** Every use of a field, variable or property in its file. */
import type { Facts } from '../facts/facts.ts';
import { baseOf } from '../facts/locations.ts';
import { unwrap } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Storage } from './storage.ts';

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

function literally(text: string): string {
  return text.replace(/[$\\^.*+?()[\]{}|]/g, '\\$&');
}
