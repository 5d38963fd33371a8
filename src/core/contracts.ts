/** What a class says it fulfils: a call of a member of its interfaces and base classes may be one of its own member. */
import type { DeclarationKey } from './answers.ts';
import type { CallersHost } from './callers.ts';
import type { Fn } from './facts/facts.ts';
import { K, type Node, type SourceTree } from './syntax.ts';

/** Members of that name in the types that the class of `fn` names as its own, and in theirs. */
export function contractsOf(host: CallersHost, tree: SourceTree, { member }: Fn): readonly DeclarationKey[] {
  if (member?.owner.kind !== 'class' || member.isStatic) return [];
  return membersIn(host, tree, member.owner.node, member.name, 0);
}

function membersIn(host: CallersHost, tree: SourceTree, type: Node, name: string, depth: number): DeclarationKey[] {
  if (depth > 4) return [];
  const names = (type.heritageClauses ?? []).flatMap((clause) => (clause.types ?? []).flatMap(nameOf));
  const answers = host.answer(
    tree,
    names.map((node) => ({ ask: 'symbol', node })),
  );
  return answers.flatMap((answer) => {
    if (answer.ask !== 'symbol' || answer.unknown || answer.package) return [];
    return answer.declarations.flatMap(({ file, pos }) => {
      const other = host.tree(file);
      const declaration = other && typeAt(other, other.root, pos);
      if (!declaration) return [];
      const members = (declaration.members ?? declaration.type?.members ?? []).filter((m) => m.name?.text === name);
      return [...members.map((m) => ({ file, pos: m.pos })), ...membersIn(host, other, declaration, name, depth + 1)];
    });
  });
}

function nameOf({ expression }: Node): Node[] {
  const name = expression?.name ?? expression;
  return name ? [name] : [];
}

const types = new Set<number>([K.InterfaceDeclaration, K.ClassDeclaration, K.ClassExpression, K.TypeAliasDeclaration]);

function typeAt(tree: SourceTree, node: Node, pos: number): Node | undefined {
  if (node.pos > pos || node.end <= pos) return undefined;
  if (node.pos === pos && types.has(tree.kind(node))) return node;
  return node.forEachChild((child) => typeAt(tree, child, pos));
}
