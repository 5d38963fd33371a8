/** What is lost with an entry: who looks for it there, and what he does when he finds it gone. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type OpOf, successors } from '../../core/facts/graph.ts';
import { type Location, locationOf } from '../../core/facts/locations.ts';
import { isAssignmentTarget, wrapped } from '../../core/facts/shapes.ts';
import type { Node } from '../../core/syntax.ts';
import { isOwn, mentionsOf } from './keys.ts';
import type { TaskKind } from './kinds.ts';

export interface Loss {
  readonly words: string;
  /** Where the newer task looks for it itself. */
  readonly read?: Node;
}

const usual = {
  promise: 'who comes next does not find that task',
  controller: 'nobody can abort that task any more',
  handler: 'nobody can call it any more',
} as const;

/** `undefined`: nobody misses it. */
export function lossOf(facts: Facts, location: Location, kind: TaskKind): Loss | undefined {
  if (kind !== 'controller' || mayBeAborted(facts, location)) return { words: usual[kind] };
  const read = lateReadOf(facts, location);
  return read && { words: 'a task that reads it after an `await` finds it gone', read };
}

/** Somebody takes more than its signal from there, or it can be reached from elsewhere. */
function mayBeAborted(facts: Facts, location: Location): boolean {
  const mentions = placesOf(facts, location);
  return (
    location.path.at(-1)?.startsWith('[') ||
    !isOwn(facts, location) ||
    mentions.some((node) => !isAssignmentTarget(facts.tree, node) && !asksSignal(facts, node))
  );
}

/** The mentions that are not of another class's field of that name. */
function placesOf(facts: Facts, location: Location): Node[] {
  return mentionsOf(facts, location).filter((node) => {
    const named = locationOf(facts, node);
    return named?.root.kind !== 'this' || named.key === location.key;
  });
}

/** `this.controller.signal` */
function asksSignal({ tree }: Facts, node: Node): boolean {
  const outer = wrapped(tree, node);
  return outer.parent?.expression === outer && outer.parent.name?.text === 'signal';
}

/** A read that throws where nothing stands there, after a suspension since which nobody was seen to put anything. */
function lateReadOf(facts: Facts, location: Location): Node | undefined {
  const functions = new Set(placesOf(facts, location).map((node) => facts.functionOf(node)));
  for (const fn of functions) {
    const read = fn.suspends ? lateReadIn(facts, fn, location) : undefined;
    if (read) return read.node;
  }
  return undefined;
}

function lateReadIn(facts: Facts, fn: Fn, { key }: Location): OpOf<'read'> | undefined {
  const graph = facts.graph(fn);
  const seen = new Set<string>();
  const work = [{ id: graph.entry, late: false }];
  while (work.length) {
    const at = work.pop()!;
    let { late } = at;
    const mark = `${at.id} ${late}`;
    if (seen.has(mark)) continue;
    seen.add(mark);
    const block = graph.blocks[at.id]!;
    for (const op of block.ops) {
      if (op.op === 'suspend') late = true;
      else if (op.op === 'write' && op.location.key === key) late = false;
      else if (late && op.op === 'read' && op.location.key.startsWith(`${key}.`) && !op.node.questionDotToken)
        return op;
    }
    for (const id of successors(block)) work.push({ id, late });
  }
  return undefined;
}
