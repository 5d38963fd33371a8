/** Resets of a cancel flag, and replacements of a controller, that running work does not survive. */
import { overlapAt } from '../../core/elsewhere.ts';
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { isSerialised } from '../../core/facts/serialised.ts';
import { contains } from '../../core/facts/shapes.ts';
import { ownAwaits } from '../../core/rewrite/statements.ts';
import type { RuleContext } from '../../core/rule.ts';
import type { Node } from '../../core/syntax.ts';
import { type Flag, flagsOf, type Site } from './flags.ts';
import { hasGeneration, isEffect, isEnd, isGuarded } from './harmless.ts';
import { type Poll, pollsOf } from './polls.ts';
import { sharedTokens } from './shared-token.ts';
import { type TokenClass, tokenClassAt } from './token-class.ts';
import { undoneAt } from './undone.ts';

/**
 * `lost`: the controller is aborted and replaced, or the token cancelled and reset, at once: who looks at it later never
 * sees that.
 * `restart`: the next run takes the flag down, or takes the controller over, under the one before.
 * `reset`: somebody else takes the flag down. `token`: a class whose flag that is offers to take it down.
 * `undone`: it is taken down late in a start, over a cancel that came meanwhile.
 */
export type How = 'lost' | 'restart' | 'reset' | 'token' | 'undone';

const order: readonly How[] = ['lost', 'restart', 'reset'];

export interface Reset {
  readonly flag: Flag;
  readonly site: Site;
  /** Of a token class: where it tells who asks. */
  readonly poll: Pick<Poll, 'node'> & Partial<Poll>;
  readonly token?: TokenClass;
  /** Who cancels. */
  readonly cancel: Site;
  readonly how: How;
}

export function* detect(context: RuleContext): Iterable<Reset> {
  const { facts } = context;
  yield* sharedTokens(facts);
  for (const flag of flagsOf(facts)) {
    const special = specialIn(context, flag);
    if (special) yield special;
    const polls = special ? [] : pollsOf(facts, flag);
    if (!polls.length) continue;
    const resets = flag.resets.flatMap((site) => judge(context, flag, site, polls) ?? []);
    // One finding for a flag: where it is worst.
    const [worst] = resets.sort((a, b) => order.indexOf(a.how) - order.indexOf(b.how));
    if (worst) yield worst;
  }
}

function specialIn(context: RuleContext, flag: Flag): Reset | undefined {
  const { facts } = context;
  for (const site of flag.resets) {
    const token = tokenClassAt(facts, flag, site);
    if (token) return { flag, site, poll: { node: token.look }, cancel: token.cancel, how: 'token', token };
    const undone = undoneAt(facts, flag, site);
    // A start that the program awaits before it sets up who stops it can't be stopped on the way.
    if (!undone || isSerialised(facts, site.fn) || ![site, undone.cancel].every((s) => overlaps(context, flag, s)))
      continue;
    const { suspension, begins: node, cancel } = undone;
    return { flag, site, poll: { suspension, node }, cancel, how: 'undone' };
  }
  return undefined;
}

function judge(context: RuleContext, flag: Flag, site: Site, polls: readonly Poll[]): Reset | undefined {
  const { facts } = context;
  const op = opOf(facts, site);
  if (!op || isSerialised(facts, site.fn) || isEnd(facts, flag, site, op)) return undefined;
  const aborted = flag.kind === 'flag' ? undefined : abortBefore(facts, flag, site);
  const started = polls.find((poll) => leadsTo(facts, site.fn, poll.fn));
  const poll = started ?? polls[0]!;
  const other = flag.cancels.find(({ fn }) => fn !== site.fn);
  const cancel = aborted ?? other;
  if (!cancel) return undefined;
  if (aborted && !started) return { flag, site, poll, cancel, how: 'lost' };
  if (isGuarded(facts, flag, op, site) || hasGeneration(facts, site.fn)) return undefined;
  const how = started ? 'restart' : 'reset';
  if (how === 'reset' ? isEffect(facts, site.fn) : isEffect(facts, site.fn, true)) return undefined;
  if (aborted || overlaps(context, flag, site)) return { flag, site, poll, cancel, how };
  return undefined;
}

/** Something begins a run while another may wait; that several entries lead there is enough in `strict` alone. */
function overlaps(context: RuleContext, { location }: Flag, { fn }: Site): boolean {
  const overlap = location.path.at(-1) === 'current' ? context.overlap(fn, false) : overlapAt(context, location, fn);
  return overlap === 'yes' || overlap === 'hand' || (overlap !== 'no' && context.config.strict);
}

function opOf(facts: Facts, { fn, node }: Site): Op | undefined {
  for (const { ops } of facts.graph(fn).blocks) {
    const op = ops.find((o) => (o.op === 'write' || o.op === 'call') && o.node === node);
    if (op) return op;
  }
  return undefined;
}

/** The controller is aborted right before, and nothing is waited for in between. */
function abortBefore(facts: Facts, { cancels }: Flag, { fn, node }: Site): Site | undefined {
  const before = cancels.findLast((cancel) => cancel.fn === fn && cancel.node.end <= node.pos);
  if (!before || !fn.node.body) return undefined;
  const isBetween = (n: Node) => n.pos >= before.node.end && n.end <= node.pos;
  return ownAwaits(facts.tree, [fn.node.body]).some(isBetween) ? undefined : before;
}

/** A call of `from` comes to `to`, or sets it up. */
function leadsTo(facts: Facts, from: Fn, to: Fn): boolean {
  const seen = new Set([from]);
  for (const fn of seen) {
    if (contains(fn.node, to.node)) return true;
    for (const call of facts.calls) {
      const callee = call.pos >= fn.node.pos && call.end <= fn.node.end ? calleeOf(facts, call) : undefined;
      if (callee) seen.add(callee);
    }
  }
  return false;
}
