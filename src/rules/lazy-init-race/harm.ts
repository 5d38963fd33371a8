/** What a second initialisation costs, told by what is kept and by what makes it. */
import type { TypeAnswer } from '../../core/answers.ts';
import type { Binding } from '../../core/facts/facts.ts';
import type { Interleaving } from '../../core/facts/interleave.ts';
import { baseOf, isOwnLocal } from '../../core/facts/locations.ts';
import {
  calleeName,
  isConstantExpression,
  isFunction,
  receiverOf,
  unawaited,
  unwrap,
} from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import { expires, isDateNow } from './clock.ts';

export interface Harm {
  /** `resource`: something with identity is made twice. `flag`: the work behind a flag. `work`: only double work. */
  readonly kind: 'resource' | 'flag' | 'work';
  /** What the lost one would have to be given to. */
  readonly disposer?: string | undefined;
  /** It is kept for a time. */
  readonly expires?: boolean;
}

const initialising =
  /init|ready|load|connect|start|setup|set_?up|open|listen|regist|install|boot|config|attach|subscri|seed|migrat|prepar|launch|bound|enabled|created/i;
const ending =
  /clos|stop|destroy|dispos|end(ed|ing)?$|fail|abort|cancel|dirty|exit|interrupt|finish|complete|done|kill|clean|shut|terminat|emitted|sent|error|paused/i;
/** A state that comes and goes is a busy flag, not something that is initialised once. */
const inProgress = /(ing|running)$/i;
const making =
  /^_?(create|connect|launch|open|start|init|spawn|make|build|register|setup|allocate|acquire|boot|listen|subscribe|attach|install|add|instantiate|mount|enable|bind|serve|login|expose|instrument|post|send|publish|upload|insert|schedule|from[A-Z])/;
const reading =
  /^(get|fetch|load|read|find|query|list|resolve|compute|parse|stat|exists|import|detect|lookup|search|count|calc|fromfile|readfile|json|text|select|request|download|discover|check|is|has|render|generate|hash|decode|encode|format|compile|transform)/i;

/** `initialized`, `loaded`: once true it stays so; `running`, `closed` are states that come and go, or ends. */
export function saysInitialised(name: string): boolean {
  return initialising.test(name) && !inProgress.test(name) && !saysEnded(name);
}

/** `createClient`, `listen`: what it gives or does has an end. */
export function isMaking(name: string): boolean {
  return making.test(name);
}

/** `closed`, `isDisposed`, `lastError`. */
export function saysEnded(name: string): boolean {
  return ending.test(name) || /Error$/.test(name);
}

/** `undefined`: nothing is initialised here, or an answer is on its way. */
export function harmOf(context: RuleContext, hit: Interleaving): Harm | undefined {
  const { tree } = context.facts;
  const value = unwrap(tree, hit.write.value!);
  const name = hit.location.path.filter((p) => !p.startsWith('[')).at(-1) ?? hit.location.text;
  if (saysEnded(name)) return undefined;
  const maker = makerName(context, hit);
  if (isConstantExpression(tree, value) || isDateNow(context.facts, value)) {
    if (!saysInitialised(name)) return undefined;
    return maker && reading.test(maker) ? { kind: 'work' } : { kind: 'flag' };
  }
  if (hit.write.method === 'add') return undefined;
  if (hit.through && hit.through.facts !== context.facts)
    return maker && making.test(maker) ? { kind: 'resource' } : { kind: 'work' };
  if (!comesFromInitialiser(context, hit, value)) return isFilled(context, value) ? { kind: 'work' } : undefined;
  const type = context.ask('type', value);
  if (!type || /Error$/.test(type.name ?? '')) return undefined;
  if (expires(context.facts, hit)) return { kind: 'work', expires: true };
  return byType(type, maker);
}

function byType(type: TypeAnswer, maker: string | undefined): Harm {
  if (type.disposer && !type.promise && !type.primitive && !type.collection)
    return { kind: 'resource', disposer: type.disposer };
  if (type.collection === 'Map' || type.collection === 'Set') return { kind: 'resource' };
  // `new X(plain, values)` after an await: one is as good as the other.
  return maker && making.test(maker) ? { kind: 'resource' } : { kind: 'work' };
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
    if (binding.scope.fn !== hit.writer && binding.scope.fn !== hit.fn) return false;
    // `let client = this.client` that is assigned again stems from what it is assigned.
    if (binding.init && facts.isConstant(binding)) {
      if (depth > 2 || isFunction(tree, binding.init) || isLookedUpBefore(context, hit, binding)) return false;
      return comesFromInitialiser(context, hit, binding.init, depth + 1);
    }
    return binding.kind === 'let' || binding.kind === 'var';
  });
}

/** `const profile = this.profiles.find(…); await this.save(); this.profile = profile`: it was there, nothing makes it. */
function isLookedUpBefore({ facts }: RuleContext, hit: Interleaving, { init, declaration, scope }: Binding): boolean {
  const { tree } = facts;
  const value = unwrap(tree, init!);
  if (scope.fn !== hit.fn || declaration.end > hit.suspension.pos || tree.kind(value) !== K.CallExpression)
    return false;
  const receiver = receiverOf(tree, value);
  const whole = receiver && baseOf(facts, receiver);
  return !!whole && !isOwnLocal(whole, hit.fn) && lookups.has(calleeName(tree, value) ?? '');
}

const lookups = new Set(['get', 'find', 'findLast', 'at']);

/** `const rows = []; …; this.rows = rows;` */
function isFilled({ facts }: RuleContext, value: Node): boolean {
  const init = facts.tree.kind(value) === K.Identifier ? facts.resolve(value)?.init : undefined;
  const literal = init && unwrap(facts.tree, init);
  return !!(literal?.elements ?? literal?.properties);
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
  const inner = unawaited(tree, node);
  const k = tree.kind(inner);
  return k === K.CallExpression || k === K.NewExpression ? inner : undefined;
}
