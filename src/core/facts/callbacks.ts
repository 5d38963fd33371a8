/** What a function that takes a callback does with it, told by its name: the vocabulary of Node, the web and the usual libraries. */
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import type { Facts } from './facts.ts';
import { calleeName, receiverOf } from './shapes.ts';

/**
 * `event`: run whenever something happens, runs can overlap. `parallel`: run for many items at once. `region`: run
 * alone. `once`: run at most once. `same`: part of the same invocation, now or later. `sequence`: one run after the
 * other. `unknown`: nothing is known.
 */
export type CallbackUse = 'event' | 'parallel' | 'region' | 'once' | 'same' | 'sequence' | 'unknown';

const byName: Readonly<Record<string, CallbackUse>> = {
  on: 'event',
  addListener: 'event',
  addEventListener: 'event',
  prependListener: 'event',
  subscribe: 'event',
  observe: 'event',
  setInterval: 'event',
  watch: 'event',
  watchFile: 'event',
  onMessage: 'event',
  listen: 'event',
  createServer: 'event',
  registerCommand: 'event',
  onDidChange: 'event',
  handle: 'event',
  setRequestHandler: 'event',
  consume: 'event',
  process: 'event',
  useEffect: 'event',
  useCallback: 'event',
  effect: 'event',
  map: 'parallel',
  forEach: 'parallel',
  flatMap: 'parallel',
  pMap: 'parallel',
  from: 'parallel',
  filter: 'parallel',
  some: 'parallel',
  every: 'parallel',
  once: 'once',
  memoize: 'once',
  memoizeOne: 'once',
  pMemoize: 'once',
  memo: 'once',
  lazy: 'once',
  runOnce: 'once',
  then: 'same',
  catch: 'same',
  finally: 'same',
  nextTick: 'same',
  setTimeout: 'same',
  setImmediate: 'same',
  queueMicrotask: 'same',
  Promise: 'same',
  reduce: 'same',
  find: 'same',
  findIndex: 'same',
  sort: 'same',
  replace: 'same',
  tap: 'same',
  it: 'sequence',
  test: 'sequence',
  describe: 'sequence',
  before: 'sequence',
  after: 'sequence',
  beforeEach: 'sequence',
  afterEach: 'sequence',
  beforeAll: 'sequence',
  afterAll: 'sequence',
  suite: 'sequence',
  setup: 'sequence',
  teardown: 'sequence',
  eachSeries: 'sequence',
  mapSeries: 'sequence',
  waterfall: 'sequence',
  runExclusive: 'region',
  synchronized: 'region',
  serialize: 'region',
  sequential: 'region',
  singleFlight: 'region',
  dedupe: 'region',
  enqueue: 'region',
  withLock: 'region',
  useLock: 'region',
  throttle: 'region',
};

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

export function callbackUse(facts: Facts, call: Node, guards: readonly string[] = []): CallbackUse {
  const { tree } = facts;
  const name = calleeName(tree, call);
  if (!name) return 'unknown';
  const receiver = receiverOf(tree, call);
  const receiverText = receiver ? textOf(tree, receiver) : '';
  if (guards.some((guard) => matchesGuard(guard, receiverText ? `${receiverText}.${name}` : name))) return 'region';
  if (regionName.test(name) && !/unlock|block/i.test(name)) return 'region';
  if (receiver && regionMethods.has(name) && regionReceiver.test(receiverText) && !/block/i.test(receiverText))
    return 'region';
  if (/^(limit|limiter|queue)$/.test(name)) return 'region';
  if (
    receiver &&
    routeMethods.has(name) &&
    /(app|router|server|route|fastify|koa|hono|express|api)$/i.test(receiverText)
  )
    return 'event';
  if (Object.hasOwn(byName, name)) {
    if (name === 'from' && receiverText !== 'Array') return 'unknown';
    if (name === 'every' || name === 'some') return receiver ? 'parallel' : 'unknown';
    return byName[name]!;
  }
  if (/^on[A-Z]/.test(name)) return 'event';
  if (tree.kind(call) === K.NewExpression && name.endsWith('Promise')) return 'same';
  return 'unknown';
}

/** `*` stands for one segment; a guard without dots matches the last segment. */
export function matchesGuard(guard: string, callee: string): boolean {
  const wanted = guard.split('.');
  const actual = callee.replace(/\?\./g, '.').split('.');
  if (wanted.length > actual.length) return false;
  const tail = actual.slice(actual.length - wanted.length);
  return wanted.every((segment, i) => segment === '*' || segment === tail[i]);
}
