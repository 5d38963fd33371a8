/**
 * Which guards are surely held at every operation of a function: a must-analysis over all paths.
 *
 * A guard is a lock between `acquire` and `release`, a `using` lock until its scope ends, a busy flag (or state, or
 * in-flight entry) that is tested and set in one segment, and a hand-made queue (`const before = this.tail;
 * this.tail = …; await before`). Two invocations that hold the same guard do not overlap.
 */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import type { Block, Branch, Graph, Op } from './graph.ts';
import { baseOf, type Location } from './locations.ts';
import { calleeName, isEmptyConstant, receiverOf, unwrap } from './shapes.ts';
import { absentWhen, readsOfTest, snapshotOf, valueLocation } from './tests.ts';

/** What holds just before an operation. */
export interface Held {
  /** `lock:…`, `flag:…`, `queue:…` */
  readonly guards: ReadonlySet<string>;
  /** Locations tested, on every path, since the last suspension. */
  readonly tested: ReadonlySet<string>;
}

interface State {
  guards: Set<string>;
  /** Keys with the outcome (`+`, `-`) that led here: where both meet again, the test has kept nobody out. */
  tested: Set<string>;
  read: Set<string>;
  written: Set<string>;
}

const empty = (): State => ({ guards: new Set(), tested: new Set(), read: new Set(), written: new Set() });
const acquireNames = /^(acquire|acquireLock|lock|acquireRead|acquireWrite|enter|tryAcquire|tryLock|obtain)$/;
const tryNames = /^(tryAcquire|tryLock)$/;
const releaseNames = /^(release|releaseLock|unlock|leave|free)$/;

export class Guards {
  private readonly before = new Map<Op, Held>();

  private readonly facts: Facts;
  readonly graph: Graph;

  constructor(facts: Facts, graph: Graph) {
    this.facts = facts;
    this.graph = graph;
    this.solve();
  }

  at(op: Op): Held | undefined {
    return this.before.get(op);
  }

  private acquires(name: string): boolean {
    return acquireNames.test(name) || this.facts.vocabulary.locks.some((pair) => pair.startsWith(`${name}/`));
  }

  private releases(name: string): boolean {
    return releaseNames.test(name) || this.facts.vocabulary.locks.some((pair) => pair.endsWith(`/${name}`));
  }

  private solve(): void {
    const { blocks, entry } = this.graph;
    const into = new Map<number, State>([[entry, empty()]]);
    const work = [entry];
    let steps = 0;
    const flow = (to: number, state: State) => {
      const known = into.get(to);
      const merged = known ? meet(known, state) : copy(state);
      if (known && same(known, merged)) return;
      into.set(to, merged);
      if (!work.includes(to)) work.push(to);
    };
    while (work.length && steps++ < 20_000) {
      const block = blocks[work.shift()!]!;
      const state = copy(into.get(block.id)!);
      for (const op of block.ops) {
        this.before.set(op, { guards: new Set(state.guards), tested: keysOf(state.tested) });
        if (block.handler !== undefined) flow(block.handler, state);
        this.apply(op, state);
      }
      if (block.handler !== undefined) flow(block.handler, state);
      this.leave(block, state, flow);
    }
  }

  private leave(block: Block, state: State, flow: (to: number, state: State) => void): void {
    for (const to of block.also) flow(to, state);
    if (block.next !== undefined) flow(block.next, state);
    if (!block.branch) return;
    const keys: string[] = [];
    for (const read of readsOfTest(block.ops, block.branch.test)) {
      keys.push(read.location.key);
      const { root, path } = read.location;
      // A test of a local that was read from a location in this segment tests that location.
      if (root.kind === 'binding' && !path.length) {
        const source = snapshotOf(this.facts, root.binding);
        if (source && state.read.has(source.key)) keys.push(source.key);
      }
    }
    const subject = block.branch.subject && valueLocation(this.facts, block.branch.subject);
    if (subject && state.read.has(subject.key)) keys.push(subject.key);
    const outcome = (sign: string): State => ({
      ...copy(state),
      tested: new Set([...state.tested, ...keys.map((key) => key + sign)]),
    });
    const tried = this.triedLock(block.branch);
    const taken = (state: State) => tried && state.guards.add(`lock:${tried.lock}`);
    const [onTrue, onFalse] = [outcome('+'), outcome('-')];
    if (tried?.on === true) taken(onTrue);
    if (tried?.on === false) taken(onFalse);
    flow(block.branch.onTrue, onTrue);
    flow(block.branch.onFalse, onFalse);
  }

  /** `if (lock.tryAcquire())`, `if (held === undefined)`: the lock, and the outcome on which it was got. */
  private triedLock({ test, on }: Branch): { lock: string; on: boolean } | undefined {
    let lock: string | undefined;
    const absent = absentWhen(
      this.facts,
      test,
      (node) => {
        const local = this.facts.tree.kind(node) === K.Identifier ? this.facts.resolve(node)?.init : undefined;
        const found = this.lockOf(local ?? node, tryNames);
        lock ??= found;
        return found !== undefined;
      },
      on,
    );
    return lock !== undefined && absent !== undefined ? { lock, on: !absent } : undefined;
  }

  private apply(op: Op, state: State): void {
    switch (op.op) {
      case 'read':
        state.read.add(op.location.key);
        return;
      case 'write':
        this.write(op, state);
        return;
      case 'call':
        this.call(op.node, state);
        return;
      case 'dispose':
        for (const d of op.node.declarations ?? []) {
          const lock = d.initializer && this.lockOf(d.initializer);
          if (lock) state.guards.delete(`lock:${lock}`);
        }
        return;
      case 'suspend': {
        const queue = op.awaited && this.queueOf(op.awaited, state);
        state.tested.clear();
        state.read.clear();
        state.written.clear();
        if (queue) state.guards.add(`queue:${queue}`);
        // One that is only tried is got where the test of it says so.
        const lock = op.awaited && !this.lockOf(op.awaited, tryNames) && this.lockOf(op.awaited);
        if (lock) state.guards.add(`lock:${lock}`);
        return;
      }
    }
  }

  private write(op: Extract<Op, { op: 'write' }>, state: State): void {
    const { key } = op.location;
    state.written.add(key);
    if (op.how === 'declare') return;
    const clears = op.how === 'delete' || (op.value !== undefined && isEmptyConstant(this.facts.tree, op.value));
    const flag = `flag:${key}`;
    if (clears) state.guards.delete(flag);
    else if (state.guards.has(flag)) {
      // `state = 'running'` … `state = 'idle'`: the second constant ends it.
      const k = op.value && this.facts.tree.kind(unwrap(this.facts.tree, op.value));
      if (k === K.StringLiteral || k === K.NumericLiteral || k === K.PropertyAccessExpression)
        state.guards.delete(flag);
    } else if (state.tested.has(`${key}+`) || state.tested.has(`${key}-`)) state.guards.add(flag);
  }

  private call(node: Node, state: State): void {
    const { tree } = this.facts;
    const name = calleeName(tree, node);
    const receiver = receiverOf(tree, node);
    if (receiver && name && this.releases(name)) {
      const base = baseOf(this.facts, receiver);
      const source =
        base?.root.kind === 'binding' && !base.path.length && base.root.binding.init
          ? this.lockOf(base.root.binding.init)
          : undefined;
      const lock = source ?? base?.key;
      if (lock) state.guards.delete(`lock:${lock}`);
    } else if (!receiver && node.expression && tree.kind(node.expression) === K.Identifier) {
      // `const release = await mutex.acquire(); … release()`
      const binding = this.facts.resolve(node.expression);
      const lock = binding?.init && this.lockOf(binding.init);
      if (lock) state.guards.delete(`lock:${lock}`);
    }
  }

  /** The lock that `await lock.acquire()` takes. */
  private lockOf(node: Node, names?: RegExp): string | undefined {
    const { tree } = this.facts;
    let inner = unwrap(tree, node);
    if (tree.kind(inner) === K.AwaitExpression) inner = unwrap(tree, inner.expression!);
    if (tree.kind(inner) !== K.CallExpression) return undefined;
    const name = calleeName(tree, inner);
    const receiver = receiverOf(tree, inner);
    if (!name || !(names ? names.test(name) : this.acquires(name))) return undefined;
    if (!receiver) return name === 'acquireLock' ? name : undefined;
    return baseOf(this.facts, receiver)?.key ?? name;
  }

  /** The tail of a hand-made queue: read and replaced in this segment, and now awaited. */
  private queueOf(awaited: Node, state: State): string | undefined {
    const inner = unwrap(this.facts.tree, awaited);
    if (this.facts.tree.kind(inner) !== K.Identifier) return undefined;
    const binding = this.facts.resolve(inner);
    const source: Location | undefined = binding && snapshotOf(this.facts, binding);
    return source && state.written.has(source.key) ? source.key : undefined;
  }
}

function keysOf(tested: ReadonlySet<string>): Set<string> {
  return new Set([...tested].map((t) => t.slice(0, -1)));
}

function copy(state: State): State {
  return {
    guards: new Set(state.guards),
    tested: new Set(state.tested),
    read: new Set(state.read),
    written: new Set(state.written),
  };
}

function intersect(a: Set<string>, b: Set<string>): Set<string> {
  return new Set([...a].filter((x) => b.has(x)));
}

function meet(a: State, b: State): State {
  return {
    guards: intersect(a.guards, b.guards),
    tested: intersect(a.tested, b.tested),
    read: intersect(a.read, b.read),
    written: intersect(a.written, b.written),
  };
}

function same(a: State, b: State): boolean {
  return (
    a.guards.size === b.guards.size &&
    a.tested.size === b.tested.size &&
    a.read.size === b.read.size &&
    a.written.size === b.written.size
  );
}

const cache = new WeakMap<Fn, Guards>();

export function guardsOf(facts: Facts, fn: Fn): Guards {
  let guards = cache.get(fn);
  if (!guards) {
    guards = new Guards(facts, facts.graph(fn));
    cache.set(fn, guards);
  }
  return guards;
}
