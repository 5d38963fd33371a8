/** Which get-or-create shapes are races, and what a second initialisation costs. */

import { isSerialisedElsewhere, resolveCall } from '../../core/elsewhere.ts';
import type { Fn } from '../../core/facts/facts.ts';
import { type Interleaving, interleavings } from '../../core/facts/interleave.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import {
  calleeName,
  isConstantExpression,
  isEmptyConstant,
  isFunction,
  receiverOf,
  unwrap,
} from '../../core/facts/shapes.ts';
import { sharingOf } from '../../core/facts/sharing.ts';
import { mentions } from '../../core/facts/tests.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

export interface Harm {
  /** `resource`: something with identity is made twice. `flag`: the work behind a flag. `work`: only double work. */
  readonly kind: 'resource' | 'flag' | 'work';
  /** What the lost one would have to be given to. */
  readonly disposer?: string | undefined;
}

export interface Candidate {
  readonly hit: Interleaving;
  readonly harm: Harm;
}

export function detect(context: RuleContext): Candidate[] {
  const { facts } = context;
  const found = new Map<Node, Candidate>();
  for (const fn of facts.functions) {
    if (!fn.suspends && !fn.chains && !returnsCalls(fn)) continue;
    for (const hit of hitsOf(context, fn)) {
      if (found.has(hit.write.node) || isSerialised(facts, fn)) continue;
      if (isSerialisedElsewhere(context, fn) !== false) continue;
      const harm = harmOf(context, hit);
      if (!harm || (harm.kind === 'work' && !context.config.strict)) continue;
      found.set(hit.write.node, { hit, harm });
    }
  }
  // One finding a location and function: the first write tells the story.
  const told = new Set<string>();
  return [...found.values()].filter(({ hit }) => {
    const id = `${hit.fn.id}:${hit.location.key}`;
    return !told.has(id) && told.add(id);
  });
}

/** `return this.connect()` in a plain function suspends nothing itself but goes on in its caller's await. */
function returnsCalls(fn: Fn): boolean {
  return fn.async;
}

function* hitsOf(context: RuleContext, fn: Fn): Iterable<Interleaving> {
  const { facts, config } = context;
  for (const block of facts.graph(fn).blocks) {
    for (const op of block.ops) {
      if (op.op !== 'read' || !sharingOf(facts, op.location, fn, config)) continue;
      for (const hit of interleavings(facts, fn, op, {
        ignoreSharedPromises: true,
        resolve: (call) => resolveCall(context, call),
      })) {
        if (hit.test?.absent === true && hit.test.decides && initialises(context, hit)) yield hit;
      }
    }
  }
}

/** The write brings in what the test missed: not a reset, not an update, not an error that was caught. */
function initialises(context: RuleContext, hit: Interleaving): boolean {
  const { write } = hit;
  const { tree } = context.facts;
  if (write.how === 'delete' || write.how === 'update' || write.how === 'compound') return false;
  if (write.method && write.method !== 'set' && write.method !== 'add') return false;
  if (!write.value || isEmptyConstant(tree, write.value)) return false;
  if (isModuleImport(context, hit.suspension)) return false;
  return true;
}

/** `await import('x')`: the module system keeps the promise already. */
function isModuleImport(context: RuleContext, suspension: Node): boolean {
  return /^(await )?import\(/.test(textOf(context.facts.tree, suspension));
}

const initialising =
  /init|ready|load|connect|start|setup|set_?up|open|listen|regist|install|boot|config|attach|subscri|seed|migrat|prepar|launch|running|bound|enabled|created/i;
const ending =
  /clos|stop|destroy|dispos|end(ed|ing)?$|fail|abort|cancel|dirty|exit|interrupt|finish|complete|done|kill|clean|shut|terminat|emitted|sent|error|paused/i;
const making =
  /^(create|connect|launch|open|start|init|spawn|make|build|new|register|setup|allocate|acquire|boot|listen|subscribe|attach|install|add|instantiate|mount|enable|bind|serve|login|expose|instrument)/i;
const reading =
  /^(get|fetch|load|read|find|query|list|resolve|compute|parse|stat|exists|import|detect|lookup|search|count|calc|fromfile|readfile|json|text|select|request|download|discover|check|is|has|render|generate|hash|decode|encode|format|compile|transform)/i;

function harmOf(context: RuleContext, hit: Interleaving): Harm | undefined {
  const { tree } = context.facts;
  const value = unwrap(tree, hit.write.value!);
  const name = hit.location.path.filter((p) => !p.startsWith('[')).at(-1) ?? hit.location.text;
  if (isConstantExpression(tree, value) || isDateNow(context, value)) {
    if (ending.test(name) || !initialising.test(name)) return undefined;
    return { kind: 'flag' };
  }
  if (hit.write.method === 'add')
    return ending.test(name) ? undefined : initialising.test(name) ? { kind: 'flag' } : undefined;
  if (!comesFromInitialiser(context, hit, value)) return undefined;
  const type = context.ask('type', value);
  if (!type) return undefined;
  if (type.disposer && !type.promise && !type.primitive) return { kind: 'resource', disposer: type.disposer };
  const maker = makerName(context, hit);
  if (!type.unknown && type.primitive)
    return maker && making.test(maker) && !ending.test(name) ? { kind: 'resource' } : { kind: 'work' };
  if (maker && making.test(maker)) return { kind: 'resource' };
  if (type.collection === 'Map' || type.collection === 'Set') return { kind: 'resource' };
  if (maker && reading.test(maker)) return { kind: 'work' };
  return type.collection === 'Array' || type.collection === 'Record'
    ? { kind: 'work' }
    : { kind: type.unknown ? 'work' : 'resource' };
}

function isDateNow(context: RuleContext, value: Node): boolean {
  return /^(Date\.now\(\)|new Date\(\)|performance\.now\(\))/.test(textOf(context.facts.tree, value));
}

/** The value stems from what was awaited or made after the test, not from a caught error or an argument. */
function comesFromInitialiser(context: RuleContext, hit: Interleaving, value: Node, depth = 0): boolean {
  const { facts } = context;
  const { tree } = facts;
  if (mentions(facts, value, (n) => [K.AwaitExpression, K.CallExpression, K.NewExpression].includes(tree.kind(n))))
    return true;
  return mentions(facts, value, (n) => {
    if (tree.kind(n) !== K.Identifier) return false;
    const binding = facts.resolve(n);
    if (!binding || binding.kind === 'catch') return false;
    // The parameter of `.then(client => …)`.
    if (binding.kind === 'parameter') return binding.scope.fn === hit.writer && hit.writer !== hit.fn && !hit.through;
    if (binding.scope.fn !== hit.writer) return false;
    if (binding.init)
      return (
        depth < 3 && !isFunction(tree, binding.init) && comesFromInitialiser(context, hit, binding.init, depth + 1)
      );
    return binding.kind === 'let' || binding.kind === 'var';
  });
}

/** The function whose result is kept: `launch` in `await launch()`, `connect` in `connect().then(…)`. */
function makerName(context: RuleContext, hit: Interleaving): string | undefined {
  const { tree } = context.facts;
  let at: Node | undefined = unwrap(tree, hit.suspension);
  if (hit.through) return calleeName(tree, hit.through.call);
  const valueCall = hit.write.value && firstCall(context, hit.write.value);
  if (valueCall) at = valueCall;
  for (let i = 0; at && i < 6; i++) {
    const k = tree.kind(at);
    if (k === K.AwaitExpression) at = at.expression && unwrap(tree, at.expression);
    else if (k === K.NewExpression) return 'new';
    else if (k === K.CallExpression) {
      const name = calleeName(tree, at);
      if (name !== 'then' && name !== 'catch' && name !== 'finally' && name !== 'race') return name;
      const inner = name === 'race' ? at.arguments?.[0] : receiverOf(tree, at);
      at = inner && unwrap(tree, inner);
    } else return undefined;
  }
  return undefined;
}

function firstCall(context: RuleContext, value: Node): Node | undefined {
  const { facts } = context;
  const { tree } = facts;
  let node: Node | undefined = unwrap(tree, value);
  if (tree.kind(node) === K.Identifier) {
    // A local that is assigned again holds what was awaited last.
    const binding = facts.resolve(node);
    node = binding && facts.isConstant(binding) ? binding.init : undefined;
  }
  if (!node) return undefined;
  let inner = unwrap(tree, node);
  if (tree.kind(inner) === K.AwaitExpression) inner = unwrap(tree, inner.expression!);
  const k = tree.kind(inner);
  return k === K.CallExpression || k === K.NewExpression ? inner : undefined;
}
