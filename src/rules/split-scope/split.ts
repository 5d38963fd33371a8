/** Which scopes are entered by one function and left by another that can come in between, or when nothing is entered. */
import { callbackUse } from '../../core/facts/callbacks.ts';
import { callbackOf, throughBind, uses } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { successors } from '../../core/facts/graph.ts';
import { opOf } from '../../core/facts/serialised.ts';
import { calleeName, contains, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { readsOfTest } from '../../core/facts/tests.ts';
import { K, type Node } from '../../core/syntax.ts';
import { type Closing, closingsOf, isLasting, type Opening, openingsOf } from './halves.ts';

export interface Split {
  readonly opening: Opening;
  readonly closing: Closing;
  /** What others call to enter it, and to leave it. */
  readonly enter: Fn;
  readonly leave: Fn;
}

/** Who is called so is half of a scope that others put together: `lock`, `enterScope`, `tryAcquire`. */
const half = /^_?(try)?(acquire|release|lock|unlock|enter|exit|leave|obtain|free|take|give|begin|end|push|pop|hold)/i;

export function* splitsOf(facts: Facts): Iterable<Split> {
  const openings = openingsOf(facts);
  if (!openings.length) return;
  const closings = closingsOf(facts);
  const told = new Set<string>();
  for (const opening of openings) {
    const own = closings.filter((c) => opening.keys.has(c.key) && c.call !== opening.call);
    // By itself, or by what it sets up once it has entered.
    if (own.some(({ call }) => call.pos > opening.call.pos && contains(opening.fn.node, call))) continue;
    const split = splitOf(facts, opening, own, openings);
    const key = [...opening.keys].join();
    if (!split || told.has(key)) continue;
    told.add(key);
    yield split;
  }
}

function splitOf(
  facts: Facts,
  opening: Opening,
  closings: readonly Closing[],
  openings: readonly Opening[],
): Split | undefined {
  const enters = entriesOf(facts, opening.fn);
  const isOpenedIn = (fn: Fn) =>
    openings.some((other) => other.fn === fn && [...other.keys].some((key) => opening.keys.has(key)));
  const openers = new Set([...enters].map((fn) => fn.id));
  for (const closing of closings) {
    // A context that is entered again is left by that; one scope that two functions enter is not.
    if (closing.fn === opening.fn || (opening.kind !== 'context' && isOpenedIn(closing.fn))) continue;
    const leaves = [...entriesOf(facts, closing.fn)];
    const enter = [...enters].find((fn) => !leaves.includes(fn));
    const leave = leaves.find((fn) => !openers.has(fn.id));
    if (!enter || !leave || [enter, leave].some((fn) => half.test(fn.name ?? ''))) continue;
    if (isWaited(facts, opening) && looksAgain(facts, opening)) continue;
    if (!isWaited(facts, opening) && opening.kind !== 'context' && !isPending(facts, opening)) continue;
    if (waitsForStart(facts, closing)) continue;
    return { opening, closing, enter, leave };
  }
  return undefined;
}

/** What others call, or what an event runs, and that comes to this function: itself, or who calls it. */
function entriesOf(facts: Facts, fn: Fn, seen: Set<Fn> = new Set()): Set<Fn> {
  if (seen.has(fn)) return new Set();
  seen.add(fn);
  const found = new Set<Fn>();
  const follow = (node: Node) => {
    for (const entry of entriesOf(facts, facts.functionOf(node), seen)) found.add(entry);
  };
  const runner = callbackOf(facts, fn.node)?.call;
  if (runner) {
    const use = callbackUse(facts, runner);
    if (use === 'event' || use === 'unknown') return new Set([fn]);
    follow(runner);
    return found;
  }
  if (fn.kind === 'constructor' || (fn.member && fn.member.access !== 'private') || fn.kind === 'module') found.add(fn);
  for (const { node, call } of uses(facts, fn)) {
    const handed = call ? undefined : callbackOf(facts, throughBind(facts, node))?.call;
    if (handed && callbackUse(facts, handed) === 'event') found.add(fn);
    else follow(node);
  }
  return found.size ? found : new Set([fn]);
}

function isWaited({ tree }: Facts, { call }: Opening): boolean {
  return tree.kind(wrapped(tree, call).parent) === K.AwaitExpression;
}

/** `const turn = this.semaphore.acquire();`: others wait for it. */
function isPending(facts: Facts, { call }: Opening): boolean {
  const { tree } = facts;
  const { parent } = wrapped(tree, call);
  if (tree.kind(parent) !== K.VariableDeclaration) return false;
  const binding = facts.bindings.find((b) => b.declaration === parent);
  const isAwait = (node: Node) => tree.kind(wrapped(tree, node).parent) === K.AwaitExpression;
  return !!binding && facts.references(binding).some(isAwait);
}

/** Behind the `await` a field is tested before the function ends: whether it is still wanted. */
function looksAgain(facts: Facts, { fn, call }: Opening): boolean {
  const op = opOf(facts, fn, call);
  const graph = facts.graph(fn);
  const from = graph.blocks.find((block) => op && block.ops.includes(op));
  if (!from) return false;
  const seen = new Set<number>();
  const work = [from.id];
  while (work.length) {
    const block = graph.blocks[work.pop()!]!;
    if (seen.has(block.id)) continue;
    seen.add(block.id);
    const { branch } = block;
    const isAfter = branch && branch.test.pos > call.end;
    if (isAfter && readsOfTest(block.ops, branch.test).some(({ location }) => isLasting(location))) return true;
    work.push(...successors(block));
  }
  return false;
}

/** `await this.started;`, `await this.started.catch(…)` before it is left. */
function waitsForStart(facts: Facts, { fn, call }: Closing): boolean {
  const { tree } = facts;
  const isKept = (node: Node): boolean => {
    const inner = unwrap(tree, node);
    const k = tree.kind(inner);
    if (k !== K.CallExpression) return k === K.PropertyAccessExpression || k === K.Identifier;
    const receiver = receiverOf(tree, inner);
    return !!receiver && /^(then|catch|finally)$/.test(calleeName(tree, inner) ?? '') && isKept(receiver);
  };
  return facts
    .graph(fn)
    .blocks.some(({ ops }) =>
      ops.some((op) => op.op === 'suspend' && !!op.awaited && op.node.end <= call.pos && isKept(op.awaited)),
    );
}
