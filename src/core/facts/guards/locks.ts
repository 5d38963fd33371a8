/** Locks told by the names of their methods: which is taken, tried or given back by a call. */
import { K, type Node } from '../../syntax.ts';
import type { Facts } from '../facts.ts';
import type { Branch } from '../graph.ts';
import { handleOf } from '../handles.ts';
import { baseOf, bindingLocation } from '../locations.ts';
import { calleeName, receiverOf, unawaited } from '../shapes.ts';
import { absentWhen } from '../tests.ts';

const acquireNames =
  /^(acquire|acquireLock|lock|acquireRead|acquireWrite|enter|tryAcquire|tryLock|obtain|acquireSync|tryAcquireSync)$/;
const tryNames = /^(tryAcquire|tryLock|tryAcquireSync)$/;
const borrowNames = /^(connect|getConnection|getClient|reserve|borrow|checkOut|checkout)$/;
const releaseNames = /^(release|releaseLock|unlock|leave|free)$/;

/** The lock that `await lock.acquire()` takes; one that is only tried is got where the test of it says so. */
export function acquiredBy(facts: Facts, awaited: Node): string | undefined {
  return lockOf(facts, awaited, tryNames) ? undefined : lockOf(facts, awaited);
}

/** The lock that `lock.acquireSync()` takes, without a suspension. */
export function acquiredInStep(facts: Facts, call: Node): string | undefined {
  return lockOf(facts, call, /^acquireSync$/);
}

/**
 * `const client = await pool.connect()`, where `client.release()` is called somewhere: what that gives back. It excludes
 * nobody while there are others in the pool, so it is no lock.
 */
export function borrowedBy(facts: Facts, awaited: Node): string | undefined {
  const call = unawaited(facts.tree, awaited);
  if (facts.tree.kind(call) !== K.CallExpression || !borrowNames.test(calleeName(facts.tree, call) ?? ''))
    return undefined;
  const handle = handleOf(facts, call);
  const key = handle && bindingLocation(handle).key;
  return handle && facts.callsTo((name) => releaseNames.test(name)).some((one) => releasedBy(facts, one) === key)
    ? key
    : undefined;
}

/** The calls that may borrow from a pool. */
export function borrowingCalls(facts: Facts): readonly Node[] {
  return facts.callsTo((name) => borrowNames.test(name));
}

/** `if (lock.tryAcquire())`, `if (held === undefined)`: the lock, the call that tries, and the outcome on which it was got. */
export function triedBy(
  facts: Facts,
  { test, on }: Pick<Branch, 'test' | 'on'>,
): { readonly lock: string; readonly call: Node; readonly on: boolean } | undefined {
  let tried: { readonly lock: string; readonly call: Node } | undefined;
  const isTried = (node: Node) => {
    const call = (facts.tree.kind(node) === K.Identifier ? facts.resolve(node)?.init : undefined) ?? node;
    const lock = lockOf(facts, call, tryNames);
    if (lock !== undefined) tried ??= { lock, call: unawaited(facts.tree, call) };
    return lock !== undefined;
  };
  const absent = absentWhen(facts, test, isTried, on);
  return tried && absent !== undefined ? { ...tried, on: !absent } : undefined;
}

/** The lock that a call gives back. */
export function releasedBy(facts: Facts, call: Node): string | undefined {
  const { tree } = facts;
  const name = calleeName(tree, call);
  const receiver = receiverOf(tree, call);
  if (receiver && name && releases(facts, name)) {
    const base = baseOf(facts, receiver);
    const held = base?.root.kind === 'binding' && !base.path.length ? base.root.binding.init : undefined;
    return (held && lockOf(facts, held)) ?? base?.key;
  }
  if (receiver || !call.expression || tree.kind(call.expression) !== K.Identifier) return undefined;
  // `const release = await mutex.acquire(); … release()`
  const init = facts.resolve(call.expression)?.init;
  return init && lockOf(facts, init);
}

/** The calls that take a lock, awaited or not. */
export function takingCalls(facts: Facts): Node[] {
  return facts.callsTo((name) => takes(facts, name)).filter((call) => lockOf(facts, call));
}

/** The lock behind `lock.acquire()`, awaited or not. */
export function lockOf(facts: Facts, node: Node, names?: RegExp): string | undefined {
  const { tree } = facts;
  const inner = unawaited(facts.tree, node);
  if (tree.kind(inner) !== K.CallExpression) return undefined;
  const name = calleeName(tree, inner);
  if (!name || !(names ? names.test(name) : takes(facts, name))) return undefined;
  const receiver = receiverOf(tree, inner);
  if (!receiver) return name === 'acquireLock' ? name : undefined;
  return baseOf(facts, receiver)?.key ?? name;
}

/** Whether calls of that name take a lock. */
export function takes({ vocabulary }: Facts, name: string): boolean {
  return acquireNames.test(name) || vocabulary.locks.some((pair) => pair.startsWith(`${name}/`));
}

function releases({ vocabulary }: Facts, name: string): boolean {
  return releaseNames.test(name) || vocabulary.locks.some((pair) => pair.endsWith(`/${name}`));
}
