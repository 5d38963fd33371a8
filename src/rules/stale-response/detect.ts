/** Which results of an await are written where a later call may have written its own before. */
import { namedAs } from '../../core/cancellation.ts';
import { isSerialisedElsewhere, overlapAt } from '../../core/elsewhere.ts';
import { callbackUse } from '../../core/facts/callbacks.ts';
import { callbackOf } from '../../core/facts/callgraph.ts';
import { stateOf } from '../../core/facts/components.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { locationOf } from '../../core/facts/locations.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import {
  calleeName,
  contains,
  isAssignmentTarget,
  isConstantExpression,
  isUndefinedOrNull,
  receiverOf,
  unwrap,
} from '../../core/facts/shapes.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import { mentions } from '../../core/facts/tests.ts';
import { isLifecycle } from '../../core/overlap.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { isChecked } from './checks.ts';
import { isKeyed } from './keyed.ts';
import { chainOf, type Leaf, leavesOf } from './leaves.ts';
import { type Run, runsOf, varies } from './runs.ts';
import { handedOn, type StateWrite, writesOf } from './writes.ts';

export interface Candidate {
  readonly write: StateWrite;
  /** What differs from one run to the next. */
  readonly leaf: Leaf;
  /** Of a component's state. */
  readonly run: Run | undefined;
  /** What runs anew. */
  readonly root: Fn;
}

export function detect(context: RuleContext): Candidate[] {
  const { facts } = context;
  const found: Candidate[] = [];
  for (const write of allWrites(facts)) {
    const candidate = candidateOf(context, write);
    // One finding an await: what else is written from its result is mended with it.
    if (candidate && !found.some((c) => c.leaf.awaited === candidate.leaf.awaited)) found.push(candidate);
  }
  return found;
}

function* allWrites(facts: Facts): Iterable<StateWrite> {
  for (const fn of facts.functions) if (fn.suspends || chainOf(facts, fn)) yield* writesOf(facts, fn);
  for (const call of facts.callsTo((name) => name === 'then')) {
    const write = handedOn(facts, call);
    if (write) yield write;
  }
}

function candidateOf(context: RuleContext, write: StateWrite): Candidate | undefined {
  if (write.guarded || !isAnswer(context.facts, write) || isChecked(context.facts, write)) return undefined;
  return write.state ? inComponent(context, write, write.state.scope.fn) : inObject(context, write);
}

function inComponent(context: RuleContext, write: StateWrite, component: Fn): Candidate | undefined {
  const { facts } = context;
  for (const run of runsOf(facts, write.fn, component)) {
    const within = contains(run.fn.node, write.fn.node) ? run.fn : topUnder(write.fn, component);
    const leaf = answerOf(facts, write, within).find((l) => varies(facts, l, run));
    if (!leaf || isCancelled(context, [run.fn, write.fn], leaf) || isStamped(context, write, within)) continue;
    if (isSerialised(facts, write.fn) || isBusy(context, [run.fn, write.fn], leaf, component)) continue;
    if (run.how !== 'effect' && isCommand(facts, leaf.awaited)) continue;
    const type = context.ask('type', leaf.node);
    if (!type || type.callable || isService(facts, leaf.node, type.name)) continue;
    if (run.how === 'effect' && isKeyed(context, component, leaf)) continue;
    return { write, leaf, run, root: run.fn };
  }
  return undefined;
}

/** Of `f(x).then(set)` all that is called. */
function answerOf(facts: Facts, { node, value }: StateWrite, within: Fn): Leaf[] {
  return leavesOf(facts, value, within, facts.tree.kind(node) === K.Identifier ? value : undefined);
}

function topUnder(fn: Fn, component: Fn): Fn {
  let at = fn;
  while (at.parent && at.parent !== component) at = at.parent;
  return at;
}

function inObject(context: RuleContext, write: StateWrite): Candidate | undefined {
  const { facts, config } = context;
  const { location } = write;
  const root = rootOf(facts, write.fn);
  if (!location || !sharingOf(facts, location, root, config) || isSerialised(facts, write.fn)) return undefined;
  if (isLifecycle(root) || isReadBefore(context, write, root)) return undefined;
  const leaf = answerOf(facts, write, root).find((l) => isInput(context, l, root));
  if (!leaf || isCancelled(context, [root], leaf) || isStamped(context, write, root)) return undefined;
  if (isCommand(facts, leaf.awaited)) return undefined;
  if (isSerialisedElsewhere(context, root) !== false) return undefined;
  const type = context.ask('type', leaf.node);
  if (!type || !(type.unknown || type.primitive || type.collection === 'Array' || subjects.test(type.name ?? '')))
    return undefined;
  const overlap = overlapAt(context, location, root);
  return overlap === 'yes' || overlap === 'hand' || (overlap !== 'no' && context.config.strict)
    ? { write, leaf, run: undefined, root }
    : undefined;
}

/** Objects that are asked about, where others are who is asked, or how. */
const subjects = /^(Uri|URI|URL|TextDocument|TextEditor|Range|Position|Selection|Date|File|Blob)$/;

/** The method or function that holds the code, or the callback that an event runs. */
function rootOf(facts: Facts, fn: Fn): Fn {
  let at = fn;
  while (!at.member && at.parent && at.parent.kind !== 'module' && at.kind === 'arrow' && !at.name) {
    const callback = callbackOf(facts, at.node);
    if (callback && callbackUse(facts, callback.call) === 'event') break;
    at = at.parent;
  }
  return at;
}

/** An argument, or a field that others set. */
function isInput({ facts }: RuleContext, { binding, node, inHelper }: Leaf, root: Fn): boolean {
  if (binding) {
    if (binding.kind === 'parameter') return binding.scope.fn === root || contains(root.node, binding.ident);
    return false;
  }
  const location = locationOf(facts, node);
  const name = location?.path[0];
  if (location?.root.kind !== 'this' || !name || inHelper) return false;
  return (facts.accesses.get(name) ?? []).some(
    (access) =>
      isAssignmentTarget(facts.tree, access) && !['constructor', 'initializer'].includes(facts.functionOf(access).kind),
  );
}

/** The one before is aborted, or what is awaited is given a signal. */
function isCancelled({ facts }: RuleContext, functions: readonly Fn[], leaf: Leaf): boolean {
  const { tree } = facts;
  const isSignal = (n: Node) =>
    (!!namedAs(tree, n) && !/AbortSignal\.timeout/.test(textOf(tree, n.parent))) ||
    (tree.kind(n) === K.Identifier && /^token$|^cancel|^abort/i.test(n.text ?? ''));
  if (mentions(facts, leaf.awaited, isSignal)) return true;
  const own = facts.calls.filter((call) => functions.some((fn) => contains(fn.node, call)));
  // A token whose snapshot is looked at ends nothing by itself.
  const looks = own.some((call) => calleeName(tree, call) === 'snapshot');
  return own.some(
    (call) =>
      (!looks && /^_?(abort|cancel(?!AnimationFrame|led$))/i.test(calleeName(tree, call) ?? '')) ||
      (call.arguments ?? []).some((a) => mentions(facts, a, isSignal)),
  );
}

/** The value says what it is for: `{ id, rows }`. Whoever reads it can tell. */
function isStamped({ facts }: RuleContext, write: StateWrite, within: Fn): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, write.value);
  if (tree.kind(inner) !== K.ObjectLiteralExpression) return false;
  const asked = answerOf(facts, write, within).map((leaf) => textOf(tree, leaf.node));
  return (inner.properties ?? []).some((p) => {
    const given = p.initializer ?? p.name;
    if (!given || isUndefinedOrNull(tree, given)) return false;
    if (asked.includes(textOf(tree, given))) return true;
    return tree.kind(given) === K.Identifier && !leavesOf(facts, given, within).length;
  });
}

/** Get-or-create, and updates of what was there: other rules. */
function isReadBefore({ facts }: RuleContext, { location, node, fn }: StateWrite, root: Fn): boolean {
  return [root, fn].some((f) =>
    facts
      .graph(f)
      .blocks.some(({ ops }) =>
        ops.some((op) => op.op === 'read' && op.location.key === location!.key && op.node.pos < node.end),
      ),
  );
}

/** `[...rows, ...found]`: what is there is kept. */
function isMerging(facts: Facts, value: Node, fn: Fn): boolean {
  const { tree } = facts;
  return mentions(facts, value, (n) => {
    const k = tree.kind(n);
    return (
      (k === K.SpreadElement || k === K.SpreadAssignment) &&
      !leavesOf(facts, n.expression!, fn).length &&
      !isOwnName(facts, n.expression!, fn)
    );
  });
}

/** A local name, or the parameter of a continuation: of this run. */
function isOwnName(facts: Facts, node: Node, fn: Fn): boolean {
  let root = unwrap(facts.tree, node);
  while (root.expression) root = unwrap(facts.tree, root.expression);
  const binding = facts.tree.kind(root) === K.Identifier ? facts.resolve(root) : undefined;
  return !binding || contains(fn.node, binding.ident);
}

/** `setOffset(offset + page.length)` counts on, `setTimeout(…)` gives no answer. */
function isAnswer(facts: Facts, { value, state, fn }: StateWrite): boolean {
  const own = state && stateOf(facts, state);
  if (own && facts.references(own).some((use) => contains(value, use))) return false;
  if (isMerging(facts, value, fn)) return false;
  return !/^set(Timeout|Interval|Immediate)$/.test(calleeName(facts.tree, unwrap(facts.tree, value)) ?? '');
}

/** `if (loading) return`, `disabled={loading}`: nobody begins a second time. */
function isBusy({ facts }: RuleContext, functions: readonly Fn[], { awaited }: Leaf, component: Fn): boolean {
  const { tree } = facts;
  return facts.calls.some((call) => {
    if (call.pos > awaited.pos || !functions.some((fn) => contains(fn.node, call))) return false;
    const [value] = call.arguments ?? [];
    if (!value || !isConstantExpression(tree, value) || tree.kind(call.expression!) !== K.Identifier) return false;
    const setter = facts.resolve(call.expression!);
    const state = setter && stateOf(facts, setter);
    if (!state || !contains(call.parent.parent, awaited)) return false;
    return facts.references(state).some((use) => {
      for (let at = use.parent; at && at !== component.node; at = at.parent) {
        if (tree.kind(at) === K.JsxAttribute) return /disabled|loading|busy|pending/i.test(at.name?.text ?? '');
        if (tree.kind(at) === K.IfStatement)
          return contains(at.expression!, use) && functions.some((fn) => contains(fn.node, at));
      }
      return false;
    });
  });
}

const commands =
  /^_?(set|toggle|update|delete|remove|create|save|add|put|patch|send|write|upload|submit|sign|log(in|out)|auth|connect|start|stop|launch|restore|fork|rename|move|mutate|exec|run|apply|install|uninstall|register|group|reset|clear|insert|upsert|on(?!Search|Load|Fetch|Query|Find)[A-Z]|open|pick|show|prompt|exchange|refresh(?=Token))|singleton|getInstance/i;

/** It changes something rather than asks: its answer tells what it did. */
function isCommand({ tree }: Facts, awaited: Node): boolean {
  let call = unwrap(tree, tree.kind(awaited) === K.AwaitExpression ? awaited.expression! : awaited);
  for (
    let inner = receiverOf(tree, call);
    inner && /^(then|catch|finally)$/.test(calleeName(tree, call) ?? '');
    inner = receiverOf(tree, call)
  )
    call = unwrap(tree, inner);
  if (commands.test(calleeName(tree, call) ?? '')) return true;
  const [first] = call.arguments ?? [];
  if (first && tree.kind(first) === K.StringLiteral && commands.test(first.text ?? '')) return true;
  return /\bmethod:\s*['"`](POST|PUT|PATCH|DELETE)/.test(textOf(tree, call));
}

/** Not what is asked for but who is asked. */
function isService({ tree }: Facts, node: Node, type: string | undefined): boolean {
  const name = /(Manager|Service|Client|Store|Context|Controller|Provider|Api|API|Registry|Router|Database|Logger)$/;
  return name.test(type ?? '') || (tree.kind(node) === K.Identifier && name.test(node.text ?? ''));
}
