/** A test of a path, and what is done to it because of the test, with room for another caller in between. */
import { isSerialisedElsewhere } from '../../core/elsewhere.ts';
import { callbackOf, calleeOf } from '../../core/facts/callgraph.ts';
import { decides, reaches } from '../../core/facts/control.ts';
import { exposureOf } from '../../core/facts/exposure.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, successors } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { runsOnce } from '../../core/facts/places.ts';
import { isSerialised, opOf } from '../../core/facts/serialised.ts';
import { contains, isFunction } from '../../core/facts/shapes.ts';
import { type AdhocLock, adhocLocks } from '../../core/files/adhoc-lock.ts';
import { fileCall, partsOf } from '../../core/files/calls.ts';
import { type FilePath, isOwnPath, isSamePath, isWithinPath, parametersOf, pathOf } from '../../core/files/paths.ts';
import { checkAt, type FileStep, mayCheck, stepsAt } from '../../core/files/through.ts';
import { ownAwaits } from '../../core/rewrite/statements.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { isHarmless } from './harmless.ts';
import { writesTheSame } from './same-content.ts';
import { holdersOf, sidesOf } from './sides.ts';

export interface CheckThenAct {
  readonly fn: Fn;
  readonly check: FileStep;
  readonly act: FileStep;
  /** What the act is done to: the path that was tested, or the folder that it lies in. */
  readonly path: FilePath;
  /** What the test must have found for the act to run; `failed`: the act cleans up after what went wrong since. */
  readonly found: 'absent' | 'present' | 'failed';
  /** The act also runs where the test found the other: a second test lets it. */
  readonly anyway: boolean;
}

export function* checksThenActs(context: RuleContext): Iterable<CheckThenAct> {
  const { facts } = context;
  const locks = adhocLocks(facts, context.resolve);
  // What is wrong with a lock made by hand is said once.
  const done = new Set<Node>(locks.flatMap(({ steps }) => steps.map(({ call }) => call)));
  for (const { fn, checks } of checkingFunctions(context)) {
    if (isSerialised(facts, fn)) continue;
    for (const check of checks) {
      for (const found of actsAfter(context, fn, check)) {
        const { act } = found;
        if (
          done.has(act.call) ||
          locks.some((lock) => isHeldAt(facts, lock, act.call)) ||
          isHarmless(facts, found) ||
          isCovered(facts, found)
        )
          continue;
        if (isSerialisedElsewhere(context, fn) !== false || writesTheSame(context, found) || !overlaps(context, found))
          continue;
        done.add(act.call);
        yield found;
      }
    }
  }
}

function checkingFunctions(context: RuleContext): { fn: Fn; checks: FileStep[] }[] {
  const { facts } = context;
  const byFn = new Map<Fn, FileStep[]>();
  for (const call of mayCheck(facts)) {
    const check = checkAt(facts, call, context.resolve);
    if (!check) continue;
    const fn = facts.functionOf(call);
    if (fn.kind === 'module' || fn.kind === 'initializer') continue;
    const list = byFn.get(fn) ?? [];
    byFn.set(fn, list);
    list.push(check);
  }
  return [...byFn].map(([fn, checks]) => ({ fn, checks }));
}

function* actsAfter(context: RuleContext, fn: Fn, check: FileStep): Iterable<CheckThenAct> {
  const { facts } = context;
  const [path] = check.paths;
  if (!path || isOwnPath(facts, path.node)) return;
  for (const within of readersOf(facts, fn, check.call)) {
    const graph = facts.graph(within);
    const sides = sidesOf(facts, graph, check.call);
    for (const call of sides.length ? facts.calls : []) {
      if (call === check.call || facts.functionOf(call) !== within || call.pos < check.call.pos) continue;
      if (!mayTouch(facts, call, path)) continue;
      for (const act of stepsAt(facts, call, context.resolve)) {
        if (act.deed.does === 'check' || act.deed.does === 'read') continue;
        const target = act.paths.find((p) => isWithinPath(path, p));
        if (!target) continue;
        if (act.deed.does === 'delete' && cleansUp(facts, call)) {
          yield { fn, check, act, path: target, found: 'failed', anyway: false };
          continue;
        }
        if (act.deed.does === 'delete' && !isSamePath(path, target)) continue;
        const side = sides.find(({ test, otherwise }) => decides(graph, test, otherwise, call));
        const room = within === fn ? hasRoom(graph, check, act) : !check.sync || !act.sync;
        if (!side || !room) continue;
        const anyway = reaches(graph, side.otherwise, call, [side.test]);
        yield { fn, check, act, path: target, found: side.found, anyway };
      }
    }
  }
}

/** The function of the check, and those in it that read a variable with its answer. */
function readersOf(facts: Facts, fn: Fn, check: Node): ReadonlySet<Fn> {
  const uses = holdersOf(facts, check).flatMap((holder) => facts.references(holder));
  return new Set([fn, ...uses.map((use) => facts.functionOf(use))]);
}

/** In a `catch` behind something that was awaited: a whole folder goes because of a failure. */
function cleansUp({ tree }: Facts, call: Node): boolean {
  for (let at: Node = call; at.parent && !isFunction(tree, at); at = at.parent) {
    const { parent } = at;
    if (tree.kind(parent) === K.TryStatement && parent.catchClause === at)
      return (
        /\brecursive\s*:\s*true|\b(?:remove|rimraf|emptyDir)\(/.test(textOf(tree, call)) &&
        ownAwaits(tree, [parent.tryBlock!]).length > 0
      );
  }
  return false;
}

/** Worth a look: it is a file call, a function of this file, or is given the path. */
function mayTouch(facts: Facts, call: Node, path: FilePath): boolean {
  if (fileCall(facts, call) || calleeOf(facts, call)) return true;
  return (call.arguments ?? []).some((a) => partsOf(facts, a).some((p) => isWithinPath(path, pathOf(facts, p))));
}

/** Another caller can come in between the answer of the check and the end of the act. */
function hasRoom(graph: Graph, check: FileStep, act: FileStep): boolean {
  if (!check.sync || !act.sync) return true;
  const from = graph.blocks.find((b) => b.ops.some((op) => op.node === check.call));
  if (!from) return false;
  const work = [{ block: from.id, index: from.ops.findIndex((op) => op.node === check.call), suspended: false }];
  const seen = new Set<string>();
  while (work.length) {
    const { block, index, suspended } = work.pop()!;
    const ops = graph.blocks[block]!.ops.slice(index);
    const end = ops.findIndex((op) => op.node === act.call);
    const now = suspended || ops.slice(0, end < 0 ? undefined : end).some((op) => op.op === 'suspend');
    if (end >= 0 && now) return true;
    for (const next of end >= 0 ? [] : successors(graph.blocks[block]!)) {
      const key = `${next} ${now}`;
      if (seen.has(key)) continue;
      seen.add(key);
      work.push({ block: next, index: 0, suspended: now });
    }
  }
  return false;
}

/** In the `try` behind which a lock made by hand is removed: what is wrong there is the lock. */
function isHeldAt({ tree }: Facts, { steps }: AdhocLock, call: Node): boolean {
  for (let at: Node = call; at.parent && !isFunction(tree, at); at = at.parent) {
    const { finallyBlock } = at.parent;
    if (finallyBlock && at !== finallyBlock && steps.some((step) => contains(finallyBlock, step.call))) return true;
  }
  return false;
}

/** One guard is held at the act and at a check of the path that leads to it. */
function isCovered(facts: Facts, { fn, check, act }: CheckThenAct): boolean {
  const then = heldAt(facts, fn, check.call);
  return heldAt(facts, fn, act.call).some((guard) => then.includes(guard));
}

/** Also by the call, in `fn`, of a function around it. */
function heldAt(facts: Facts, fn: Fn, call: Node): string[] {
  const own = facts.functionOf(call);
  const op = opOf(facts, own, call);
  const held = [...((op && guardsOf(facts, own).at(op)?.guards) ?? [])];
  const outer = own === fn ? undefined : callbackOf(facts, own.node);
  return outer ? [...held, ...heldAt(facts, fn, outer.call)] : held;
}

/** Programs take their time: whoever calls twice before the first has ended is enough there. */
function overlaps(context: RuleContext, { fn, check, act, found }: CheckThenAct): boolean {
  const { facts, config } = context;
  const takesLong = act.deed.does === 'run' || found === 'failed';
  // Who calls it is asked last: that takes time.
  if (runsOnce(facts.place) || (!config.strict && !takesLong && isOfEachCall(facts, fn, check))) return false;
  const overlap = context.overlap(fn, false);
  return overlap === 'yes' || (overlap !== 'no' && (config.strict || (takesLong && overlap !== 'hand')));
}

/** A path that is given with each call: that two calls overlap says something only where they can have the same one. */
function isOfEachCall(facts: Facts, fn: Fn, check: FileStep): boolean {
  const { event, floating } = exposureOf(facts, fn);
  if (event || floating) return false;
  const given = parametersOf(facts, check.paths[0]!.node);
  return [...given].some((binding) => contains(fn.node, binding.ident));
}
