/** Members of classes and of object literals. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Access, FnKind, Member, ThisOwner } from '../facts.ts';
import type { Walk } from './walk.ts';

const accessKeywords = new Set<number>([K.PrivateKeyword, K.ProtectedKeyword, K.PublicKeyword, K.ReadonlyKeyword]);
const functionKinds = new Set<number>([K.FunctionExpression, K.ArrowFunction]);

/** Members that are functions by their syntax; undefined for fields and all other nodes. */
export const methodKinds: ReadonlyMap<number, FnKind> = new Map<number, FnKind>([
  [K.MethodDeclaration, 'method'],
  [K.GetAccessor, 'getter'],
  [K.SetAccessor, 'setter'],
  [K.Constructor, 'constructor'],
]);

/** The name of a member that is known without running the program: `a`, `#a`, `'a'`. */
export function memberName(walk: Walk, name: Node | undefined): string | undefined {
  if (!name) return undefined;
  const k = walk.kind(name);
  return k === K.Identifier || k === K.PrivateIdentifier || k === K.StringLiteral ? name.text : undefined;
}

/** A setter beside a getter adds nothing; a method's overloads stand behind its body. */
export function declareClassMember(walk: Walk, owner: ThisOwner, node: Node): void {
  const k = walk.kind(node);
  if (k === K.Constructor) {
    for (const parameter of node.parameters ?? []) {
      const isProperty = (parameter.modifiers ?? []).some((m) => accessKeywords.has(walk.kind(m)));
      if (isProperty && parameter.name?.text)
        addMember(walk, owner, parameter, parameter.name.text, 'parameter-property');
    }
    return;
  }
  const name = memberName(walk, node.name);
  if (name === undefined) return;
  if (k === K.PropertyDeclaration) addMember(walk, owner, node, name, 'field');
  else if (k === K.MethodDeclaration && !node.body && owner.members.has(name)) return;
  else declareMethod(walk, owner, node, name);
}

export function declareProperty(walk: Walk, owner: ThisOwner, node: Node): void {
  const name = memberName(walk, node.name);
  if (name === undefined) return;
  const k = walk.kind(node);
  if (k === K.PropertyAssignment || k === K.ShorthandPropertyAssignment) {
    const holdsFunction = node.initializer && functionKinds.has(walk.kind(node.initializer));
    addMember(walk, owner, node, name, holdsFunction ? 'method' : 'field');
  } else declareMethod(walk, owner, node, name);
}

function declareMethod(walk: Walk, owner: ThisOwner, node: Node, name: string): void {
  const k = walk.kind(node);
  if (k === K.MethodDeclaration) addMember(walk, owner, node, name, 'method');
  else if (k === K.GetAccessor) addMember(walk, owner, node, name, 'getter');
  else if (k === K.SetAccessor && !owner.members.has(name)) addMember(walk, owner, node, name, 'setter');
}

function addMember(walk: Walk, owner: ThisOwner, node: Node, name: string, kind: Member['kind']): void {
  owner.members.set(name, {
    owner,
    name,
    isStatic: walk.hasModifier(node, K.StaticKeyword),
    access: accessOf(walk, node, name),
    readonly: walk.hasModifier(node, K.ReadonlyKeyword),
    kind,
    declaration: node,
    initializer: node.initializer,
    type: node.type,
    decorated: walk.hasModifier(node, K.Decorator),
  });
}

function accessOf(walk: Walk, node: Node, name: string): Access {
  if (name.startsWith('#') || walk.hasModifier(node, K.PrivateKeyword)) return 'private';
  return walk.hasModifier(node, K.ProtectedKeyword) ? 'protected' : 'public';
}
