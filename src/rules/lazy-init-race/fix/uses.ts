/** Everything else that is done to the value: looking at it, resetting it, setting it outright. */
import type { TypeAnswer } from '../../../core/answers.ts';
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { wrapped } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { K, type Node } from '../../../core/syntax.ts';
import { comparedNullish } from './edits.ts';
import type { Naming } from './naming.ts';
import { afterWrite, throughLocal } from './narrowed.ts';
import type { Scene } from './presence.ts';
import { standingOf } from './standing.ts';
import type { Access } from './target.ts';

export interface UsesInput {
  readonly scene: Scene;
  readonly draft: Draft;
  readonly naming: Naming;
  readonly typeOf: (node: Node) => TypeAnswer;
  /** The declared type lets `null` in: then what is handed on stays null where nothing is there. */
  readonly nullable: boolean;
}

/** Undefined when all could be rewritten; else the reason why not. */
export function rewriteUses(input: UsesInput, accesses: readonly Access[]): string | undefined {
  const { facts, target } = input.scene;
  const byFn = new Map<Fn, Access[]>();
  for (const access of [...accesses].sort((a, b) => a.node.pos - b.node.pos)) {
    const fn = facts.functionOf(access.node);
    byFn.set(fn, [...(byFn.get(fn) ?? []), access]);
  }
  for (const own of byFn.values()) {
    const problem = target.kind === 'value' ? values(input, own) : each(input, own);
    if (problem) return problem;
  }
  return undefined;
}

/** The accesses of one function to a value that TypeScript may have narrowed between them. */
function values(input: UsesInput, accesses: readonly Access[]): string | undefined {
  const narrowed = accesses.filter((a) => a.does === 'read' && isNarrowed(input, a.node));
  const [first] = narrowed;
  if (!first) return each(input, accesses);
  const written = accesses.find((a) => a.does === 'write' && a.node.end <= first.node.pos);
  const rest = written ? afterWrite(input, accesses, narrowed, written) : throughLocal(input, accesses, narrowed);
  return typeof rest === 'string' ? rest : each(input, rest);
}

/** Its type here is the declared one without undefined: a test, or an assignment, before it says so. */
function isNarrowed({ scene, typeOf }: UsesInput, node: Node): boolean {
  const standing = standingOf(scene.facts, node);
  if (standing !== 'member' && standing !== 'value') return false;
  const type = typeOf(node);
  return type.unknown ? standing === 'member' : !type.nullable;
}

function each(input: UsesInput, accesses: readonly Access[]): string | undefined {
  for (const access of accesses) {
    const problem = rewrite(input, access);
    if (problem) return problem;
  }
  return undefined;
}

function rewrite(input: UsesInput, access: Access): string | undefined {
  const { scene, draft, naming } = input;
  const { facts, target } = scene;
  const { node, use, does, value } = access;
  const place = naming.place(use);
  if (target.kind === 'map') {
    if (does === 'renew') {
      if (!isStatement(facts, node)) return `\`${target.storage.name}\` is set in the middle of an expression`;
      draft.replaceNode(node, `${place}.clear()`);
    } else if (does === 'read') draft.replaceNode(node.expression!, `${place}.peek`);
    else draft.replaceNode(use, place);
    return undefined;
  }
  if (does === 'read') {
    if (target.kind === 'flag') draft.replaceNode(node, shorthand(facts, node, `${place}.settled`));
    else peek(input, access, place);
    return undefined;
  }
  if (!isStatement(facts, node)) return `\`${target.storage.name}\` is set in the middle of an expression`;
  const outer = wrapped(facts.tree, node);
  if (does === 'reset') draft.replaceNode(outer, `${place}.reset()`);
  else draft.replaceNode(outer, () => `${place}.set(${target.kind === 'flag' ? '' : draft.textOf(value!)})`);
  return undefined;
}

function isStatement({ tree }: Facts, node: Node): boolean {
  const { parent } = wrapped(tree, node);
  const k = parent && tree.kind(parent);
  return k === K.ExpressionStatement || k === K.ArrowFunction || k === K.VoidExpression;
}

function peek({ scene, draft, nullable }: UsesInput, { node }: Access, place: string): void {
  const { facts } = scene;
  const standing = standingOf(facts, node);
  comparedNullish(facts, draft, node);
  const text = standing === 'value' && nullable ? orNull(facts, node, `${place}.peek()`) : `${place}.peek()`;
  draft.replaceNode(node, shorthand(facts, node, text));
}

/** `{ client }` → `{ client: client.peek() }` */
function shorthand({ tree }: Facts, node: Node, text: string): string {
  const { parent } = wrapped(tree, node);
  return parent && tree.kind(parent) === K.ShorthandPropertyAssignment ? `${node.text}: ${text}` : text;
}

const loose = new Set<number>([
  K.ReturnStatement,
  K.VariableDeclaration,
  K.CallExpression,
  K.PropertyAssignment,
  K.ShorthandPropertyAssignment,
  K.ArrowFunction,
  K.ParenthesizedExpression,
]);

function orNull({ tree }: Facts, node: Node, text: string): string {
  const { parent } = wrapped(tree, node);
  return parent && loose.has(tree.kind(parent)) ? `${text} ?? null` : `(${text} ?? null)`;
}
