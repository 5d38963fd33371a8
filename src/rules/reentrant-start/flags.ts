/** Flags that say "started": set before what they stand for is there, or when others have passed the guard already. */

import { uses } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Graph, Op } from '../../core/facts/graph.ts';
import { interleavings } from '../../core/facts/interleave.ts';
import type { Location } from '../../core/facts/locations.ts';
import { isConstantExpression, isEmptyConstant, wrapped } from '../../core/facts/shapes.ts';
import { isRefused } from '../../core/lazily.ts';
import { isLifecycle } from '../../core/overlap.ts';
import { K } from '../../core/syntax.ts';
import { saysEnded, saysInitialised } from '../lazy-init-race/harm.ts';
import { comesTo, type Entry, isHeld, makingAfter, testsOf } from './entries.ts';
import { opsFrom, writtenLate } from './late.ts';

/** `if (this.loaded) return; this.loaded = true; this.rows = await load();`, and who comes second reads `this.rows`. */
export function* earlyFlags(facts: Facts, fn: Fn, isShared: (location: Location) => boolean): Iterable<Entry> {
  const graph = facts.graph(fn);
  for (const tested of testsOf(facts, graph)) {
    const { location, test, read, present } = tested;
    const isOn = (value: Parameters<typeof isEmptyConstant>[1] | undefined) =>
      !!value && isConstantExpression(facts.tree, value) && !isEmptyConstant(facts.tree, value);
    const made = saysEnded(nameOf(location))
      ? undefined
      : makingAfter(graph, tested, (op) => op.how === '=' && isOn(op.value));
    if (!made || !isShared(location)) continue;
    const pause = behind(graph, made.block.id, made.index + 1, (op) => op.op === 'suspend');
    if (pause?.op !== 'suspend' || comesTo(graph, tested, pause.node)) continue;
    if (isHeld(facts, fn, pause, location) || isBusyFlag(facts, graph, pause, location)) continue;
    const late = new Set(writtenLate(facts, fn, pause).map(({ key }) => key));
    const isLate = (key: string) => key !== location.key && late.has(key);
    const missing = reliedOn(facts, graph, present, isLate);
    if (missing)
      yield {
        fn,
        location,
        test,
        read,
        write: made.write,
        suspension: pause.node,
        call: undefined,
        how: 'flag',
        missing,
      };
  }
}

function nameOf({ path, text }: Location): string {
  return path.filter((segment) => !segment.startsWith('[')).at(-1) ?? text;
}

/** The first such operation from a place on, the nearest blocks first. */
function behind(graph: Graph, id: number, from: number, is: (op: Op) => boolean): Op | undefined {
  for (const op of opsFrom(graph, id, from)) if (is(op)) return op;
  return undefined;
}

/** It goes down again when the work is done: "not now", not "done already". */
function isBusyFlag({ tree }: Facts, graph: Graph, pause: Op, { key }: Location): boolean {
  const block = graph.blocks.find(({ ops }) => ops.includes(pause))!;
  const isDown = (op: Op) =>
    op.op === 'write' && op.location.key === key && (!op.value || isEmptyConstant(tree, op.value));
  return !!behind(graph, block.id, block.ops.indexOf(pause) + 1, isDown);
}

/** What is written late and read by who finds the flag set: in the function, or in one that has waited for it. */
function reliedOn(facts: Facts, graph: Graph, present: number, isLate: (key: string) => boolean): string | undefined {
  const stops = (op: Op) => op.op === 'suspend' || (op.op === 'read' && isLate(op.location.key));
  const first = behind(graph, present, 0, stops);
  if (first?.op === 'suspend') return undefined;
  if (first?.op === 'read') return first.location.text;
  for (const { call } of uses(facts, graph.fn)) {
    const caller = call && facts.functionOf(call);
    const isAwaited = call && facts.tree.kind(wrapped(facts.tree, call).parent!) === K.AwaitExpression;
    if (!caller || caller === graph.fn || !isAwaited) continue;
    for (const { ops } of facts.graph(caller).blocks)
      for (const op of ops)
        if (op.op === 'read' && op.node.pos >= call.end && isLate(op.location.key)) return op.location.text;
  }
  return undefined;
}

/** `if (this.running) throw …; await open(); this.running = true`: what lazy-init-race leaves to this rule. */
export function* lateFlags(
  facts: Facts,
  fn: Fn,
  isShared: (location: Location) => boolean,
  strict: boolean,
): Iterable<Entry> {
  if (!isLifecycle(fn)) return;
  for (const { ops } of facts.graph(fn).blocks) {
    for (const op of ops) {
      if (op.op !== 'read' || !isShared(op.location)) continue;
      for (const { test, write, location, suspension, through, writer } of interleavings(facts, fn, op, {
        ignoreSharedPromises: true,
      })) {
        if (!test?.absent || !test.decides || through || writer !== fn) continue;
        if (write.how !== '=' || !write.value || isEmptyConstant(facts.tree, write.value)) continue;
        const isFlag = isConstantExpression(facts.tree, write.value);
        const refused = isRefused(facts, test.node) && !strict;
        if (saysEnded(nameOf(location)) || (!refused && !(isFlag && !saysInitialised(nameOf(location))))) continue;
        yield { fn, location, test: test.node, read: op.node, write, suspension, call: undefined, how: 'late' };
      }
    }
  }
}
