/** A class that is a token by hand extends `CancellationToken`, and keeps only what that has not. */
import type { Facts, Member } from '../../../core/facts/facts.ts';
import { locationOf } from '../../../core/facts/locations.ts';
import { contains, isAssignmentTarget } from '../../../core/facts/shapes.ts';
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
const inherited = new Set(['cancel', 'reset', 'cancelled', 'wait', 'reason']);

export function extendFixes(facts: Facts, flag: Flag, token: TokenClass): Fix[] {
  const runtime = importRuntime(facts, 'CancellationToken');
  const edits = runtime && rewrite(facts, flag, token, runtime.local);
  if (!runtime || !edits) return [];
  return [
    {
      title: 'Extend `CancellationToken`: who looks at it later takes a `snapshot()`',
      tier: 'safe',
      edits: (): readonly TextEdit[] => [...runtime.edits, ...edits].sort((a, b) => a.start - b.start),
    },
  ];
}

function rewrite(facts: Facts, flag: Flag, { owner }: TokenClass, base: string): TextEdit[] | undefined {
  const { tree } = facts;
  const { text } = tree;
  const { node } = owner;
  const members = node.members ?? [];
  const first = members[0];
  if (!first || node.heritageClauses?.length || members.some((m) => tree.kind(m) === K.Constructor)) return undefined;
  const name = flag.location.path[0]!;
  const going = goingOf(facts, [...owner.members.values()], name);
  const kept = members.filter((m) => !going.some((g) => g.declaration === m));
  const draft = new Draft(tree);
  // What stays may look at the flag; it sets neither that nor what goes.
  for (const member of kept)
    for (const gone of going)
      for (const use of facts.accesses.get(gone.name) ?? []) {
        if (!contains(member, use)) continue;
        if (isAssignmentTarget(tree, use) || (gone.name !== name && !inherited.has(gone.name))) return undefined;
        if (gone.name === name) draft.replace(startOf(tree, use.name!), use.name!.end, 'cancelled');
      }
  const open = first.pos - 1;
  const head = text.slice(0, open).trimEnd().length;
  const { indent, semicolon } = styleOf(tree);
  const own = `${indentAt(text, startOf(tree, node))}${indent}`;
  const flagMember = owner.members.get(name)!;
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
    return ` extends ${base}${reasonType(facts, owner.members.get('cancel'))} ${body}`;
  });
  return draft.edits();
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
