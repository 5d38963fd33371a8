/** What TypeScript would no longer know of code that moves into a function of its own. */
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import { contains, isAssignmentTarget, isFunction, isLoop, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';
import { evolvingIn, isAssertion, narrowedFor } from './known-after.ts';
import { hasPlainType, isPlain } from './plain-types.ts';
import { bodyStatements, neverEnds, ownNodes } from './statements.ts';

/**
 * Why `nodes` (code of `fn` itself) can't become the body of an arrow function; undefined: they can.
 *
 * - A local of `fn` that they assign is used after them: its value is not known to be assigned there.
 * - They use `this.url`, or a `let`, in the narrowed type that a test before them gave it.
 *
 * - What is read after them is narrowed in them.
 *
 * @param except locals that the rewrite itself takes care of
 * @param isHandled reads behind the nodes that the rewrite itself takes care of
 */
export function captureProblem(
  facts: Facts,
  fn: Fn,
  nodes: readonly Node[],
  except: ReadonlySet<Binding> = new Set(),
  isHandled: (node: Node) => boolean = () => false,
): string | undefined {
  const problem = assignedLocal(facts, fn, nodes, except) ?? lostNarrowing(facts, fn, nodes);
  if (problem) return problem;
  const evolving = evolvingIn(facts, fn, nodes);
  if (evolving) return `\`${textOf(facts.tree, evolving)}\` has no type of its own`;
  const narrowed = narrowedFor(facts, fn, nodes, isHandled);
  return narrowed && `\`${textOf(facts.tree, narrowed)}\` is narrowed in it and read after it`;
}

function isIn(nodes: readonly Node[], node: Node): boolean {
  return nodes.some((outer) => contains(outer, node));
}

function assignedLocal(facts: Facts, fn: Fn, nodes: readonly Node[], except: ReadonlySet<Binding>): string | undefined {
  const { tree } = facts;
  const end = nodes.at(-1)?.end ?? 0;
  const inLoop = isInLoop(facts, fn, nodes);
  for (const identifier of ownNodes(tree, nodes, (n) => tree.kind(n) === K.Identifier)) {
    const binding = facts.resolve(identifier);
    if (!binding || except.has(binding) || binding.scope.fn !== fn || isIn(nodes, binding.ident)) continue;
    // `let count = 0` has its value and type whatever happens.
    if (!isAssignmentTarget(tree, identifier) || isSettled(facts, binding)) continue;
    // In closures TypeScript knows the type that it had after its last assignment, if that is in the same function.
    const uses = facts.references(binding);
    if (uses.some((use) => isIn(nodes, use) && facts.functionOf(use) !== fn))
      return `\`${binding.name}\` is assigned in it and used by a function in it`;
    const after = uses.some((use) => !isIn(nodes, use) && (inLoop || use.pos >= end));
    if (after) return `\`${binding.name}\` is assigned in it and used after it`;
  }
  for (const declared of facts.bindings) {
    if (declared.scope.fn !== fn || except.has(declared) || !isIn(nodes, declared.ident)) continue;
    if (facts.references(declared).some((use) => !isIn(nodes, use))) return `\`${declared.name}\` is used after it`;
  }
  return undefined;
}

function isInLoop(facts: Facts, fn: Fn, nodes: readonly Node[]): boolean {
  for (let at = nodes[0]?.parent; at && at !== fn.node; at = at.parent) if (isLoop(facts.tree, at)) return true;
  return false;
}

/** Access paths and reassigned variables that code before, or around, the nodes narrows by leaving otherwise. */
function lostNarrowing(facts: Facts, fn: Fn, nodes: readonly Node[]): string | undefined {
  const { tree } = facts;
  const first = nodes[0];
  if (!first) return undefined;
  const narrowed = new Set<string>();
  const note = (node: Node) => {
    for (const path of ownNodes(tree, [node], (n) => isNarrowable(facts, n, first) && !isCalledOn(facts, n)))
      narrowed.add(key(facts, path));
  };
  for (let at: Node = first; at !== fn.node && at.parent; at = at.parent) {
    const { parent } = at;
    const k = tree.kind(parent);
    if (isFunction(tree, at)) break;
    if (k === K.IfStatement && at !== parent.expression) note(parent.expression!);
    else if (k === K.ConditionalExpression && at !== parent.condition) note(parent.condition!);
    else if (k === K.BinaryExpression && at === parent.right) note(parent.left!);
    else if (k === K.WhileStatement && at === parent.statement) note(parent.expression!);
    else if (k === K.ForStatement && at === parent.statement && parent.condition) note(parent.condition);
    else if (k === K.CaseClause && parent.parent.parent.expression) note(parent.parent.parent.expression);
    for (const statement of parent.statements ?? []) {
      if (statement.pos >= at.pos) break;
      if (tree.kind(statement) === K.IfStatement && leavesOneWay(facts, statement)) note(statement.expression!);
      const called = tree.kind(statement) === K.ExpressionStatement ? statement.expression! : undefined;
      if (called && tree.kind(called) === K.CallExpression && isAssertion(facts, called)) note(called);
      for (const target of assignedPaths(facts, statement)) note(target);
    }
  }
  if (!narrowed.size) return undefined;
  for (const use of ownNodes(tree, nodes, (n) => isNarrowable(facts, n, first))) {
    if (narrowed.has(key(facts, use)) && !isAssignmentTarget(tree, use) && !isNarrowedInside(facts, use, nodes))
      return `\`${textOf(tree, use)}\` was tested before it`;
  }
  return undefined;
}

/** A property path, or a variable that changes after the closure is made: TypeScript forgets their narrowed type there. */
function isNarrowable(facts: Facts, node: Node, from: Node): boolean {
  const { tree } = facts;
  const k = tree.kind(node);
  if (k === K.PropertyAccessExpression) return !hasPlainType(facts, node);
  if (k !== K.Identifier) return false;
  const binding = facts.resolve(node);
  // An import may change in its own file.
  if (binding?.kind === 'import') return true;
  return !!binding && changesAfter(facts, binding, from) && !isPlain(facts, binding.declaration);
}

function isSettled(facts: Facts, binding: Binding): boolean {
  const { declaration } = binding;
  return binding.kind !== 'parameter' && !!declaration.initializer && isPlain(facts, declaration);
}

/** `this.cache.has` and `this.cache` of `this.cache.has(key)`: a call says nothing of what it is called on. */
function isCalledOn({ tree }: Facts, node: Node): boolean {
  const { parent } = node;
  if (tree.kind(parent) === K.CallExpression) return parent.expression === node && !parent.questionDotToken;
  const isReceiver = tree.kind(parent) === K.PropertyAccessExpression && !parent.questionDotToken;
  return isReceiver && isCalledOn({ tree } as Facts, parent);
}

/**
 * TypeScript keeps what it knows of a `let` or parameter in functions made after its last assignment: behind the whole
 * `if`, loop or `try` that the assignment is in.
 */
function changesAfter(facts: Facts, binding: Binding, from: Node): boolean {
  const { tree } = facts;
  const start = startOf(tree, from);
  return facts.references(binding).some((n) => {
    if (!isAssignmentTarget(tree, n)) return false;
    if (facts.functionOf(n) !== binding.scope.fn) return true;
    let end = n.end;
    for (let at = n.parent; at && !contains(at, binding.ident); at = at.parent)
      if (extending.has(tree.kind(at))) end = at.end;
    return end > start;
  });
}

const extending = new Set<number>([
  K.ExpressionStatement,
  K.VariableStatement,
  K.IfStatement,
  K.SwitchStatement,
  K.TryStatement,
  K.DoStatement,
  K.WhileStatement,
  K.ForStatement,
  K.ForInStatement,
  K.ForOfStatement,
]);

function leavesOneWay(facts: Facts, statement: Node): boolean {
  const { tree } = facts;
  const yes = neverEnds(tree, bodyStatements(tree, statement.thenStatement!));
  const no = !!statement.elseStatement && neverEnds(tree, bodyStatements(tree, statement.elseStatement));
  return yes || no;
}

/** What statements of the same list assign: an assignment narrows too. */
function assignedPaths(facts: Facts, statement: Node): Node[] {
  return ownNodes(facts.tree, [statement], (n) => {
    const k = facts.tree.kind(n);
    return (k === K.PropertyAccessExpression || k === K.Identifier) && isAssignmentTarget(facts.tree, n);
  });
}

/** The code that moves tests or assigns it itself first. */
function isNarrowedInside(facts: Facts, use: Node, nodes: readonly Node[]): boolean {
  const { tree } = facts;
  const own = key(facts, use);
  // What an assignment's own right side reads is not what it assigns.
  const isBefore = (n: Node) => wrapped(tree, n).parent.end <= use.pos;
  return ownNodes(tree, nodes, (n) => isAssignmentTarget(tree, n) && isBefore(n)).some((n) => key(facts, n) === own);
}

function key(facts: Facts, node: Node): string {
  return textOf(facts.tree, wrapped(facts.tree, node) === node ? node : node).replace(/\s+|[?!](?=\.)/g, '');
}
