/** One lock from the read to the write. */
import type { Facts } from '../../../core/facts/facts.ts';
import { child, type Location, rootLocation } from '../../../core/facts/locations.ts';
import { calleeName, contains, receiverOf, unwrap, wrapped } from '../../../core/facts/shapes.ts';
import type { FixTier, TextEdit } from '../../../core/finding.ts';
import { type Guard, type GuardRequest, guard } from '../../../core/rewrite/guard.ts';
import { K, type Node } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import type { StoreUpdate } from '../stores.ts';
import { decidingTests, storedKey } from './depends.ts';
import { loopAround, variablesFor, withLoops } from './extent.ts';
import { isStill } from './still.ts';
import { storeLock } from './store-lock.ts';

export interface Held {
  readonly lock: string;
  readonly tier: FixTier;
  /** Functions that write the location without the lock: their names, if they have any. */
  readonly others: readonly (string | undefined)[];
  readonly edits: readonly TextEdit[];
}

export function holdLock(
  facts: Facts,
  { hit }: Candidate,
  all: readonly Candidate[],
  keyType: string | undefined,
): Held | undefined {
  const { fn, location, read, write, suspension } = hit;
  if (isMadeAnew(location) || (hit.writer !== fn && !isWaitedFor(facts, suspension))) return undefined;
  const tests = hit.writer === fn ? decidingTests(facts, fn, location, write.node) : [];
  const own = [read.node, suspension, write.node, ...tests];
  const nodes = withLoops(facts, own);
  const request = {
    fn,
    nodes,
    // A value that leaves the region may have been read from another location, whose own race would then go unseen.
    handsOn: !all.some(
      (other) =>
        other.hit.location.key !== location.key &&
        other.hit.read.node.pos >= read.node.pos &&
        other.hit.read.node.end <= write.node.end,
    ),
    read: read.node,
    within: nodes === own ? loopAround(facts, fn, own) : undefined,
  };
  const key = keyOf(facts, read.node);
  if (!key) return asHeld(guard(facts, { ...request, location }));
  // A key that others may change meanwhile names another entry once the lock is there: one lock then holds all.
  const isSure = isStill({ facts, fn, isSubject: () => false }, key, []);
  const kept = keptLock(facts, location);
  const keyed =
    isSure && kept !== 'Mutex' ? guard(facts, { ...request, location, keyType: keyType ?? 'unknown' }) : undefined;
  if (keyed || kept === 'KeyedMutex') return asHeld(keyed);
  return asHeld(guard(facts, { ...request, location: collectionOf(location) }));
}

/** What already holds entries of this collection: the two kinds would not keep each other out. */
function keptLock(facts: Facts, location: Location): 'Mutex' | 'KeyedMutex' | undefined {
  const stored = storedKey(location);
  for (const call of facts.calls) {
    if (calleeName(facts.tree, call) !== 'runExclusive') continue;
    const callback = call.arguments?.at(-1);
    const isHeld = facts.functions.some(
      (fn) =>
        callback &&
        contains(callback, fn.node) &&
        facts
          .graph(fn)
          .blocks.some(({ ops }) => ops.some((op) => op.op === 'write' && storedKey(op.location) === stored)),
    );
    if (isHeld) return call.arguments!.length > 1 ? 'KeyedMutex' : 'Mutex';
  }
  return undefined;
}

export function holdStoreLock(facts: Facts, update: StoreUpdate, keyType: string | undefined): Held | undefined {
  const { fn } = update;
  const read = update.read.call;
  const write = update.write.call;
  const held = storeLock(facts, update, keyType);
  if (!held) return undefined;
  const nodes = [...variablesFor(facts, fn, read, write), read, write];
  const within = loopAround(facts, fn, nodes);
  const request: GuardRequest = { fn, nodes, read, held, handsOn: true, location: held.location, within };
  return asHeld(guard(facts, request));
}

function asHeld(made: Guard | undefined): Held | undefined {
  const edits = made?.draft.edits();
  if (!made || !edits) return undefined;
  const others = made.others.map((fn) => fn.name ?? fn.member?.name);
  return { lock: made.lock, tier: 'suggestion', others, edits };
}

/** A variable of a component or hook: a lock beside it would be another one at every rendering. */
function isMadeAnew({ root }: Location): boolean {
  if (root.kind !== 'binding') return false;
  const { fn } = root.binding.scope;
  return fn.kind !== 'module' && /^(use)?[A-Z]/.test(fn.name ?? '');
}

/** The promise of the chain that ends in the write is awaited or returned: else the lock would be free before it. */
function isWaitedFor(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  for (let at = wrapped(tree, call); at.parent; at = wrapped(tree, at.parent)) {
    const k = tree.kind(at.parent);
    if (k === K.AwaitExpression || k === K.ReturnStatement || k === K.ArrowFunction) return true;
    const isChain = k === K.PropertyAccessExpression && /^(then|catch|finally)$/.test(at.parent.name?.text ?? '');
    if (!isChain && !(k === K.CallExpression && receiverOf(tree, at.parent))) return false;
    if (k === K.CallExpression && at.parent.expression !== at) return false;
  }
  return false;
}

/** `k` of `totals[k]`, `totals.get(k)`. */
export function keyOf(facts: Facts, read: Node): Node | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, read);
  if (tree.kind(inner) === K.ElementAccessExpression) return inner.argumentExpression;
  if (tree.kind(inner) !== K.CallExpression) return undefined;
  return /^(get|has|at|peek)$/.test(calleeName(tree, inner) ?? '') ? inner.arguments?.[0] : undefined;
}

function collectionOf({ root, path }: Location): Location {
  return path.slice(0, -1).reduce(child, rootLocation(root));
}
