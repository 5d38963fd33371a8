/** Where scopes that outlive a function are entered and left: locks, entries of a scope, contexts. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { lockOf, releasedBy, takes } from '../../core/facts/guards/locks.ts';
import { baseOf, type Location } from '../../core/facts/locations.ts';
import { assignmentOf, calleeName, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

export interface Opening {
  readonly kind: 'lock' | 'scope' | 'context';
  readonly fn: Fn;
  readonly call: Node;
  /** `this.mutex`, `this.scope`: what is entered. */
  readonly name: string;
  /** What is kept of it until it is left: the scope itself, or the field that takes the handle. */
  readonly keys: ReadonlySet<string>;
}

export interface Closing {
  readonly fn: Fn;
  readonly call: Node;
  readonly key: string;
}

/** Resources that are lent: who has one may keep it as long as it likes. */
const lent = /pool|connection|client|cache/i;

export function openingsOf(facts: Facts): Opening[] {
  const opens = (name: string) => name === 'enterWith' || takes(facts, name);
  return facts.callsTo(opens).flatMap((call) => openingOf(facts, call) ?? []);
}

function openingOf(facts: Facts, call: Node): Opening | undefined {
  const { tree } = facts;
  const receiver = receiverOf(tree, call);
  const callee = calleeName(tree, call);
  if (!receiver || tree.kind(call) !== K.CallExpression || !(callee === 'enterWith' || lockOf(facts, call)))
    return undefined;
  const fn = facts.functionOf(call);
  if (fn.kind === 'module') return undefined;
  const name = textOf(tree, receiver).replace(/\s+/g, ' ');
  const of = baseOf(facts, receiver);
  if (callee === 'enterWith') return of && { kind: 'context', fn, call, name, keys: new Set([of.key]) };
  if (lent.test(name)) return undefined;
  const kept = keptIn(facts, call);
  const keys = [kept, of].filter((location) => location && isLasting(location)).map((location) => location!.key);
  if (!keys.length) return undefined;
  return { kind: callee === 'enter' ? 'scope' : 'lock', fn, call, name, keys: new Set(keys) };
}

/** The field in `this.lock = await this.mutex.acquire()`. */
function keptIn(facts: Facts, call: Node): Location | undefined {
  const { tree } = facts;
  let at = wrapped(tree, call);
  while (tree.kind(at.parent) === K.AwaitExpression) at = wrapped(tree, at.parent);
  return assignmentOf(tree, at.parent) === '=' ? baseOf(facts, at.parent.left!) : undefined;
}

/** A field, or a variable of the module. */
export function isLasting({ root, path }: Location): boolean {
  if (root.kind === 'this') return path.length > 0;
  return root.kind === 'binding' && root.binding.scope.fn.kind === 'module';
}

export function closingsOf(facts: Facts): Closing[] {
  return facts.calls.flatMap((call) => {
    const key = closedBy(facts, call);
    return key === undefined ? [] : [{ fn: facts.functionOf(call), call, key }];
  });
}

function closedBy(facts: Facts, call: Node): string | undefined {
  const { tree } = facts;
  const callee = call.expression && unwrap(tree, call.expression);
  if (!callee || tree.kind(call) !== K.CallExpression) return undefined;
  const receiver = receiverOf(tree, call);
  const name = calleeName(tree, call) ?? '';
  if (receiver && /^(exit|enterWith)$/.test(name)) return baseOf(facts, receiver)?.key;
  // `this.lock[Symbol.dispose]()`
  if (tree.kind(callee) === K.ElementAccessExpression)
    return /^Symbol\.(asyncD|d)ispose$/.test(textOf(tree, callee.argumentExpression!))
      ? baseOf(facts, callee.expression!)?.key
      : undefined;
  const released = releasedBy(facts, call);
  if (released) return released;
  // `this.release?.()` of a field that holds the function.
  return tree.kind(callee) === K.PropertyAccessExpression ? baseOf(facts, callee)?.key : undefined;
}
