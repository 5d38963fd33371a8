/** What the second caller comes to, told by what is awaited and by who looks at it meanwhile. */

import { calleeOf, uses as usesOf } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import type { Location } from '../../core/facts/locations.ts';
import { receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Callee } from '../../core/facts/summary.ts';
import { mentions } from '../../core/facts/tests.ts';
import { isRefused } from '../../core/lazily.ts';
import { reachOf } from '../../core/rewrite/reach.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import { type Entry, isPart } from './entries.ts';
import { writtenLate } from './late.ts';

/** `undefined`: an answer is on its way. */
export function isHarmful(context: RuleContext, entry: Entry): boolean | undefined {
  const { facts } = context;
  const { call, how, test } = entry;
  if ((how === 'half' || how === 'flag') && isRefused(facts, test)) return false;
  if (how === 'half' && !isReliedOn(facts, entry)) return false;
  if (!call) return true;
  // Asked before the compiler, which takes seconds to tell what a client of redis is.
  const maker = makerModule(facts, entry.write.value!);
  if (maker && waitsByItself.test(maker)) return false;
  const callee = context.resolve(facts, call);
  if (callee) return how === 'again' ? !isRepeatable(callee) : isReadyLate(callee);
  const type = context.ask('type', receiverOf(facts.tree, call) ?? entry.write.value!);
  if (!type) return undefined;
  return !type.package || !waitsByItself.test(type.package);
}

/** `export async function activate() { const proxy = await Proxy.get(); … }`: all that comes later finds it ready. */
export function isAwaitedAtStart(context: RuleContext, fn: Fn): boolean {
  for (const { facts, call, means } of context.callers(fn) ?? []) {
    const { parent } = call ? wrapped(facts.tree, call) : {};
    const caller = call && facts.functionOf(call);
    if (means !== 'itself' || !caller || !parent || facts.tree.kind(parent) !== K.AwaitExpression) continue;
    const isStart = !caller.member && /^(activate|main|bootstrap)$/.test(caller.name ?? '');
    if (caller.kind === 'module' || isStart) return true;
  }
  return false;
}

/** Who finds it there uses it or hands it on: in the function, in a helper, or in a caller that has waited for it. */
function isReliedOn(facts: Facts, { fn, location, read, then = [] }: Entry): boolean {
  const { tree } = facts;
  const local = facts.bindings.find(({ init, scope }) => init === read && scope.fn === fn);
  const isIt = (at: Location) =>
    at.key === location.key || isPart(at, location) || (at.root.kind === 'binding' && at.root.binding === local);
  const uses = (op: Op) => op.op === 'read' && isIt(op.location);
  const looks = (other: Fn) => facts.graph(other).blocks.some(({ ops }) => ops.some(uses));
  if (then.some(uses)) return true;
  const called = then.flatMap((op) => (op.op === 'call' ? (calleeOf(facts, op.node) ?? []) : []));
  const reached = reachOf(
    facts,
    called.map(({ node }) => node),
  ).functions;
  if ([...called, ...reached].some((other) => other !== fn && looks(other))) return true;
  return usesOf(facts, fn).some(({ call }) => {
    const k = call && tree.kind(wrapped(tree, call).parent!);
    return (k === K.AwaitExpression || k === K.ReturnStatement) && looks(facts.functionOf(call!));
  });
}

/** Clients that take commands while they connect, and may be asked to connect as often as one likes. */
const waitsByItself =
  /^(redis|ioredis|@redis\/\w+|@upstash\/\w+|mongodb|mongoose|pg|postgres|mysql2?|knex|@prisma\/client|prisma|typeorm|sequelize|nats|mqtt|socket\.io-client|amqp-connection-manager|kafkajs|bullmq|firebase(-admin)?|@?sentry\b.*)$/;

/** `redis` of `createClient()` or `new Redis()` that was imported from there. */
function makerModule(facts: Facts, value: Node): string | undefined {
  const called = unwrap(facts.tree, value).expression;
  const binding = called && facts.tree.kind(called) === K.Identifier ? facts.resolve(called) : undefined;
  return binding?.importedFrom?.module;
}

/** What it makes is there only after it has waited. */
function isReadyLate({ facts, fn }: Callee): boolean {
  return writtenLate(facts, fn).length > 0;
}

/** Its own test lets a second call pass, or keeps the promise of the first; one that throws lets it fail. */
function isRepeatable({ facts, fn }: Callee): boolean {
  const { tests, sync, late } = effectsOf(facts, fn);
  const own = [...tests].some((key) => /[.[]/.test(key) && (sync.has(key) || late.has(key)));
  if (!own) return !fn.suspends && !late.size;
  return !mentions(facts, fn.node.body!, (node) => facts.tree.kind(node) === K.ThrowStatement);
}
