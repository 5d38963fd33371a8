/** Whether anyone would see the race: how sure it is that two invocations overlap, weighed against what it costs. */
import { overlapAt, resolveCall } from '../../core/elsewhere.ts';
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import type { Interleaving } from '../../core/facts/interleave.ts';
import { unwrap } from '../../core/facts/shapes.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { Harm } from './harm.ts';

export function isPlausible(context: RuleContext, hit: Interleaving, harm: Harm): boolean {
  const { strict } = context.config;
  if (harm.kind === 'work' && !strict) return false;
  if (isLoopCondition(context, hit.test!.node) || hasOwnKey(hit) || isSingleFlight(context, hit)) return false;
  const overlap = overlapAt(context, hit.location, hit.fn);
  if (overlap === 'no') return false;
  if (overlap === 'yes' || strict) return true;
  return !refuses(context.facts, hit) && (!isLifecycle(hit.fn) || returnsValue(context.facts, hit.fn));
}

/** `while (!this.done)`: the loop asks whether to go on, not whether something is there. */
function isLoopCondition({ facts: { tree } }: RuleContext, test: Node): boolean {
  for (let at = test; at.parent; at = at.parent) {
    const k = tree.kind(at.parent);
    if (k === K.WhileStatement || k === K.DoStatement) return at.parent.expression === at;
    if (k === K.ForStatement) return at.parent.condition === at;
    if (k === K.Block || k === K.IfStatement) return false;
  }
  return false;
}

/** Each request brings its own key: nobody else asks for that entry. */
function hasOwnKey(hit: Interleaving): boolean {
  return /(call|request|message|event|trace|span|correlation|job|run|attempt|invocation)_?id\]$|(uuid|nonce|guid)\]$/i.test(
    hit.location.path.at(-1) ?? '',
  );
}

/** What is awaited keeps one promise, or holds a lock, for all who ask: A and B get the same. */
function isSingleFlight(context: RuleContext, hit: Interleaving): boolean {
  const { tree } = context.facts;
  const value = hit.write.value && unwrap(tree, hit.write.value);
  if (!value || hit.through || tree.kind(value) !== K.AwaitExpression) return false;
  const call = unwrap(tree, value.expression!);
  if (tree.kind(call) !== K.CallExpression) return false;
  const callee = resolveCall(context, call);
  return !!callee && keepsOne(callee.facts, callee.fn, 0);
}

function keepsOne(facts: Facts, fn: Fn, depth: number): boolean {
  const guards = guardsOf(facts, fn);
  let suspends = false;
  for (const block of facts.graph(fn).blocks) {
    for (const op of block.ops) {
      if (op.op !== 'suspend') continue;
      suspends = true;
      if (!guards.at(op)?.guards.size) return false;
    }
  }
  if (suspends || depth > 1) return suspends;
  // `return this.cache.open(…)`: whoever it delegates to.
  const last = fn.node.body;
  const expression = last && facts.tree.kind(last) !== K.Block ? last : last?.statements?.at(-1)?.expression;
  const call = expression && unwrap(facts.tree, expression);
  const callee = call && facts.tree.kind(call) === K.CallExpression ? calleeOf(facts, call) : undefined;
  return !!callee && keepsOne(facts, callee, depth + 1);
}

/** `if (this.server) throw new Error('already started')`: a second call is a mistake of the caller. */
function refuses({ tree }: Facts, hit: Interleaving): boolean {
  for (let at: Node | undefined = hit.test?.node; at; at = at.parent) {
    if (tree.kind(at) !== K.IfStatement) continue;
    const guarded = at.thenStatement!;
    const only = tree.kind(guarded) === K.Block ? guarded.statements?.at(-1) : guarded;
    return !!only && tree.kind(only) === K.ThrowStatement;
  }
  return false;
}

const lifecycle =
  /^[_#]*(init|initiali[sz]e|start|run|open|connect|set_?up|subscribe|launch|boot|bootstrap|register|listen|activate|mount|attach|login|main|create|execute|configure|install|enable)([A-Z_].*)?$/;

/** Called once by whoever owns the object, by convention. */
function isLifecycle(fn: Fn): boolean {
  let at: Fn | undefined = fn;
  while (at && !at.member && at.kind === 'arrow' && at.parent && !at.name) at = at.parent;
  return lifecycle.test(at?.name ?? '');
}

function returnsValue(facts: Facts, fn: Fn): boolean {
  const { tree } = facts;
  const visit = (node: Node): boolean | undefined => {
    const k = tree.kind(node);
    if (k === K.ReturnStatement)
      return node.expression && textOf(tree, node.expression) !== 'undefined' ? true : undefined;
    if (node !== fn.node && facts.functionAt(node)) return undefined;
    return node.forEachChild(visit);
  };
  return fn.node.body !== undefined && (tree.kind(fn.node.body) !== K.Block || visit(fn.node.body) === true);
}
