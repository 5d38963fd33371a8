/** A run looks at a snapshot of the token, taken when it begins, wherever it looked at the token itself. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { baseOf } from '../../../core/facts/locations.ts';
import { contains } from '../../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';
import { isOptional } from '../declared.ts';
import type { Flag } from '../flags.ts';
import { pollsOf } from '../polls.ts';
import { beginningOf, namesOfRun, takeSnapshot } from './beginnings.ts';

/** What a snapshot has, as the token has it. */
const members = ['cancelled', 'reason', 'signal', 'epoch', 'wait'];

export function snapshotFixes(facts: Facts, flag: Flag): Fix[] {
  const edits = everyRun(facts, flag);
  if (!edits) return [];
  return [{ title: 'Look at a `snapshot()` that the run takes as it begins', tier: 'safe', edits: () => edits }];
}

function everyRun(facts: Facts, flag: Flag): TextEdit[] | undefined {
  const { tree } = facts;
  const draft = new Draft(tree);
  for (const poll of pollsOf(facts, flag)) {
    const { fn } = poll;
    const beginning = beginningOf(facts, flag, poll);
    if (!beginning) return undefined;
    const { from } = beginning;
    const tokens = tokensIn(facts, flag, fn, from);
    const chained = tokens.filter(({ parent }) => parent.questionDotToken).length;
    // What is narrowed somewhere in between is not there yet, for all the compiler knows, as the run begins.
    if (chained < tokens.length && (chained || isOptional(facts, flag.location))) return undefined;
    const mark = chained ? '?' : '';
    const path = tokens.find((token) => localOf(facts, token) === undefined);
    const local = path && freeLocal(facts, fn, namesOfRun);
    const aliases = new Set<Node>();
    for (const token of tokens) {
      const alias = localOf(facts, token);
      if (!alias) draft.replaceNode(token, local!);
      else if (!standsForRun(facts, alias, from)) return undefined;
      else aliases.add(alias.init);
    }
    for (const init of aliases) draft.insert(init.end, `${mark}.snapshot()`);
    if (path) takeSnapshot(facts, draft, beginning, local!, textOf(tree, path) + mark);
  }
  return draft.edits();
}

/** The token, wherever the run looks at it. */
function tokensIn(facts: Facts, { location }: Flag, fn: Fn, from: number): Node[] {
  return members
    .flatMap((name) => facts.accesses.get(name) ?? [])
    .filter((access) => access.pos >= from && contains(fn.node, access))
    .map(({ expression }) => expression!)
    .filter((token) => baseOf(facts, token)?.key === location.key);
}

interface Alias {
  readonly init: Node;
  readonly uses: readonly Node[];
}

/** `const run = this.token`, of which `run` is a use. */
function localOf(facts: Facts, token: Node): Alias | undefined {
  const binding = facts.tree.kind(token) === K.Identifier ? facts.resolve(token) : undefined;
  const isAlias = binding?.init && binding.path?.length === 0 && facts.tree.kind(binding.init) !== K.NewExpression;
  return isAlias ? { init: binding.init!, uses: facts.references(binding) } : undefined;
}

/** It is taken by this run, and nothing is done to it that a snapshot cannot. */
function standsForRun({ tree }: Facts, { init, uses }: Alias, from: number): boolean {
  const isLook = ({ parent }: Node) =>
    tree.kind(parent) === K.PropertyAccessExpression && members.includes(parent.name?.text ?? '');
  return init.pos >= from && uses.every(isLook);
}
