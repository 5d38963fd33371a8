/** A field or variable gets a token: each run begins an epoch of its own, which ends the one before. */
import type { Binding, Facts, Fn } from '../../../core/facts/facts.ts';
import type { Location } from '../../../core/facts/locations.ts';
import { calleeName } from '../../../core/facts/shapes.ts';
import type { Fix } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { importRuntime } from '../../../core/rewrite/imports.ts';
import { homeOf, nameOfLock } from '../../../core/rewrite/lock-home.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, startOf } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import { bodyOf, startOfRun } from './begin.ts';
import { checkFor } from './check.ts';

export function tokenFix(facts: Facts, { write, root }: Candidate): Fix | undefined {
  const { location } = write;
  if (!location || !bodyOf(root)) return undefined;
  const { tree } = facts;
  const kept = snapshotOf(facts, root);
  const begin = startOfRun(facts, root, write);
  const check = checkFor(facts, write);
  const runtime = importRuntime(facts, 'CancellationToken');
  const read = write.node.left ?? write.node;
  // One token a location: a run of either function ends the one before.
  const known = existing(facts, location);
  const home = known ? undefined : runtime && homeOf(facts, { location, read, fn: root, keyType: undefined, noun });
  const token = known ?? home?.text;
  if (!begin || !check || !token || isReadAfter(facts, write.node, location.key, root)) return undefined;
  const { semicolon } = styleOf(tree);
  const local = kept ?? freeLocal(facts, root, ['latest', 'turn', 'snapshot']);
  const draft = new Draft(tree);
  if (home && runtime && !kept) {
    for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
    draft.insert(home.at, home.line(`new ${runtime.local}()${semicolon}`));
  }
  const indent = indentAt(tree.text, startOf(tree, begin));
  const lines = [`${token}.cancel()`, `${token}.reset()`, `const ${local} = ${token}.snapshot()`];
  if (!kept) draft.insert(startOf(tree, begin), lines.map((line) => `${line}${semicolon}\n${indent}`).join(''));
  check.insert(draft, `${local}.cancelled`, `!${local}.cancelled`);
  const edits = draft.edits();
  return (
    edits && {
      title: 'Keep the answer only if its token snapshot is not cancelled',
      tier: check.onlyState && !home?.makesNominal ? 'safe' : 'suggestion',
      edits: () => edits,
    }
  );
}

const noun = 'Token';

/** `const latest = token.snapshot()`: the run has begun an epoch already. */
function snapshotOf({ bindings, tree }: Facts, fn: Fn): string | undefined {
  const isSnapshot = ({ scope, init }: Binding) =>
    scope.fn === fn && !!init && tree.kind(init) === K.CallExpression && calleeName(tree, init) === 'snapshot';
  return bindings.find(isSnapshot)?.name;
}

/** The token that a rewrite has put beside the location. */
function existing(facts: Facts, location: Location): string | undefined {
  const { root } = location;
  const name = nameOfLock(facts, location, noun);
  if (root.kind === 'global') return undefined;
  const owner = root.kind === 'this' ? root.owner : facts.owners.find((o) => o.binding === root.binding);
  const member = owner?.members.get(name) ?? owner?.members.get(`#${name}`);
  const variable = root.kind === 'binding' ? root.binding.scope.names.get(name) : undefined;
  const made = member ? member.initializer : variable?.init;
  if (
    !made ||
    facts.tree.kind(made) !== K.NewExpression ||
    !/CancellationToken$/.test(calleeName(facts.tree, made) ?? '')
  )
    return undefined;
  if (!member) return name;
  return `${root.kind === 'this' ? 'this' : root.binding.name}.${member.name}`;
}

/** What follows counts on the value just written, TypeScript's narrowing included. */
function isReadAfter(facts: Facts, write: Candidate['write']['node'], key: string, root: Candidate['root']): boolean {
  return facts
    .graph(root)
    .blocks.some(({ ops }) => ops.some((op) => op.op === 'read' && op.location.key === key && op.node.pos > write.end));
}
