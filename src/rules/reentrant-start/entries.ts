/** Places that make a shared resource where there is none and then enter it, start it or fill it across a suspension. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Block, type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import type { SuspendOp, WriteOp } from '../../core/facts/interleave.ts';
import { baseOf, type Location } from '../../core/facts/locations.ts';
import { calleeName, contains, isEmptyConstant, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { absentWhen, readsOfTest, snapshotOf } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';
import { opsFrom } from './late.ts';

export interface Entry {
  readonly fn: Fn;
  readonly location: Location;
  readonly test: Node;
  readonly read: Node;
  /** Puts the new one where all can see it, in the segment of the test. */
  readonly write: WriteOp;
  /** The `await` across which it is entered, or before which it is not full. */
  readonly suspension: Node;
  /** `enter`, `connect`: the call that is awaited; undefined where it is filled. */
  readonly call: Node | undefined;
  /**
   * `again`: who finds it there enters it too. `half`: who finds it there goes on with one that is not ready. `flag`:
   * who finds the flag set goes on without `missing`. `late`: the guard of a start is set when others have passed it.
   */
  readonly how: 'again' | 'half' | 'flag' | 'late';
  readonly missing?: string;
  /** What who finds it set comes to. */
  readonly then?: readonly Op[];
}

export interface Tested {
  readonly location: Location;
  readonly read: Node;
  readonly test: Node;
  readonly block: number;
  /** All blocks that end in a test of the location. */
  readonly looks: ReadonlySet<number>;
  readonly absent: number;
  readonly present: number;
}

export function* entriesOf(facts: Facts, fn: Fn, isShared: (location: Location) => boolean): Iterable<Entry> {
  const graph = facts.graph(fn);
  for (const tested of testsOf(facts, graph)) {
    const { location } = tested;
    if (!location.path.length && location.root.kind !== 'binding') continue;
    // `slots[index].worker`: whoever gave out the slot has seen to it that it is one caller's.
    if (location.path.slice(0, -1).some((segment) => segment.startsWith('['))) continue;
    const made = makingAfter(graph, tested, (write) => isMaking(facts, write));
    if (!made || !isShared(location)) continue;
    const entry = entryAfter(facts, graph, tested, made);
    const then = [...opsFrom(graph, tested.present, 0)];
    if (entry) yield { fn, location, test: tested.test, read: tested.read, write: made.write, then, ...entry };
  }
}

export function testsOf(facts: Facts, graph: Graph): Tested[] {
  const found: Tested[] = [];
  const looks = new Map<string, Set<number>>();
  for (const { id, ops, branch } of graph.blocks) {
    if (!branch || branch.subject) continue;
    const { test, on, onTrue, onFalse } = branch;
    for (const read of readsOfTest(ops, test)) {
      const own = unwrap(facts.tree, read.node);
      const absent = absentWhen(facts, test, (node) => node === own || node === read.node, on);
      if (absent === undefined) continue;
      const { root, path } = read.location;
      // `let client = this.clients.get(id); if (!client) …`
      const local = root.kind === 'binding' && !path.length ? root.binding : undefined;
      const source = local && snapshotOf(facts, local);
      const held = (source && local?.init) ?? read.node;
      const sides = absent ? { absent: onTrue, present: onFalse } : { absent: onFalse, present: onTrue };
      const location = source ?? read.location;
      const same = looks.get(location.key) ?? new Set<number>();
      looks.set(location.key, same.add(id));
      if (local && source && waitsBetween(graph, local.init!, test)) continue;
      found.push({ location, read: held, test, block: id, looks: same, ...sides });
    }
  }
  return found;
}

function waitsBetween({ blocks }: Graph, from: Node, to: Node): boolean {
  const isBetween = ({ op, node }: Op) => op === 'suspend' && node.pos >= from.pos && node.end <= to.pos;
  return blocks.some(({ ops }) => ops.some(isBetween));
}

export interface Made {
  readonly write: WriteOp;
  readonly block: Block;
  readonly index: number;
}

/** The write of something new on the way from "nothing there", before anything suspends. */
export function makingAfter(
  { blocks, ops }: Graph,
  { location, absent, block: from }: Tested,
  isMaking: (write: WriteOp) => boolean,
): Made | undefined {
  if (!ops('write').some((write) => write.location.key === location.key)) return undefined;
  const seen = new Set<number>([from]);
  const work = [absent];
  while (work.length) {
    const id = work.pop()!;
    if (seen.has(id)) continue;
    seen.add(id);
    const block = blocks[id]!;
    let suspended = false;
    for (const op of block.ops) {
      suspended ||= op.op === 'suspend';
      if (suspended) break;
      if (op.op !== 'write' || op.location.key !== location.key) continue;
      return isMaking(op) ? { write: op, block, index: block.ops.indexOf(op) } : undefined;
    }
    if (!suspended) work.push(...successors(block));
  }
  return undefined;
}

function isMaking({ tree }: Facts, { how, value, method }: WriteOp): boolean {
  if ((how !== '=' && how !== 'logical' && method !== 'set') || !value || isEmptyConstant(tree, value)) return false;
  return makers.has(tree.kind(unwrap(tree, value)));
}

const makers = new Set<number>([
  K.NewExpression,
  K.CallExpression,
  K.Identifier,
  K.ObjectLiteralExpression,
  K.ArrayLiteralExpression,
]);

/** The first suspension behind the write that enters what was made, or that stands before what fills it. */
function entryAfter(
  facts: Facts,
  graph: Graph,
  tested: Tested,
  { write, block, index }: Made,
): Pick<Entry, 'suspension' | 'call' | 'how'> | undefined {
  const isOnlyThen = (node: Node) => !comesTo(graph, tested, node);
  const { location } = tested;
  const seen = new Set<string>();
  const work: { id: number; from: number; waited: SuspendOp | undefined }[] = [
    { id: block.id, from: index + 1, waited: undefined },
  ];
  while (work.length) {
    const { id, from, waited: before } = work.shift()!;
    const mark = `${id}/${before?.node.pos}`;
    if (from === 0 && seen.has(mark)) continue;
    if (from === 0) seen.add(mark);
    const at = graph.blocks[id]!;
    let waited = before;
    let over = false;
    for (const op of at.ops.slice(from)) {
      if (op.op === 'write' && op.location.key === location.key) over = true;
      if (over) break;
      if (op.op === 'suspend') {
        if (isHeld(facts, graph.fn, op, location)) return undefined;
        const call = op.awaited && enteringCall(facts, op.awaited, location, write);
        const isOnce = call && isOnlyThen(op.node);
        if (call && (isOnce || !preparing.test(calleeName(facts.tree, call) ?? '')))
          return { suspension: op.node, call, how: isOnce ? 'half' : 'again' };
        waited ??= op;
      } else if (op.op === 'write' && waited && isEmptyOne(facts, write) && isPart(op.location, location))
        return isOnlyThen(op.node) ? { suspension: waited.node, call: undefined, how: 'half' } : undefined;
    }
    if (!over) for (const next of successors(at)) work.push({ id: next, from: 0, waited });
  }
  return undefined;
}

/** Who finds it there comes to the node, too, without another look. */
export function comesTo(graph: Graph, { looks, present }: Tested, node: Node): boolean {
  for (const op of opsFrom(graph, present, 0, { past: looks })) if (op.node === node) return true;
  return false;
}

/** Something keeps others out other than that the location itself is set. */
export function isHeld(facts: Facts, fn: Fn, op: Op, { key }: Location): boolean {
  const guards = guardsOf(facts, fn).at(op)?.guards ?? new Set();
  return [...guards].some((guard) => guard.replace(/^flag:|[+-]$/g, '') !== key);
}

/** `[]`, `{}`, `new Map()`: to be filled. */
function isEmptyOne({ tree }: Facts, { value }: WriteOp): boolean {
  const node = value && unwrap(tree, value);
  return !!node && !(node.arguments ?? node.elements ?? node.properties ?? [node]).length;
}

export function isPart(part: Location, whole: Location): boolean {
  return (
    part.key.length > whole.key.length && part.key.startsWith(whole.key) && /[.[]/.test(part.key[whole.key.length]!)
  );
}

/** A second call of these on one object is another start; a second `load` or `init` may only be more work. */
const starting = /^_?(enter|start|open|connect|listen|launch|boot|begin|attach|mount|spawn)([A-Z_].*)?$/;
const preparing =
  /^_?(init|initiali[sz]e|set_?up|bootstrap|login|authenticate|load|restore|prepare|populate|hydrate|ready)([A-Z_].*)?$/;
const given = /^_?(enter|use)([A-Z_].*)?$/;

/** `group.enter()`, `stack.enter(group)`: a call on what was made, or a stack that is given it. */
function enteringCall(facts: Facts, awaited: Node, location: Location, write: WriteOp): Node | undefined {
  const { tree } = facts;
  const call = unwrap(tree, awaited);
  const name = tree.kind(call) === K.CallExpression ? (calleeName(tree, call) ?? '') : '';
  const receiver = receiverOf(tree, call);
  const isIt = (node: Node) => isSame(facts, node, location, write);
  const isOwn = (starting.test(name) || preparing.test(name)) && !!receiver && isIt(receiver);
  return isOwn || (given.test(name) && (call.arguments ?? []).some(isIt)) ? call : undefined;
}

/** The location, or the local that holds what was put there. */
function isSame(facts: Facts, node: Node, location: Location, write: WriteOp): boolean {
  const base = baseOf(facts, node);
  if (base?.key === location.key) return true;
  const local = base?.root.kind === 'binding' && !base.path.length ? base.root.binding : undefined;
  if (!local) return false;
  const value = write.value && unwrap(facts.tree, write.value);
  const isGiven = value && facts.tree.kind(value) === K.Identifier && facts.resolve(value) === local;
  return isGiven || (facts.isConstant(local) && !!local.init && contains(local.init, write.node));
}
