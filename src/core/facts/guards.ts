/**
 * Which guards are surely held at every operation of a function: a must-analysis over all paths.
 *
 * A guard is a lock between `acquire` and `release`, a `using` lock until its scope ends, a busy flag (or state, or
 * in-flight entry) that is tested and set in one segment, and a hand-made queue (`const before = this.tail;
 * this.tail = …; await before`). Two invocations that hold the same guard do not overlap.
 */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Binding, Facts, Fn } from './facts.ts';
import type { Block, Graph, Op } from './graph.ts';
import { acquiredBy, acquiredInStep, lockOf, releasedBy, triedBy } from './guards/locks.ts';
import { keysOf, Part, State } from './guards/state.ts';
import { isOwnLocal, type Location } from './locations.ts';
import { contains, isEmptyConstant, isNot, unwrap } from './shapes.ts';
import { readsOfTest, snapshotOf, valueLocation } from './tests.ts';

const ofSegment = [Part.tested, Part.read, Part.written, Part.swapped];

/** A location that a test asks about. */
interface Asked {
  readonly key: string;
  /** The test says the opposite of its value. */
  readonly negated?: boolean;
}

/** What holds just before an operation. */
export class Held {
  /** `lock:…`, `flag:…`, `queue:…` */
  readonly guards: ReadonlySet<string>;
  private readonly outcomes: ReadonlySet<string>;

  constructor(state: State) {
    this.guards = state.kept(Part.guards);
    this.outcomes = state.kept(Part.tested);
  }

  /** Locations tested, on every path, since the last suspension. */
  get tested(): ReadonlySet<string> {
    return keysOf(this.outcomes);
  }
}

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

  private solve(): void {
    const { blocks, entry } = this.graph;
    const into = new Map<number, State>([[entry, new State()]]);
    const work = [entry];
    let steps = 0;
    const flow = (to: number, state: State) => {
      const known = into.get(to);
      const merged = known ? known.meet(state) : state.copy();
      if (known?.same(merged)) return;
      into.set(to, merged);
      if (!work.includes(to)) work.push(to);
    };
    while (work.length && steps++ < 20_000) {
      const block = blocks[work.shift()!]!;
      const state = into.get(block.id)!.copy();
      let held: Held | undefined;
      for (const op of block.ops) {
        held ??= new Held(state);
        this.before.set(op, held);
        if (block.handler !== undefined) flow(block.handler, state);
        this.apply(op, state);
        // A read changes nothing of it.
        if (op.op !== 'read') held = undefined;
      }
      if (block.handler !== undefined) flow(block.handler, state);
      this.leave(block, state, flow);
    }
  }

  private leave(block: Block, state: State, flow: (to: number, state: State) => void): void {
    for (const to of block.also) flow(to, state);
    if (block.next !== undefined) flow(block.next, state);
    if (!block.branch) return;
    const { tested, won } = this.testedBy(block, state);
    const tried = triedBy(this.facts, block.branch);
    const outcome = (sign: '+' | '-'): State => {
      const led = state.copy();
      const signOf = ({ negated }: Asked) => (negated ? { '+': '-', '-': '+' }[sign] : sign);
      for (const asked of tested) led.add(Part.tested, asked.key + signOf(asked));
      for (const asked of won) led.add(Part.guards, `flag:${asked.key}${signOf(asked)}`);
      if (tried && tried.on === (sign === '+')) led.add(Part.guards, `lock:${tried.lock}`);
      return led;
    };
    flow(block.branch.onTrue, outcome('+'));
    flow(block.branch.onFalse, outcome('-'));
  }

  /**
   * Locations whose value of this segment decides the branch. `won`: those that were replaced between read and test,
   * so that of several invocations one alone sees the old value: `const was = this.busy; this.busy = true; if (was)`,
   * `if (this.running++ > 0)`.
   */
  private testedBy({ ops, branch }: Block, state: State): { tested: Asked[]; won: Asked[] } {
    const { test, subject } = branch!;
    const tested: Asked[] = [];
    const won: Asked[] = [];
    for (const read of readsOfTest(ops, test)) {
      const { key, root, path } = read.location;
      tested.push({ key });
      const isReplaced = (op: Op) =>
        op.op === 'write' && op.how === 'update' && op.location.key === key && contains(test, op.node);
      if (ops.some(isReplaced)) won.push({ key });
      // A test of a local that was read from a location in this segment tests that location.
      const source = root.kind === 'binding' && !path.length ? this.askedBy(root.binding) : undefined;
      if (!source || !state.has(Part.read, source.key)) continue;
      tested.push(source);
      if (state.has(Part.swapped, source.key)) won.push(source);
    }
    const location = subject && valueLocation(this.facts, subject);
    if (location && state.has(Part.read, location.key)) tested.push({ key: location.key });
    return { tested, won };
  }

  /** The location whose value a local holds, or tells the absence of: `const isFree = !this.job`. */
  private askedBy(binding: Binding): Asked | undefined {
    const { tree } = this.facts;
    const held = snapshotOf(this.facts, binding);
    const init = binding.init && unwrap(tree, binding.init);
    if (held || !init || !isNot(tree, init) || binding.path?.length !== 0) return held;
    const location = valueLocation(this.facts, init.operand!);
    return location && { key: location.key, negated: true };
  }

  private apply(op: Op, state: State): void {
    switch (op.op) {
      case 'read':
        state.add(Part.read, op.location.key);
        return;
      case 'write':
        this.write(op, state);
        return;
      case 'call': {
        const lock = releasedBy(this.facts, op.node);
        if (lock) state.delete(Part.guards, `lock:${lock}`);
        const taken = acquiredInStep(this.facts, op.node);
        if (taken) state.add(Part.guards, `lock:${taken}`);
        return;
      }
      case 'dispose':
        for (const d of op.node.declarations ?? []) {
          const lock = d.initializer && lockOf(this.facts, d.initializer);
          if (lock) state.delete(Part.guards, `lock:${lock}`);
        }
        return;
      case 'suspend': {
        const queue = op.awaited && this.queueOf(op.awaited, state);
        for (const part of ofSegment) state.clear(part);
        if (queue) state.add(Part.guards, `queue:${queue}`);
        const lock = op.awaited && acquiredBy(this.facts, op.awaited);
        if (lock) state.add(Part.guards, `lock:${lock}`);
        return;
      }
    }
  }

  private write(op: Extract<Op, { op: 'write' }>, state: State): void {
    const { key } = op.location;
    state.add(Part.written, key);
    if (op.how === 'declare') return;
    const clears = op.how === 'delete' || (op.value !== undefined && isEmptyConstant(this.facts.tree, op.value));
    const flag = `flag:${key}`;
    if (clears || op.how === 'update') for (const sign of ['+', '-']) state.delete(Part.guards, flag + sign);
    if (!clears && state.has(Part.read, key)) state.add(Part.swapped, key);
    if (clears) state.delete(Part.guards, flag);
    else if (state.has(Part.guards, flag)) {
      // `state = 'running'` … `state = 'idle'`: the second constant ends it.
      const k = op.value && this.facts.tree.kind(unwrap(this.facts.tree, op.value));
      if (k === K.StringLiteral || k === K.NumericLiteral || k === K.PropertyAccessExpression)
        state.delete(Part.guards, flag);
    } else if (
      !isOwnLocal(op.location, this.graph.fn) &&
      (state.has(Part.tested, `${key}+`) || state.has(Part.tested, `${key}-`))
    )
      state.add(Part.guards, flag);
  }

  /** The tail of a hand-made queue: read and replaced in this segment, and now awaited. */
  private queueOf(awaited: Node, state: State): string | undefined {
    const inner = unwrap(this.facts.tree, awaited);
    if (this.facts.tree.kind(inner) !== K.Identifier) return undefined;
    const binding = this.facts.resolve(inner);
    const source: Location | undefined = binding && snapshotOf(this.facts, binding);
    return source && state.has(Part.written, source.key) ? source.key : undefined;
  }
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
