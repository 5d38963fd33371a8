/** A scope written by hand, with `enter`, `spawn` and `exit`, becomes a `TaskGroup`: it needs no entry. */
import { memberFunction, memberOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn, Member, ThisOwner } from '../../core/facts/facts.ts';
import { baseOf } from '../../core/facts/locations.ts';
import { calleeName, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { importRuntime } from '../../core/rewrite/imports.ts';
import { removeAll } from '../../core/rewrite/in-finally.ts';
import { ownAwaits } from '../../core/rewrite/statements.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Split } from './split.ts';

export function fixesOf(facts: Facts, { opening }: Split): Fix[] {
  const edits = opening.kind === 'scope' ? grouped(facts, opening.call, opening.fn) : undefined;
  // What the class did beside is told by its own code, which is not looked at.
  return edits ? [{ title: `Make \`${opening.name}\` a \`TaskGroup\``, tier: 'suggestion', edits: () => edits }] : [];
}

function grouped(facts: Facts, enter: Node, fn: Fn): TextEdit[] | undefined {
  const { tree } = facts;
  const field = unwrap(tree, enter.expression!.expression!);
  const base = tree.kind(field) === K.PropertyAccessExpression ? baseOf(facts, field.expression!) : undefined;
  const owner = base?.root.kind === 'this' && !base.path.length ? base.root.owner : undefined;
  const member = owner && memberOf(owner, field.name?.text ?? '');
  const scope = member && classOf(facts, member);
  const imported = scope && importRuntime(facts, 'TaskGroup');
  if (!imported || !member.initializer) return undefined;
  const draft = new Draft(tree);
  draft.replaceNode(unwrap(tree, member.initializer), `new ${imported.local}()`);
  if (member.type) draft.replaceNode(member.type, imported.local);
  const entries: Node[] = [];
  for (const access of facts.accesses.get(member.name) ?? [])
    if (!rewriteUse(facts, draft, access, owner!, scope, entries)) return undefined;
  // Without any `await` left linters ask why the function is asynchronous.
  const left = ownAwaits(tree, fn.node.body ? [fn.node.body] : []).filter(
    (a) => !entries.some((s) => s.expression === a),
  );
  if (entries.length !== 1 || !left.length) return undefined;
  removeAll(tree, draft, entries);
  const edits = draft.edits();
  return edits && [...imported.edits, ...edits].sort((a, b) => a.start - b.start);
}

/** A class of this file that others still use or that stays exported, made without arguments for a private field. */
function classOf(facts: Facts, { access, initializer, isStatic, decorated }: Member): ThisOwner | undefined {
  const { tree } = facts;
  const made = initializer && unwrap(tree, initializer);
  if (!made || tree.kind(made) !== K.NewExpression || made.arguments?.length || access !== 'private') return undefined;
  const binding =
    made.expression && tree.kind(made.expression) === K.Identifier ? facts.resolve(made.expression) : undefined;
  const owner = binding && facts.ownerAt(binding.declaration);
  return owner?.exported && !isStatic && !decorated ? owner : undefined;
}

/** `enter()` goes, `spawn(task)` stays, `exit()` becomes `cancel()` if it aborts the tasks, else `close()`. */
function rewriteUse(
  facts: Facts,
  draft: Draft,
  access: Node,
  owner: ThisOwner,
  scope: ThisOwner,
  entries: Node[],
): boolean {
  const { tree } = facts;
  const base = baseOf(facts, access.expression!);
  if (base?.root.kind !== 'this' || base.path.length || base.root.owner !== owner) return false;
  const method = wrapped(tree, access).parent;
  const call = method && wrapped(tree, method).parent;
  if (!call || tree.kind(call) !== K.CallExpression || unwrap(tree, call.expression!) !== method) return false;
  const around = wrapped(tree, call).parent;
  const isAwaited = tree.kind(around) === K.AwaitExpression && tree.kind(around.parent) === K.ExpressionStatement;
  switch (calleeName(tree, call)) {
    case 'enter':
      if (isAwaited) entries.push(around.parent);
      return isAwaited && !call.arguments?.length;
    case 'exit':
    case 'leave': {
      const body = memberFunction(facts, scope, method.name!.text!)?.node.body;
      if (!isAwaited || call.arguments?.length || !body) return false;
      draft.replaceNode(method.name!, /\.abort\(/.test(textOf(tree, body)) ? 'cancel' : 'close');
      return true;
    }
    case 'spawn':
      if (call.arguments?.length !== 1 || tree.kind(around) !== K.ExpressionStatement) return false;
      draft.insert(startOf(tree, around), 'void ');
      return true;
    default:
      return false;
  }
}
