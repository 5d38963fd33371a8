/** A class that is a token by hand extends `CancellationToken`, and keeps only what that has not. */
import type { Facts, Member } from '../../../core/facts/facts.ts';
import { locationOf } from '../../../core/facts/locations.ts';
import { assignmentOf, contains, isAssignmentTarget } from '../../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { importRuntime } from '../../../core/rewrite/imports.ts';
import { linesOf, ownNodes } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Flag } from '../flags.ts';
import type { TokenClass } from '../token-class.ts';
import { snapshotInConsumers } from './consumers.ts';

/** What `CancellationToken` has under the same name. */
const inherited = new Set(['cancel', 'reset', 'cancelled', 'wait', 'reason', 'buffer']);

export function extendFixes(facts: Facts, flag: Flag, token: TokenClass): Fix[] {
  const base = token.shared ? 'SharedCancellationToken' : 'CancellationToken';
  const runtime = importRuntime(facts, base);
  const edits = runtime && rewrite(facts, flag, token, runtime.local);
  if (!runtime || !edits) return [];
  return [
    {
      title: `Extend \`${base}\`: who looks at it later takes a \`snapshot()\``,
      // What threads share is laid out anew: all of them have to run this code.
      tier: token.shared ? 'suggestion' : 'safe',
      edits: (): readonly TextEdit[] => [...runtime.edits, ...edits].sort((a, b) => a.start - b.start),
    },
  ];
}

function rewrite(facts: Facts, flag: Flag, { owner, shared }: TokenClass, base: string): TextEdit[] | undefined {
  const { tree } = facts;
  const { text } = tree;
  const { node } = owner;
  const members = node.members ?? [];
  const first = members[0];
  const maker = members.find((m) => tree.kind(m) === K.Constructor);
  const name = flag.location.path[0]!;
  const flagMember = owner.members.get(name)!;
  const going = goingOf(facts, [...owner.members.values()], name);
  if (!first || node.heritageClauses?.length || (maker && !(shared && onlySets(facts, maker, going)))) return undefined;
  if (shared && flagMember.access !== 'private') return undefined;
  const kept = members.filter((m) => m !== maker && !going.some((g) => g.declaration === m));
  const draft = new Draft(tree);
  // What stays may look at the flag; it sets neither that nor what goes.
  for (const member of kept)
    for (const gone of going)
      for (const use of facts.accesses.get(gone.name) ?? []) {
        if (!contains(member, use)) continue;
        if (isAssignmentTarget(tree, use) || (gone.name === name ? shared : !inherited.has(gone.name)))
          return undefined;
        if (gone.name === name) draft.replace(startOf(tree, use.name!), use.name!.end, 'cancelled');
      }
  const open = first.pos - 1;
  const head = text.slice(0, open).trimEnd().length;
  const { indent, semicolon } = styleOf(tree);
  const own = `${indentAt(text, startOf(tree, node))}${indent}`;
  const alias =
    flagMember.access === 'public' && name !== 'cancelled'
      ? [
          `${own}get ${name}()${tree.isJavaScript ? '' : ': boolean'} {\n${own}${indent}return this.cancelled${semicolon}\n${own}}`,
        ]
      : [];
  const looks = new Map(['cancelled', 'wait', 'reason', 'throwIfCancelled'].map((look) => [look, look]));
  if (alias.length) looks.set(name, 'cancelled');
  for (const member of kept) if (isLook(facts, flag, member)) looks.set(member.name!.text!, 'cancelled');
  if (owner.name) snapshotInConsumers(facts, draft, owner.name, looks, node);
  draft.replace(head, node.end, () => {
    const parts = [...alias, ...kept.map((member) => lines(facts, draft, member))];
    const body = parts.length ? `{\n${parts.join('\n\n')}\n${indentAt(text, startOf(tree, node))}}` : '{}';
    return ` extends ${base}${shared ? '' : reasonType(facts, owner.members.get('cancel'))} ${body}`;
  });
  if (shared) removeNumbers(facts, draft, [...going.map((m) => m.declaration), ...(maker ? [maker] : [])]);
  return draft.edits();
}

/** The constructor takes a buffer at most, and puts it into what goes. */
function onlySets(facts: Facts, maker: Node, going: readonly Member[]): boolean {
  const { tree } = facts;
  const isSet = ({ expression }: Node) => {
    const target = expression && assignmentOf(tree, expression) === '=' ? expression.left! : undefined;
    return !!target && going.some(({ name }) => name === target.name?.text) && isOfThis(facts, target);
  };
  return (maker.parameters?.length ?? 0) <= 1 && (maker.body?.statements ?? []).every(isSet);
}

function isOfThis({ tree }: Facts, target: Node): boolean {
  return tree.kind(target) === K.PropertyAccessExpression && tree.kind(target.expression!) === K.ThisKeyword;
}

/** `const FLAG = 0;`, where only what goes has used it. */
function removeNumbers(facts: Facts, draft: Draft, going: readonly Node[]): void {
  const { tree } = facts;
  const afterLine = (at: number) => at + (/^\r?\n/.exec(tree.text.slice(at, at + 2))?.[0].length ?? 0);
  let top = 0;
  for (const binding of facts.bindings) {
    const { kind, declaration, scope, exported } = binding;
    const list = declaration.parent;
    if (kind !== 'const' || exported || scope.fn.kind !== 'module' || list?.declarations?.length !== 1) continue;
    const uses = facts.references(binding);
    if (!uses.length || !uses.every((use) => going.some((node) => contains(node, use)))) continue;
    const lines = linesOf(tree, list.parent, list.parent);
    const end = afterLine(lines.end);
    draft.remove(lines.start, end);
    if (lines.start <= top) top = end;
  }
  // The blank line behind them, which others have in front.
  if (top > 0) draft.remove(top, afterLine(top));
}

/** `get isCancelled() { return this.flag; }` */
function isLook(facts: Facts, { location }: Flag, member: Node): boolean {
  const { tree } = facts;
  const [only, ...more] = member.body?.statements ?? [];
  if (tree.kind(member) !== K.GetAccessor || !only?.expression || more.length) return false;
  return tree.kind(only) === K.ReturnStatement && locationOf(facts, only.expression)?.key === location.key;
}

function lines({ tree }: Facts, draft: Draft, member: Node): string {
  const { start, end } = linesOf(tree, member, member);
  return draft.text(start, end).replace(/^(?:[ \t]*\r?\n)+/, '');
}

/** The flag, what is inherited, and private fields that nothing else uses. */
function goingOf(facts: Facts, members: readonly Member[], flag: string): Member[] {
  const going = members.filter((m) => m.name === flag || (inherited.has(m.name) && isPlain(m)));
  const isOnlyTheirs = (m: Member) =>
    m.kind === 'field' &&
    m.access === 'private' &&
    (facts.accesses.get(m.name) ?? []).every((use) => going.some((g) => contains(g.declaration, use)));
  return [...going, ...members.filter((m) => !going.includes(m) && isOnlyTheirs(m))];
}

/** `wait()` and `reset()` take nothing, `cancel()` no more than a reason. */
function isPlain({ name, declaration, access }: Member): boolean {
  const count = declaration.parameters?.length ?? 0;
  return access === 'public' && count <= (name === 'cancel' ? 1 : 0);
}

/** `cancel(reason: string)` cancels with a string. */
function reasonType({ tree }: Facts, cancel: Member | undefined): string {
  const type = cancel?.declaration.parameters?.[0]?.type;
  if (!type || ownNodes(tree, [type], (n) => tree.kind(n) === K.Unknown && n !== type).length > 20) return '';
  return `<${textOf(tree, type)}>`;
}
