/** Tasks that outlive their owner: its `close` cleans up what the task may still set, and does not wait for it. */
import { asksIfCancelled } from '../../core/cancellation.ts';
import { calleeOf, uses } from '../../core/facts/callgraph.ts';
import type { Write } from '../../core/facts/effects.ts';
import type { Facts, Fn, ThisOwner } from '../../core/facts/facts.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { saysWhose } from '../../core/facts/identity.ts';
import { readsOfTest } from '../../core/facts/tests.ts';
import type { Node } from '../../core/syntax.ts';
import { type Asks, lateWrites } from './late.ts';
import type { Started } from './started.ts';

export interface Outlives extends Started {
  readonly owner: ThisOwner;
  /** `close`, `stop`, `dispose` */
  readonly ending: Fn;
  /** Where the ending cleans up. */
  readonly cleaned: Node;
  /** What the task sets, late. */
  readonly late: Write;
}

const endingName =
  /^[_#]*(close|stop|dispose|destroy|shut_?down|tear_?down|terminate|disconnect|end|quit|clean_?up|deactivate|\[Symbol\.(asyncDispose|dispose)\])(All|Async|Now|Internal)?$/i;

/** `isResource`: what is set must be cleaned up by somebody. */
export function outlivesOf(facts: Facts, started: Started, isResource: (value: Node) => boolean): Outlives | undefined {
  const owner = started.by.self;
  if (owner?.kind !== 'class') return undefined;
  for (const ending of endingsOf(facts, owner)) {
    if (isWithin(facts, started.by, ending) || isWithin(facts, started.task, ending)) continue;
    const touched = touchedBy(facts, ending);
    const own = new Set(lateWrites(facts, started.task, () => false).map(({ location }) => location.key));
    const asks = askedBy(facts, (key) => !own.has(key) && !!touched.get(key)?.writes);
    for (const late of lateWrites(facts, started.task, asks)) {
      const cleaned = touched.get(baseKey(late));
      const tested = guardsOf(facts, facts.functionOf(late.node)).at(late)?.tested;
      if (!cleaned || tested?.has(late.location.key) || isAskedThen(facts, late, asks)) continue;
      if (late.how === 'mutate' || isResource(late.value!))
        return { ...started, owner, ending, cleaned: cleaned.node, late };
    }
  }
  return undefined;
}

/** `setTimeout(() => { if (this.closed) return; … })` */
function isAskedThen(facts: Facts, { value }: Write, asks: Asks): boolean {
  const callback = value?.arguments?.[0];
  const fn = callback && facts.functionAt(callback);
  return !!fn && facts.graph(fn).blocks.some((block) => !!block.branch && asks(block));
}

/** Of an entry its collection's: the ending names others, or none. */
function baseKey({ location: { key, path } }: Write): string {
  const last = path.at(-1)!;
  return last.startsWith('[') ? key.slice(0, -last.length) : key;
}

/** Asks for what the ending sets and the task does not, for an abort, or whether it is still the one that counts. */
function askedBy(facts: Facts, isSet: (key: string) => boolean): Asks {
  return ({ branch, ops }) =>
    saysWhose(facts, branch!.test) ||
    asksIfCancelled(facts, branch!.test) ||
    readsOfTest(ops, branch!.test).some(({ location }) => isSet(location.key));
}

const known = new WeakMap<ThisOwner, readonly Fn[]>();

function endingsOf(facts: Facts, owner: ThisOwner): readonly Fn[] {
  let found = known.get(owner);
  if (!found) {
    found = facts.functions.filter(
      ({ member, name }) => member?.owner === owner && !member.isStatic && endingName.test(name ?? ''),
    );
    known.set(owner, found);
  }
  return found;
}

/** The ending itself, a function inside it, or a helper that only endings call. */
function isWithin(facts: Facts, fn: Fn, ending: Fn, depth = 0): boolean {
  for (let at: Fn | undefined = fn; at; at = at.parent)
    if (at === ending || endingName.test(at.name ?? '')) return true;
  const sites = depth < 3 && fn.member?.access === 'private' ? uses(facts, fn) : [];
  return sites.length > 0 && sites.every(({ node }) => isWithin(facts, facts.functionOf(node), ending, depth + 1));
}

interface Touched {
  readonly node: Node;
  readonly writes: boolean;
}

/** The locations that the ending reads or writes, by itself or in a helper, and where its own body does so. */
function touchedBy(facts: Facts, fn: Fn, depth = 0): Map<string, Touched> {
  const found = new Map<string, Touched>();
  const note = (key: string, node: Node, writes: boolean) => {
    const before = found.get(key);
    found.set(key, { node: before?.node ?? node, writes: writes || !!before?.writes });
  };
  for (const { ops } of facts.graph(fn).blocks) {
    for (const op of ops) {
      if (op.op === 'read' || op.op === 'write') note(op.location.key, op.node, op.op === 'write');
      else if (op.op === 'call' && depth < 3) {
        const helper = calleeOf(facts, op.node);
        if (helper && helper !== fn)
          for (const [key, { writes }] of touchedBy(facts, helper, depth + 1)) note(key, op.node, writes);
      }
    }
  }
  return found;
}
