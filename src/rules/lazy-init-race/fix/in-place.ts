/** Get-or-create in one expression: `x ??= await make()`, `x ?? (x = await make())`. */
import type { Facts } from '../../../core/facts/facts.ts';
import { wrapped } from '../../../core/facts/shapes.ts';
import { captureProblem } from '../../../core/rewrite/captures.ts';
import { isInTry, ownAwaits, ownYields, placeOf } from '../../../core/rewrite/statements.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import { laterReads } from './aliases.ts';
import type { Scene } from './presence.ts';
import type { Site } from './sites.ts';
import type { Access } from './target.ts';

/** @param whole the assignment, or what it is the right side of */
export function inPlace(scene: Scene, access: Access, whole: Node): Site | undefined {
  const { facts } = scene;
  const { tree } = facts;
  const { value } = access;
  const fn = facts.functionOf(whole);
  if (!value || !fn.async || fn.generator || !ownAwaits(tree, [value]).length) return undefined;
  const isOwn = (read: Node) => scene.accessAt(read) !== undefined;
  if (captureProblem(facts, fn, [value], new Set(), isOwn) || ownYields(tree, [value]).length) return undefined;
  const outer = wrapped(tree, whole);
  const { parent } = outer;
  const site: Site = {
    fn,
    access,
    alias: undefined,
    exact: isExact(scene, whole),
    form: 'expression',
    nodes: [value],
    completions: [],
    outcome: 'value',
    start: startOf(tree, whole),
    end: whole.end,
    head: outer,
    body: undefined,
    condition: [],
    inTry: isInTry(tree, whole, fn.node),
    later: [],
    local: undefined,
  };
  const place = parent && tree.kind(parent) === K.ExpressionStatement ? placeOf(tree, parent) : undefined;
  if (parent && place) {
    const statement = { ...site, head: parent, start: startOf(tree, parent), end: parent.end };
    const next = place.statements[place.index + 1];
    const returned = next && tree.kind(next) === K.ReturnStatement && next.expression;
    const read = returned ? scene.accessAt(returned) : undefined;
    if (read?.does === 'read' && scene.sameKey(read, access))
      return { ...statement, outcome: 'return', end: next!.end };
    const later = laterReads(scene, parent, fn, access);
    return { ...statement, outcome: later.length ? 'bind' : 'statement', later };
  }
  if (!parent || !losesParentheses(facts, parent)) return site;
  const isReturned = tree.kind(parent) === K.ReturnStatement || parent === fn.node;
  return {
    ...site,
    start: startOf(tree, outer),
    end: outer.end,
    outcome: isReturned && !site.inTry ? 'return' : 'value',
  };
}

/** It makes the value where there is none, not where there is something falsy. */
function isExact(scene: Scene, whole: Node): boolean {
  if (whole.condition) return scene.presence(whole.condition)?.exact ?? false;
  const operator = scene.facts.tree.kind(whole.operatorToken!);
  return operator === K.QuestionQuestionToken || operator === K.QuestionQuestionEqualsToken;
}

/** Parentheses around the whole are not needed here once it is `await …`. */
function losesParentheses({ tree }: Facts, parent: Node): boolean {
  const k = tree.kind(parent);
  return k === K.VariableDeclaration || k === K.ReturnStatement || k === K.ArrowFunction || k === K.PropertyAssignment;
}
