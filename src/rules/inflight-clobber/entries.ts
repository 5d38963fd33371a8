/** Entries of tasks in flight: put into a Map or a field, and taken out by the end of the task they stand for. */
import { calleeOf, uses } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Location } from '../../core/facts/locations.ts';
import { wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';
import { chainOf, type End, endOf, isEntry, isRemoval, type Write } from './ends.ts';

export interface Entry {
  readonly location: Location;
  /** `x.set(key, task)`, `x = task` */
  readonly write: Write & { readonly value: Node };
  /** Who puts it there. */
  readonly fn: Fn;
  readonly end: End;
}

export function entriesOf(facts: Facts): Entry[] {
  return facts.functions.flatMap((fn) => {
    if (!fn.suspends && !chainOf(facts, fn)) return [];
    const removed = new Map<string, Location>();
    for (const op of facts.graph(fn).ops('write'))
      if (isRemoval(facts, op) && isShared(op.location, fn)) removed.set(op.location.key, op.location);
    return [...removed.values()].flatMap((location) => {
      for (const maker of makersOf(facts, fn)) {
        const found = entryBy(facts, maker, fn, location);
        if (found) return [found];
      }
      return [];
    });
  });
}

function entryBy(facts: Facts, maker: Fn, task: Fn, location: Location): Entry | undefined {
  if (!isShared(location, maker)) return undefined;
  for (const write of facts.graph(maker).ops('write')) {
    if (!isEntry(facts, write) || write.location.key !== location.key) continue;
    const end = endOf(facts, task, location, maker === task ? write : undefined);
    if (end) return { location, write, fn: maker, end };
  }
  return undefined;
}

/** The task itself, and who begins it: the functions around an inline one, the callers of a named one. */
function makersOf(facts: Facts, task: Fn): Set<Fn> {
  const makers = new Set([task]);
  if (isCalledHere(facts, task) || chainOf(facts, task))
    for (let at = task.parent; at && at.kind !== 'module'; at = at.parent) makers.add(at);
  for (const { call } of uses(facts, task))
    if (call && calleeOf(facts, call) === task) makers.add(facts.functionOf(call));
  return makers;
}

/** `(async () => { … })()` */
export function isCalledHere({ tree }: Facts, { node }: Fn): boolean {
  const outer = wrapped(tree, node);
  return !!outer.parent && tree.kind(outer.parent) === K.CallExpression && outer.parent.expression === outer;
}

/** Not a variable of the function: others have it too. */
function isShared({ root, path }: Location, fn: Fn): boolean {
  if (root.kind === 'this') return path.length > 0;
  if (root.kind === 'global') return false;
  const { kind, scope } = root.binding;
  return scope.fn !== fn && kind !== 'parameter' && kind !== 'catch';
}
