/** Writes of a function's results to state that outlives it: fields, variables, refs, and state of components. */
import { isRef, stateSetter } from '../../core/facts/components.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import type { Location } from '../../core/facts/locations.ts';
import { calleeName, isConstantExpression, isFunction, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';

export interface StateWrite {
  readonly fn: Fn;
  readonly node: Node;
  readonly value: Node;
  /** As users read it: `this.results`, `setResults`. */
  readonly name: string;
  /** Of a field or variable. */
  readonly location: Location | undefined;
  /** The setter or the ref of a component. */
  readonly state: Binding | undefined;
  /** Locations tested on every way here since the last suspension. */
  readonly tested: ReadonlySet<string>;
  /** A lock, a busy flag or a queue is held. */
  readonly guarded: boolean;
}

/** Calls that run their callback at once. */
const inPlace = /^(runInAction|startTransition|batch|batchedUpdates|unstable_batchedUpdates|flushSync|act|untracked)$/;

export function writesOf(facts: Facts, fn: Fn): StateWrite[] {
  const found: StateWrite[] = [];
  collect(facts, fn, { tested: new Set(), guarded: false }, found, 0);
  // The check in front of the first one holds for those behind it.
  return found.sort((a, b) => a.node.pos - b.node.pos);
}

function collect(
  facts: Facts,
  fn: Fn,
  around: Pick<StateWrite, 'tested' | 'guarded'>,
  found: StateWrite[],
  depth: number,
): void {
  const graph = facts.graph(fn);
  for (const ops of [graph.ops('write'), graph.ops('call')]) {
    for (const op of ops) {
      const write = op.op === 'write' ? assigned(facts, fn, op) : set(facts, op.node);
      const callback = op.op === 'call' && depth < 2 ? op.node.arguments?.[0] : undefined;
      const isInPlace = callback && inPlace.test(calleeName(facts.tree, op.node) ?? '');
      const inner = isInPlace ? facts.functionAt(unwrap(facts.tree, callback)) : undefined;
      if (!write && !inner) continue;
      const held = guardsOf(facts, fn).at(op);
      const tested = new Set([...around.tested, ...(held?.tested ?? [])]);
      const guarded = around.guarded || !!held?.guards.size;
      if (write && !found.some((w) => w.node === write.node)) found.push({ ...write, fn, tested, guarded });
      if (inner && !inner.async) collect(facts, inner, { tested, guarded }, found, depth + 1);
    }
  }
}

/** `search(query).then(setResults)`: what follows is the setter itself. */
export function handedOn(facts: Facts, call: Node): StateWrite | undefined {
  const { tree } = facts;
  const [node] = call.arguments ?? [];
  const value = receiverOf(tree, call);
  const state = node && value && calleeName(tree, call) === 'then' ? stateSetter(facts, node) : undefined;
  if (!node || !value || !state) return undefined;
  const fn = facts.functionOf(call);
  return {
    fn,
    node,
    value,
    name: state.name,
    location: undefined,
    state,
    tested: new Set(),
    guarded: false,
  };
}

type Found = Pick<StateWrite, 'node' | 'value' | 'name' | 'location' | 'state'>;

function assigned(
  facts: Facts,
  fn: Fn,
  { location, how, value, node }: Extract<Op, { op: 'write' }>,
): Found | undefined {
  const { root, path } = location;
  if (how !== '=' || !value || isConstantExpression(facts.tree, value)) return undefined;
  const name = location.text;
  if (path.some((segment) => segment.startsWith('['))) return undefined;
  if (root.kind === 'this') return path.length ? { node, value, name, location, state: undefined } : undefined;
  if (root.kind !== 'binding') return undefined;
  const { binding } = root;
  if (isRef(facts, binding))
    return path.length === 1 && path[0] === 'current' ? { node, value, name, location, state: binding } : undefined;
  if (binding.kind === 'parameter' || binding.scope.fn === fn) return undefined;
  return { node, value, name, location, state: undefined };
}

function set(facts: Facts, call: Node): Found | undefined {
  const { tree } = facts;
  if (tree.kind(call) !== K.CallExpression) return undefined;
  const [value] = call.arguments ?? [];
  if (call.arguments?.length !== 1 || !value || isFunction(tree, unwrap(tree, value))) return undefined;
  if (isConstantExpression(tree, value)) return undefined;
  const state = call.expression && stateSetter(facts, call.expression);
  return state && { node: call, value, name: textOf(tree, call.expression!), location: undefined, state };
}
