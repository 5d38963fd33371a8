/** Where a function waits for what a collection held at one moment, and what it does to the collection afterwards. */
import { uses } from '../facts/callgraph.ts';
import type { Facts, Fn } from '../facts/facts.ts';
import { calleeName, isFunction, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { afterWait } from './after.ts';
import type { Collection } from './collections.ts';
import type { Use } from './uses.ts';

export interface Wait {
  readonly fn: Fn;
  /** The `await`, or the call of `.then` whose callback goes on after the wait. */
  readonly suspension: Node;
  /** The mention whose content is waited for. */
  readonly use: Use;
  /** Where the content is copied; what comes later isn't in it. */
  readonly snapshot: Node;
  /** `await this.flush()`: the call of the function that waits. */
  readonly through: Node | undefined;
}

/** Waits for all of a copy. A loop over the collection itself sees what comes late, and is none. */
export function waitsOf(facts: Facts, collection: Collection): Wait[] {
  const found: Wait[] = [];
  for (const use of collection.uses) {
    if (use.kind === 'copy' || (use.kind === 'wait' && isForAll(facts, use.at))) {
      for (const suspension of suspensionsAfter(facts, use.at)) found.push(waitAt(facts, suspension, use, use.at));
    } else if (use.kind === 'each' && isDisturbed(collection)) {
      for (const suspension of awaitsInLoop(facts, use.at))
        found.push(waitAt(facts, suspension, use, use.at.expression!));
    }
  }
  for (const wait of [...found]) found.push(...waitsForHelper(facts, collection, wait));
  return found;
}

function waitAt(facts: Facts, suspension: Node, use: Use, snapshot: Node): Wait {
  return { fn: facts.functionOf(suspension), suspension, use, snapshot, through: undefined };
}

/** Who awaits a function that waits once, waits once. */
function waitsForHelper(facts: Facts, collection: Collection, wait: Wait): Wait[] {
  if (!afterWait(facts, collection, wait).ends) return [];
  return uses(facts, wait.fn).flatMap(({ call }) => {
    const suspension = call && wrapped(facts.tree, call).parent;
    if (!suspension || facts.tree.kind(suspension) !== K.AwaitExpression) return [];
    return { ...wait, fn: facts.functionOf(call), suspension, through: call };
  });
}

function isForAll(facts: Facts, call: Node): boolean {
  const name = calleeName(facts.tree, call);
  return name === 'all' || name === 'allSettled';
}

/** Removing from an array, or replacing it, moves entries past the loop that walks it; Sets and Maps don't mind. */
function isDisturbed({ shape, uses }: Collection): boolean {
  return shape === 'Array' && uses.some((u) => u.kind === 'remove');
}

/** Where the value of an expression is awaited: in place, or through the constant that holds it. */
function suspensionsAfter(facts: Facts, node: Node, depth = 0): Node[] {
  const { tree } = facts;
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    switch (tree.kind(parent)) {
      case K.AwaitExpression:
        return [parent];
      case K.CallExpression: {
        if (parent.expression === at) break;
        const isRace = at === wrapped(tree, node) && /^Promise\.(race|any)$/.test(textOf(tree, parent.expression!));
        if (isRace) return [];
        break;
      }
      case K.PropertyAccessExpression: {
        const name = parent.name?.text;
        if (name === 'length' || name === 'size') return [];
        if (name === 'then' || name === 'finally') {
          const call = wrapped(tree, parent).parent;
          if (call && tree.kind(call) === K.CallExpression && isContinued(facts, call)) return [call];
        }
        break;
      }
      case K.ForOfStatement:
        return parent.expression === at ? awaitsInLoop(facts, parent) : [];
      case K.VariableDeclaration:
        return depth < 3 ? throughLocal(facts, parent, depth) : [];
      case K.NewExpression:
      case K.ArrayLiteralExpression:
      case K.SpreadElement:
      case K.ParenthesizedExpression:
      case K.AsExpression:
      case K.SatisfiesExpression:
      case K.NonNullExpression:
      case K.ConditionalExpression:
      case K.BinaryExpression:
        break;
      default:
        return [];
    }
  }
  return [];
}

/** `.then(() => { … })` with a function of its own. */
function isContinued(facts: Facts, call: Node): boolean {
  return (
    !!call.arguments?.some((a) => isFunction(facts.tree, a)) &&
    facts.tree.kind(wrapped(facts.tree, call).parent) !== K.AwaitExpression
  );
}

function throughLocal(facts: Facts, declaration: Node, depth: number): Node[] {
  const { name } = declaration;
  if (!name || facts.tree.kind(name) !== K.Identifier) return [];
  const binding = facts.lookup(name.text ?? '', name);
  if (!binding || !facts.isConstant(binding)) return [];
  return facts.references(binding).flatMap((use) => suspensionsAfter(facts, use, depth + 1));
}

/** `for (const task of tasks) await task`. */
function awaitsInLoop(facts: Facts, loop: Node): Node[] {
  const { tree } = facts;
  const names = (loop.initializer?.declarations ?? []).flatMap((d) => (d.name ? namesOf(d.name) : []));
  const found: Node[] = [];
  if (loop.awaitModifier) found.push(loop);
  const visit = (node: Node): undefined => {
    if (isFunction(tree, node)) return undefined;
    if (tree.kind(node) === K.AwaitExpression && mentionsOneOf(node, names)) found.push(node);
    node.forEachChild(visit);
    return undefined;
  };
  visit(loop.statement!);
  return found;
}

function namesOf(name: Node): string[] {
  return name.text !== undefined ? [name.text] : (name.elements ?? []).flatMap((e) => (e.name ? namesOf(e.name) : []));
}

function mentionsOneOf(node: Node, names: readonly string[]): boolean {
  return (
    names.includes(node.text ?? '') || node.forEachChild((c) => (mentionsOneOf(c, names) ? true : undefined)) === true
  );
}
