/** Calls on a path: what a helper does to the location, and the callbacks that go on after the function. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { callbackUse } from '../callbacks.ts';
import { calleeOf } from '../callgraph.ts';
import { type Effects, effectsOf } from '../effects.ts';
import type { Facts, Fn } from '../facts.ts';
import type { Block } from '../graph.ts';
import { guardsOf } from '../guards.ts';
import type { Location } from '../locations.ts';
import { calleeName, receiverOf, unwrap, wrapped } from '../shapes.ts';
import type { Callee } from '../summary.ts';
import { hit } from './hits.ts';
import type { Search } from './search.ts';
import type { State } from './state.ts';

export function passCall(search: Search, node: Node, state: State, block: Block): State | undefined {
  if (block.handler !== undefined) search.push({ ...state, block: block.handler, index: 0 });
  const after = withContinuations(search, node, state);
  const callee = calleeAt(search, node, state);
  if (!callee || callee.fn === search.fn) return after;
  const effects = effectsOf(callee.facts, callee.fn);
  const { location } = search.read;
  const key = callee.facts === search.facts ? location.key : foreignKey(effects, location);
  return state.suspension
    ? passLate(search, node, after, callee, effects, key)
    : passEarly(search, node, after, callee, effects, key);
}

/** A helper called before the first suspension: it may set a flag, or suspend and then write itself. */
function passEarly(
  search: Search,
  node: Node,
  state: State,
  callee: Callee,
  effects: Effects,
  key: string,
): State | undefined {
  if (effects.sync.has(key)) return undefined;
  const sets = (flag: string) => state.tested.has(flag) || (effects.tests.has(flag) && isField(flag));
  const flagged = state.flagged || [...effects.sync.keys()].some(sets);
  const late = effects.late.get(key);
  if (late && !effects.tests.has(key) && isWaitedFor(search, node) && !flagged) {
    const suspension = wrapped(search.facts.tree, node).parent ?? node;
    const through = { call: node, fn: late.fn, facts: callee.facts };
    hit(search, late.write, { ...state, suspension, held: heldAtCall(search, node, state) }, through, late.fn);
    return undefined;
  }
  return flagged === state.flagged ? state : { ...state, flagged };
}

/** A helper called after a suspension: it looks again, or what it writes is stale. */
function passLate(
  search: Search,
  node: Node,
  state: State,
  { fn, facts }: Callee,
  effects: Effects,
  key: string,
): State | undefined {
  if (effects.tests.has(key)) return undefined;
  const write = effects.sync.get(key) ?? effects.late.get(key)?.write;
  if (!write || !isWaitedFor(search, node)) return state;
  hit(search, write, state, { call: node, fn, facts }, fn);
  return undefined;
}

const chained = new Set(['then', 'catch', 'finally']);
const maxContinuations = 4;

function withContinuations({ facts }: Search, node: Node, state: State): State {
  const added = continuationsOf(facts, node).map((fn) => ({ fn, call: node }));
  if (!added.length) return state;
  return { ...state, continuations: [...state.continuations, ...added].slice(0, maxContinuations) };
}

/** Functions of this file that `.then(…)`, `.catch(…)` or `.finally(…)` is given, or a lock, which waits before it runs them. */
export function continuationsOf(facts: Facts, call: Node): readonly Fn[] {
  return chained.has(calleeName(facts.tree, call) ?? '') ? functionsIn(facts, call) : regionsOf(facts, call);
}

/** Functions of this file that a lock is given to run. */
export function regionsOf(facts: Facts, call: Node): readonly Fn[] {
  return call.arguments?.length && callbackUse(facts, call) === 'region' ? functionsIn(facts, call) : [];
}

function functionsIn(facts: Facts, call: Node): readonly Fn[] {
  return (call.arguments ?? []).flatMap((a) => facts.functionAt(unwrap(facts.tree, a)) ?? []);
}

/** Beyond this file only calls of own and inherited members matter: they reach the same fields. */
function calleeAt({ facts, options, read }: Search, node: Node, state: State): Callee | undefined {
  const local = calleeOf(facts, node);
  if (local) return { facts, fn: local };
  if (!options.resolve || state.test?.absent !== true || read.location.root.kind !== 'this') return undefined;
  const receiver = receiverOf(facts.tree, node);
  const k = receiver && facts.tree.kind(receiver);
  return k === K.ThisKeyword || k === K.SuperKeyword ? options.resolve(node) : undefined;
}

function heldAtCall({ facts }: Search, node: Node, { graph }: State): ReadonlySet<string> {
  for (const block of graph.blocks) {
    const op = block.ops.find((o) => o.op === 'call' && o.node === node);
    if (op) return guardsOf(facts, graph.fn).at(op)?.guards ?? new Set();
  }
  return new Set();
}

const waits = new Set<number>([
  K.AwaitExpression,
  K.ReturnStatement,
  K.ArrowFunction,
  K.PropertyAccessExpression,
  K.ExpressionStatement,
  K.VoidExpression,
]);

/** Awaited, returned, chained, or floating as a statement of its own or behind `void`: what it does belongs to the invocation. */
function isWaitedFor({ facts }: Search, call: Node): boolean {
  const { parent } = wrapped(facts.tree, call);
  return !!parent && waits.has(facts.tree.kind(parent));
}

/** The key under which another file's facts know a field of the same object. */
function foreignKey(effects: Effects, location: Location): string {
  const field = location.key.replace(/^this\d+/, '');
  const keys = [...effects.sync.keys(), ...effects.late.keys(), ...effects.tests];
  return keys.find((key) => /^this\d+/.test(key) && key.replace(/^this\d+/, '') === field) ?? location.key;
}

/** A field or an entry: something that outlives the call. */
function isField(key: string): boolean {
  return key.includes('.') || key.includes('[');
}
