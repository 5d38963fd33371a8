/** Lock files made by hand: made where a test found none, or freed by path because their owner seems to be gone. */
import { uses } from '../facts/callgraph.ts';
import type { Facts, Fn, ThisOwner } from '../facts/facts.ts';
import { contains, isFunction, isLoop } from '../facts/shapes.ts';
import { mentions } from '../facts/tests.ts';
import { K, type Node, textOf } from '../syntax.ts';
import { partsOf } from './calls.ts';
import { isLockName, isLockPath } from './lock-path.ts';
import { type FileStep, type Resolve, stepsAt } from './through.ts';

export interface AdhocLock {
  /** The class that it belongs to; undefined: functions of the module. */
  readonly owner: ThisOwner | undefined;
  /** How the path is written where the lock is taken. */
  readonly path: Node;
  readonly steps: readonly FileStep[];
  /** `tested`: two find none and both make it. `stale`: one removes what another has just taken. */
  readonly flaw: 'tested' | 'stale';
  /** Looks whether it is there, or whose it is. */
  readonly test: FileStep;
  /** Makes the lock. */
  readonly create: FileStep;
  /** Removes it, for `stale` that of another. */
  readonly remove: FileStep;
  /** The age of the lock decides that its owner is gone. */
  readonly byAge: boolean;
}

/** What owners write into their locks. */
const ownerMark = /\bpid\b|Date\b|\bnow\b|hostname|token|owner|uuid/i;
const ageMark = /Date\.now|mtime|ctime|birthtime|performance\.now|\bgetTime\b/;
const deathMark = /\.kill\s*\([^()]*,\s*0\s*\)|is(?:Pid|Process)?\w*(?:Alive|Running|Dead)/i;
const releasing = /^(?:release|unlock|free|dispose|close|stop|exit|leave|remove|delete|cleanup|clean)/i;

const ofFiles = /['"](?:node:)?(?:fs|fs\/promises|fs-extra|graceful-fs)['"]/;

const known = new WeakMap<Facts, readonly AdhocLock[]>();

export function adhocLocks(facts: Facts, resolve: Resolve): readonly AdhocLock[] {
  let locks = known.get(facts);
  if (!locks) {
    locks = ofFiles.test(facts.tree.text) ? find(facts, resolve) : [];
    known.set(facts, locks);
  }
  return locks;
}

function find(facts: Facts, resolve: Resolve): AdhocLock[] {
  const homes = new Map<ThisOwner | undefined, FileStep[]>();
  for (const call of facts.calls) {
    const isOnLock = (call.arguments ?? []).some((a) => partsOf(facts, a).some((part) => isLockPath(facts, part)));
    if (!isOnLock) continue;
    const steps = stepsAt(facts, call, resolve).filter(
      ({ deed, paths }) =>
        deed.does !== 'run' &&
        (isMovedAway(facts, { deed } as FileStep) || paths.some((p) => isLockPath(facts, p.node))),
    );
    const owner = ownerAround(facts, call);
    homes.set(owner, [...(homes.get(owner) ?? []), ...steps]);
  }
  // What stands there itself says more than what a helper does.
  const isHelped = ({ call, deed }: FileStep) => Number(call !== deed.call);
  return [...homes].flatMap(
    ([owner, steps]) =>
      judge(
        facts,
        owner,
        [...steps].sort((a, b) => isHelped(a) - isHelped(b)),
      ) ?? [],
  );
}

function judge(facts: Facts, owner: ThisOwner | undefined, steps: readonly FileStep[]): AdhocLock | undefined {
  const by = (deed: string) => steps.filter((step) => step.deed.does === deed);
  const tests = [...by('check'), ...by('read')];
  const moves = by('move');
  const removes = [...moves.filter((step) => isMovedAway(facts, step)), ...by('delete')];
  const made = moves.filter((step) => step.paths.some((p) => isLockPath(facts, p.node)));
  const exclusive = [...steps.filter(isExclusive), ...made];
  const written = by('write').filter((step) => !step.deed.atomic && holdsMark(facts, step));
  const create = exclusive[0] ?? written[0];
  if (!tests.length || !create || !removes.length) return undefined;
  const path = create.paths.find((p) => isLockPath(facts, p.node))!.node;
  const byAge = [...tests, ...removes].some(({ call }) => ageMark.test(textAround(facts, call)));
  const base = { owner, path, steps, create, byAge };
  if (!exclusive.length) {
    const asked = tests.filter((step) => isAskedFor(facts, step, create));
    if (!asked.length) return undefined;
    return { ...base, flaw: 'tested', test: nearest(facts, asked, create), remove: nearest(facts, removes, create) };
  }
  const remove = removes.find((step) => isOfAnother(facts, step));
  return remove && { ...base, flaw: 'stale', test: nearest(facts, tests, remove), remove };
}

/** Before the lock is made, in that function, one that it calls, or the one that calls it. */
function isAskedFor(facts: Facts, { call }: FileStep, create: FileStep): boolean {
  const fn = facts.functionOf(create.call);
  const asker = facts.functionOf(call);
  if (fn.kind !== 'module' && contains(fn.node, call)) return call.pos < create.call.pos || isInLoop(facts, call);
  if (asker.kind === 'module') return fn.kind === 'module' && call.pos < create.call.pos;
  const callers = [fn, ...uses(facts, fn).map(({ node }) => facts.functionOf(node))];
  return callers.some(
    (caller) => caller === asker || uses(facts, asker).some(({ node }) => contains(caller.node, node)),
  );
}

function isInLoop({ tree }: Facts, node: Node): boolean {
  for (let at: Node | undefined = node; at && !isFunction(tree, at); at = at.parent) if (isLoop(tree, at)) return true;
  return false;
}

/** In the same function, and before it; else the first. */
function nearest(facts: Facts, steps: readonly FileStep[], at: FileStep): FileStep {
  const fn = facts.functionOf(at.call);
  const own = steps.filter(({ call }) => facts.functionOf(call) === fn);
  const before = own.filter(({ call }) => call.pos < at.call.pos);
  const asks = at.deed.does === 'delete' ? undefined : before.findLast(({ deed }) => /exists|access/i.test(deed.name));
  return asks ?? before.at(-1) ?? own[0] ?? steps[0]!;
}

/** One alone makes it: `wx`, a folder that may not be there yet. */
function isExclusive({ deed }: FileStep): boolean {
  return (
    (deed.does === 'write' && deed.atomic && deed.name !== 'appendFile') || (deed.does === 'mkdir' && !deed.atomic)
  );
}

/** Nothing, or who the owner is. */
function holdsMark(facts: Facts, { call, paths }: FileStep): boolean {
  const rest = (call.arguments ?? []).filter((a) => !paths.some((p) => contains(a, p.node)));
  const [content] = rest;
  if (!content || /^["'`]{2}$|^["'`][wa]/.test(textOf(facts.tree, content))) return true;
  return mentionsText(facts, content, ownerMark);
}

/** `rename(lockDir, staleDir)` */
function isMovedAway(facts: Facts, { deed }: FileStep): boolean {
  const [from, to] = deed.call.arguments ?? [];
  return deed.name === 'rename' && !!from && isLockName(facts, from) && !(to && /\block/i.test(textOf(facts.tree, to)));
}

/** Removed because its owner seems gone, not by its owner. */
export function isOfAnother(facts: Facts, { call }: FileStep): boolean {
  const { tree } = facts;
  for (let at: Node = call; at.parent && !isFunction(tree, at); at = at.parent)
    if (at.parent.finallyBlock === at) return false;
  const fn = facts.functionOf(call);
  if (releasing.test(fn.name ?? '') && !/stale|dead|expired|orphan/i.test(fn.name ?? '')) return false;
  const text = textAround(facts, call);
  return ageMark.test(text) || deathMark.test(text);
}

function textAround(facts: Facts, call: Node): string {
  return textOf(facts.tree, facts.functionOf(call).node);
}

/** The outermost class around a call. */
function ownerAround(facts: Facts, call: Node): ThisOwner | undefined {
  for (let fn: Fn | undefined = facts.functionOf(call); fn; fn = fn.parent)
    if (fn.member && fn.self?.kind === 'class') return fn.self;
  return undefined;
}

function mentionsText(facts: Facts, node: Node, wanted: RegExp): boolean {
  if (wanted.test(textOf(facts.tree, node))) return true;
  return mentions(facts, node, (n) => {
    const init = facts.tree.kind(n) === K.Identifier ? facts.resolve(n)?.init : undefined;
    return !!init && wanted.test(textOf(facts.tree, init));
  });
}
