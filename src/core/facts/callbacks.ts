/** What a function that takes a callback does with it, told by its name: the vocabulary of Node, the web and the usual libraries. */
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { calleeOf } from './callgraph.ts';
import { runsAsCommand } from './commands.ts';
import type { Facts } from './facts.ts';
import { baseOf } from './locations.ts';
import { calleeName, receiverOf, unwrap } from './shapes.ts';

/**
 * `event`: run whenever something happens, runs can overlap. `parallel`: run for many items at once. `region`: run
 * alone. `once`: run at most once. `same`: part of the same invocation, now or later. `sequence`: one run after the
 * other. `unknown`: nothing is known.
 */
export type CallbackUse = 'event' | 'parallel' | 'region' | 'once' | 'same' | 'sequence' | 'unknown';

const vocabulary: Readonly<Record<Exclude<CallbackUse, 'unknown'>, string>> = {
  event: `on addListener addEventListener prependListener subscribe observe setInterval watch watchFile onMessage listen
    createServer registerCommand onDidChange handle setRequestHandler consume process useEffect useCallback effect`,
  parallel: 'map forEach flatMap pMap from filter some every',
  once: 'once memoize memoizeOne pMemoize memo lazy Lazy runOnce singleton',
  same: `then catch finally nextTick setTimeout setImmediate queueMicrotask Promise reduce find findIndex sort replace tap`,
  sequence: `it test describe before after beforeEach afterEach beforeAll afterAll suite setup teardown eachSeries mapSeries
    waterfall`,
  region: 'runExclusive synchronized serialize sequential singleFlight dedupe enqueue withLock useLock throttle',
};
const byName = new Map<string, CallbackUse>();
for (const [use, words] of Object.entries(vocabulary))
  for (const word of words.split(/\s+/)) byName.set(word, use as CallbackUse);

const routeMethods = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'route', 'options']);
const regionName = /(lock|mutex|semaphore|exclusive|serial|sequential|singleflight|critical|onceonly)/i;
const regionReceiver = /(lock|mutex|semaphore|queue|sequencer|serial|limiter|throttle)/i;
const regionMethods = new Set([
  'acquire',
  'run',
  'add',
  'push',
  'queue',
  'enqueue',
  'schedule',
  'request',
  'dispatch',
  'execute',
  'exec',
  'use',
  'with',
  'do',
]);

/** `runExclusive`, `withLock`: told by the name alone. */
export function isRegionName(name: string): boolean {
  return regionName.test(name) && !/unlock|block/i.test(name);
}

export function callbackUse(facts: Facts, call: Node): CallbackUse {
  const { tree } = facts;
  const name = calleeName(tree, call);
  if (!name) return 'unknown';
  const receiver = receiverOf(tree, call);
  const receiverText = receiver ? textOf(tree, receiver) : '';
  if (facts.vocabulary.guards.some((guard) => matchesGuard(guard, receiverText ? `${receiverText}.${name}` : name)))
    return 'region';
  if (isRegionName(name)) return 'region';
  if (receiver && regionMethods.has(name) && regionReceiver.test(receiverText) && !/block/i.test(receiverText))
    return 'region';
  if (/^(limit|limiter|queue)$/.test(name)) return 'region';
  if (name === 'get' && receiver && isLazy(facts, receiver)) return 'once';
  if (runsAsCommand(facts, call)) return 'once';
  if (
    receiver &&
    routeMethods.has(name) &&
    /(app|router|server|route|fastify|koa|hono|express|api)$/i.test(receiverText)
  )
    return 'event';
  const known = byName.get(name);
  if (known) {
    // A class or function of this file that only shares the name: `this.forEach(…)` may well go one by one.
    if (known === 'parallel' && calleeOf(facts, call)) return 'unknown';
    if (name === 'from' && receiverText !== 'Array') return 'unknown';
    if (name === 'every' || name === 'some') return receiver ? 'parallel' : 'unknown';
    return known;
  }
  if (/^on[A-Z]/.test(name)) return 'event';
  if (tree.kind(call) === K.NewExpression && name.endsWith('Promise')) return 'same';
  return 'unknown';
}

/** A place that is made as a `Lazy`: who asks while its function runs waits for that run. */
function isLazy(facts: Facts, receiver: Node): boolean {
  const { tree } = facts;
  const location = baseOf(facts, receiver);
  if (!location) return false;
  const { root, path } = location;
  const name = root.kind === 'this' && path.length === 1 ? path[0] : undefined;
  const own = root.kind === 'binding' && !path.length ? root.binding.init : undefined;
  const made = name !== undefined && root.kind === 'this' ? root.owner.members.get(name)?.initializer : own;
  const value = made && unwrap(tree, made);
  return !!value && tree.kind(value) === K.NewExpression && calleeName(tree, value) === 'Lazy';
}

/** `*` stands for one segment; a guard without dots matches the last segment. */
export function matchesGuard(guard: string, callee: string): boolean {
  const wanted = guard.split('.');
  const actual = callee.replace(/\?\./g, '.').split('.');
  if (wanted.length > actual.length) return false;
  const tail = actual.slice(actual.length - wanted.length);
  return wanted.every((segment, i) => segment === '*' || segment === tail[i]);
}
