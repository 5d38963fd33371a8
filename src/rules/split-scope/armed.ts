/** Timers that a function arms behind an `await`, and that who stops it may have come to clear before. */
import { calleeOf, functionOfBinding } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Graph, type Op, successors } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { baseOf } from '../../core/facts/locations.ts';
import { assignmentOf, calleeName, contains, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { bodyStatements } from '../../core/rewrite/statements.ts';
import { K, type Node } from '../../core/syntax.ts';
import { isLasting } from './halves.ts';

export interface Armed {
  readonly fn: Fn;
  /** `this.timer` */
  readonly name: string;
  readonly call: Node;
  /** Where others get their turn before. */
  readonly suspension: Node;
  readonly clear: Node;
  readonly stop: Fn;
}

const stops = /stop|close|dispose|destroy|shut|end$|cancel|disconnect|teardown|terminate|kill|abort|unmount/i;

export function* armedIn(facts: Facts): Iterable<Armed> {
  const { tree } = facts;
  for (const call of facts.callsTo((name) => /^set(Interval|Timeout)$/.test(name))) {
    const fn = facts.functionOf(call);
    const { parent } = wrapped(tree, call);
    if (!fn.suspends || assignmentOf(tree, parent) !== '=') continue;
    const kept = baseOf(facts, parent.left!);
    if (!kept || !isLasting(kept)) continue;
    const clear = facts
      .callsTo((name) => /^clear(Interval|Timeout)$/.test(name))
      .find((c) => {
        const cleared = c.arguments?.[0];
        const by = facts.functionOf(c);
        return !!cleared && by !== fn && stops.test(by.name ?? '') && baseOf(facts, cleared)?.key === kept.key;
      });
    const suspension = clear && suspensionBefore(facts.graph(fn), call);
    if (!clear || !suspension || looksFirst(facts, fn, call)) continue;
    const run = runBy(facts, call);
    // One that fires once ends by itself, unless it comes here again.
    if (calleeName(tree, call) === 'setTimeout' && !run.includes(fn)) continue;
    if (run.some((by) => checksItself(facts, by))) continue;
    yield { fn, name: kept.text, call, suspension, clear, stop: facts.functionOf(clear) };
  }
}

/** A suspension from which the call is reached. */
function suspensionBefore(graph: Graph, call: Node): Node | undefined {
  const isCall = (op: Op) => op.op === 'call' && op.node === call;
  for (const { id, ops } of graph.blocks) {
    for (const [i, op] of ops.entries()) {
      if (op.op !== 'suspend') continue;
      if (ops.slice(i + 1).some(isCall)) return op.node;
      const seen = new Set<number>([id]);
      const work = successors(graph.blocks[id]!);
      while (work.length) {
        const block = graph.blocks[work.pop()!]!;
        if (seen.has(block.id)) continue;
        seen.add(block.id);
        if (block.ops.some(isCall)) return op.node;
        work.push(...successors(block));
      }
    }
  }
  return undefined;
}

/** Since the last suspension a field was tested. */
function looksFirst(facts: Facts, fn: Fn, call: Node): boolean {
  const guards = guardsOf(facts, fn);
  const op = guards.graph.blocks.flatMap((b) => b.ops).find((o) => o.op === 'call' && o.node === call);
  const held = op && guards.at(op);
  return !held || held.tested.size > 0 || held.guards.size > 0;
}

/** What the timer runs: the function it's given, and those that it calls. */
function runBy(facts: Facts, call: Node): readonly Fn[] {
  const { tree } = facts;
  const given = call.arguments?.[0] && unwrap(tree, call.arguments[0]);
  if (!given) return [];
  const binding = tree.kind(given) === K.Identifier ? facts.resolve(given) : undefined;
  const callback = facts.functionAt(given) ?? (binding && functionOfBinding(facts, binding));
  const called = facts.calls.filter((c) => contains(given, c)).map((c) => calleeOf(facts, c));
  return [callback, ...called].filter((fn) => fn !== undefined);
}

/** `setTimeout(() => this.tick(), ms)` where `tick` begins with `if (this.isStopped) return`. */
function checksItself({ tree }: Facts, { node: { body } }: Fn): boolean {
  const isTest = (s: Node) => tree.kind(s) === K.IfStatement;
  return !!body && bodyStatements(tree, body).slice(0, 3).some(isTest);
}
