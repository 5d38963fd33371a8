/**
 * The search for an interleaving: from a read of a location, over every path, through a suspension, to a write of the
 * same location that depends on that read, with no re-check, no re-read and no guard in between.
 */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { calleeOf } from './callgraph.ts';
import { decides } from './control.ts';
import { type Effects, effectsOf } from './effects.ts';
import type { Facts, Fn } from './facts.ts';
import type { Block, Graph, Op } from './graph.ts';
import { guardsOf } from './guards.ts';
import type { Location } from './locations.ts';
import { calleeName, contains, isEmptyConstant, isFunction, isNot, receiverOf, unwrap, wrapped } from './shapes.ts';
import type { Callee } from './summary.ts';
import { absentWhen, mentions, readsOfTest, valueLocation } from './tests.ts';

export type ReadOp = Extract<Op, { op: 'read' }>;
export type WriteOp = Extract<Op, { op: 'write' }>;
export type SuspendOp = Extract<Op, { op: 'suspend' }>;

export interface Interleaving {
  readonly location: Location;
  readonly fn: Fn;
  readonly read: ReadOp;
  /** The test that led to the write, and whether it said "nothing there". */
  readonly test:
    | {
        readonly node: Node;
        readonly absent: boolean | undefined /** The write runs only if the test says so. */;
        readonly decides: boolean;
      }
    | undefined;
  /** The `await`, the `.then(…)` call, or the `for await` where others get their turn. */
  readonly suspension: Node;
  readonly write: WriteOp;
  /** What is written was computed from the read. */
  readonly data: boolean;
  /** The helper whose body holds the write. */
  readonly through: { readonly call: Node; readonly fn: Fn; readonly facts: Facts } | undefined;
  /** The write stands in this function: `fn`, the helper, or a continuation of `fn`. */
  readonly writer: Fn;
}

export interface SearchOptions {
  /** Suspensions that cannot let a second invocation do the same: an awaited promise that all share. */
  readonly ignoreSharedPromises: boolean;
  /** The function that a call runs, where only a checker can tell: asked for calls that a test of the location leads to. */
  readonly resolve?: (call: Node) => Callee | undefined;
}

interface State {
  graph: Graph;
  block: number;
  index: number;
  suspension: Node | undefined;
  /** Guards held at the first suspension. */
  held: ReadonlySet<string>;
  test: { node: Node; absent: boolean | undefined; graph: Graph; block: number; otherwise: number } | undefined;
  /** What a plain test of the value read has said on this path. */
  present: boolean | undefined;
  /** The call whose continuation this is. */
  continues: Node | undefined;
  /** Locals computed from the read. */
  taint: ReadonlySet<number>;
  /** Locals that hold exactly what was read. */
  copies: ReadonlySet<number>;
  tested: ReadonlySet<string>;
  flagged: boolean;
  continuations: readonly { fn: Fn; call: Node }[];
}

const maxStates = 4000;

export function interleavings(facts: Facts, fn: Fn, read: ReadOp, options: SearchOptions): Interleaving[] {
  return new Search(facts, fn, read, options).run();
}

class Search {
  private readonly facts: Facts;
  private readonly fn: Fn;
  private readonly read: ReadOp;
  private readonly options: SearchOptions;
  private readonly found = new Map<Node, Interleaving>();
  private readonly seen = new Set<string>();
  private readonly work: State[] = [];

  constructor(facts: Facts, fn: Fn, read: ReadOp, options: SearchOptions) {
    this.facts = facts;
    this.fn = fn;
    this.read = read;
    this.options = options;
  }

  run(): Interleaving[] {
    const graph = this.facts.graph(this.fn);
    const tested = guardsOf(this.facts, this.fn).at(this.read)?.tested ?? new Set<string>();
    for (const block of graph.blocks) {
      const index = block.ops.indexOf(this.read);
      if (index < 0) continue;
      this.push({
        graph,
        block: block.id,
        index: index + 1,
        suspension: undefined,
        held: new Set(),
        test: undefined,
        present: undefined,
        continues: undefined,
        taint: new Set(),
        copies: new Set(),
        tested,
        flagged: false,
        continuations: [],
      });
    }
    for (let n = 0; this.work.length && n < maxStates; n++) this.step(this.work.pop()!);
    return [...this.found.values()];
  }

  private push(state: State): void {
    const mark = `${state.graph.fn.id}/${state.block}/${state.index}/${state.suspension?.pos}/${state.test?.node.pos}${state.test?.absent}/${state.present}/${[...state.taint]}/${[...state.copies]}/${state.flagged}/${state.continuations.length}`;
    if (this.seen.has(mark)) return;
    this.seen.add(mark);
    this.work.push(state);
  }

  private step(start: State): void {
    const block = start.graph.blocks[start.block]!;
    let state = start;
    for (let i = state.index; i < block.ops.length; i++) {
      const op = block.ops[i]!;
      const next = this.apply(op, state, block);
      if (!next) return;
      state = next;
    }
    if (block.branch) {
      this.branch(block, state);
    } else if (block.next === undefined && !block.also.length) {
      this.enterContinuations(state);
    }
    if (block.next !== undefined) this.push({ ...state, block: block.next, index: 0 });
    for (const to of block.also) this.push({ ...state, block: to, index: 0 });
  }

  private branch(block: Block, state: State): void {
    const { test, on, subject, onTrue, onFalse } = block.branch!;
    const again = readsOfTest(block.ops, test).filter((r) => r !== this.read);
    const reads = readsOfTest(block.ops, test).map((r) => r.location.key);
    const compared = subject && valueLocation(this.facts, subject);
    if (compared) reads.push(compared.key);
    const own = this.isDerived(test, state) || (!!subject && this.isDerived(subject, state));
    if (state.suspension) {
      const isFresh = again.some((r) => r.location.key === this.read.location.key);
      const isCompared = compared?.key === this.read.location.key;
      if (isFresh || (!own && (isCompared || this.isStampCheck(test)))) return;
    }
    const tested = new Set([...state.tested, ...reads]);
    if (!own) {
      this.push({ ...state, tested, block: onTrue, index: 0 });
      this.push({ ...state, tested, block: onFalse, index: 0 });
      return;
    }
    const isOperand = (n: Node) => this.isOperand(n, state);
    const absent = subject
      ? (isOperand(unwrap(this.facts.tree, subject)) && isEmptyConstant(this.facts.tree, test)) || undefined
      : absentWhen(this.facts, test, isOperand, on);
    const outcome = (taken: boolean) => ({
      node: test,
      absent: absent === undefined ? undefined : absent === taken,
      graph: state.graph,
      block: block.id,
      otherwise: taken ? onFalse : onTrue,
    });
    // The same value can't be there in one test and not in the next.
    const known = isOperand(unwrap(this.facts.tree, test)) ? state.present : undefined;
    for (const taken of [true, false]) {
      const next = outcome(taken);
      const present = isOperand(unwrap(this.facts.tree, test)) ? next.absent === false : state.present;
      if (known !== undefined && present !== known) continue;
      this.push({ ...state, tested, present, test: next, block: taken ? onTrue : onFalse, index: 0 });
    }
  }

  /** The test uses the value that was read. */
  private isDerived(test: Node, state: State): boolean {
    return contains(test, this.read.node) || mentions(this.facts, test, (n) => this.isTainted(n, state));
  }

  private isTainted(node: Node, state: State): boolean {
    return this.isIn(state.taint, node);
  }

  private isIn(locals: ReadonlySet<number>, node: Node): boolean {
    if (!locals.size || this.facts.tree.kind(node) !== K.Identifier) return false;
    const binding = this.facts.resolve(node);
    return !!binding && locals.has(binding.id);
  }

  private isOperand(node: Node, state: State): boolean {
    return node === this.read.node || unwrap(this.facts.tree, this.read.node) === node || this.isIn(state.copies, node);
  }

  /** The value is the read itself, or whether it is there: `const c = this.client`, `const has = !!this.client`. */
  private isCopy(value: Node | undefined, node: Node): boolean {
    if (!value) return false;
    const { tree } = this.facts;
    let inner = unwrap(tree, value);
    const negated = isNot(tree, inner) ? unwrap(tree, inner.operand!) : undefined;
    if (negated && isNot(tree, negated)) inner = unwrap(tree, negated.operand!);
    return inner === this.read.node || node === this.read.node || value === this.read.node;
  }

  /** `if (generation !== this.generation)`: a shared location compared with a value kept from before. */
  private isStampCheck(test: Node): boolean {
    const { tree } = this.facts;
    const inner = unwrap(tree, test);
    const operator = inner.operatorToken && tree.kind(inner.operatorToken);
    const compares =
      operator === K.EqualsEqualsEqualsToken ||
      operator === K.ExclamationEqualsEqualsToken ||
      operator === K.EqualsEqualsToken ||
      operator === K.ExclamationEqualsToken;
    if (!compares) return false;
    const sides = [inner.left!, inner.right!].map((side) => valueLocation(this.facts, side));
    const isShared = (l: Location | undefined) =>
      !!l &&
      (l.path.length > 0 ||
        (l.root.kind === 'binding' && l.root.binding.scope.fn !== this.fn && !this.facts.isConstant(l.root.binding)));
    const isLocal = (l: Location | undefined) =>
      l?.root.kind === 'binding' && (l.root.binding.scope.fn === this.fn || this.facts.isConstant(l.root.binding));
    return (isShared(sides[0]) && isLocal(sides[1])) || (isShared(sides[1]) && isLocal(sides[0]));
  }

  private apply(op: Op, state: State, block: Block): State | undefined {
    if (op === this.read) return undefined;
    switch (op.op) {
      case 'suspend': {
        this.enterContinuations(state);
        if (this.options.ignoreSharedPromises && op.awaited && this.isSharedPromise(op.awaited)) {
          if (state.flagged && !state.suspension) return undefined;
          return state;
        }
        if (state.suspension) return state;
        const held = guardsOf(this.facts, state.graph.fn).at(op)?.guards ?? new Set<string>();
        const after: State = { ...state, suspension: op.node, held, tested: new Set(), continuations: [] };
        if (block.handler !== undefined) this.push({ ...after, block: block.handler, index: 0 });
        return after;
      }
      case 'write':
        return this.write(op, state);
      case 'call':
        return this.call(op.node, state, block);
      default:
        return state;
    }
  }

  private write(op: WriteOp, state: State): State | undefined {
    const { location } = this.read;
    if (op.location.key === location.key) {
      if (!state.suspension) return undefined;
      this.hit(op, state, undefined, state.graph.fn);
      return undefined;
    }
    if (op.location.root.kind === 'binding' && !op.location.path.length) {
      const { id } = op.location.root.binding;
      const derived =
        !!op.value &&
        !isFunction(this.facts.tree, unwrap(this.facts.tree, op.value)) &&
        (contains(op.value, this.read.node) || mentions(this.facts, op.value, (n) => this.isTainted(n, state)));
      const copied = this.isCopy(op.value, op.node);
      if (derived !== state.taint.has(id) || copied !== state.copies.has(id)) {
        return {
          ...state,
          taint: changed(state.taint, id, derived || copied),
          copies: changed(state.copies, id, copied),
        };
      }
    }
    // Testing one location and setting it in the same segment keeps others out.
    if (!state.suspension && op.how !== 'declare' && op.how !== 'delete' && state.tested.has(op.location.key))
      return { ...state, flagged: true };
    return state;
  }

  private call(node: Node, state: State, block: Block): State | undefined {
    if (block.handler !== undefined) this.push({ ...state, block: block.handler, index: 0 });
    const { tree } = this.facts;
    const name = calleeName(tree, node);
    let after = state;
    if (name === 'then' || name === 'catch' || name === 'finally') {
      const added = (node.arguments ?? [])
        .flatMap((a) => this.facts.functionAt(unwrap(tree, a)) ?? [])
        .map((fn) => ({ fn, call: node }));
      if (added.length) after = { ...state, continuations: [...state.continuations, ...added].slice(0, 4) };
    }
    const callee = this.calleeAt(node, state);
    if (!callee || callee.fn === this.fn) return after;
    const effects = effectsOf(callee.facts, callee.fn);
    const key = callee.facts === this.facts ? this.read.location.key : foreignKey(effects, this.read.location);
    const early = effects.sync.get(key);
    if (!state.suspension) {
      if (early) return undefined;
      for (const flag of effects.sync.keys())
        if (state.tested.has(flag) || (effects.tests.has(flag) && isField(flag))) after = { ...after, flagged: true };
      const late = effects.late.get(key);
      if (late && !effects.tests.has(key) && this.isWaitedFor(node) && !after.flagged) {
        const held = this.heldAtCall(node, state);
        const suspension = wrapped(tree, node).parent ?? node;
        const through = { call: node, fn: late.fn, facts: callee.facts };
        this.hit(late.write, { ...after, suspension, held }, through, late.fn);
        return undefined;
      }
      return after;
    }
    if (effects.tests.has(key)) return undefined;
    const write = early ?? effects.late.get(key)?.write;
    if (write && this.isWaitedFor(node)) {
      this.hit(write, state, { call: node, fn: callee.fn, facts: callee.facts }, callee.fn);
      return undefined;
    }
    return after;
  }

  /** Beyond this file only calls of own and inherited members matter: they reach the same fields. */
  private calleeAt(node: Node, state: State): Callee | undefined {
    const local = calleeOf(this.facts, node);
    if (local) return { facts: this.facts, fn: local };
    if (!this.options.resolve || state.test?.absent !== true || this.read.location.root.kind !== 'this')
      return undefined;
    const receiver = receiverOf(this.facts.tree, node);
    const k = receiver && this.facts.tree.kind(receiver);
    return k === K.ThisKeyword || k === K.SuperKeyword ? this.options.resolve(node) : undefined;
  }

  private heldAtCall(node: Node, state: State): ReadonlySet<string> {
    for (const block of state.graph.blocks) {
      const op = block.ops.find((o) => o.op === 'call' && o.node === node);
      if (op) return guardsOf(this.facts, state.graph.fn).at(op)?.guards ?? new Set();
    }
    return new Set();
  }

  /** Awaited or returned: the invocation goes on only after it. */
  private isWaitedFor(call: Node): boolean {
    const parent = wrapped(this.facts.tree, call).parent;
    const k = parent && this.facts.tree.kind(parent);
    return (
      k === K.AwaitExpression ||
      k === K.ReturnStatement ||
      k === K.ArrowFunction ||
      k === K.PropertyAccessExpression ||
      k === K.ExpressionStatement
    );
  }

  private enterContinuations(state: State): void {
    if (state.flagged && !state.suspension) return;
    for (const { fn, call } of state.continuations) {
      const graph = this.facts.graph(fn);
      this.push({
        ...state,
        graph,
        block: graph.entry,
        index: 0,
        suspension: state.suspension ?? call,
        continues: call,
        continuations: [],
      });
    }
  }

  /** The promise of a location that all invocations share: whoever waits for it, the work is done once. */
  private isSharedPromise(awaited: Node): boolean {
    const { tree } = this.facts;
    const inner = unwrap(tree, awaited);
    const shared = (l: Location | undefined) =>
      !!l &&
      l.root.kind !== 'global' &&
      (l.path.length > 0 || (l.root.kind === 'binding' && l.root.binding.scope.fn !== this.fn));
    if (tree.kind(inner) === K.CallExpression) return false;
    if (tree.kind(inner) === K.Identifier) {
      const binding = this.facts.resolve(inner);
      const init = binding?.init && unwrap(tree, binding.init);
      if (init && tree.kind(init) === K.CallExpression && shared(valueLocation(this.facts, init))) return true;
      if (init && tree.kind(init) !== K.CallExpression && shared(valueLocation(this.facts, init))) return true;
      return shared(valueLocation(this.facts, inner));
    }
    return shared(valueLocation(this.facts, inner));
  }

  private decides(write: WriteOp, { test, graph, continues }: State, through: Interleaving['through']): boolean {
    if (!test) return false;
    const act = through ? through.call : graph === test.graph ? write.node : continues;
    return !!act && decides(test.graph, test.block, test.otherwise, act);
  }

  private hit(write: WriteOp, state: State, through: Interleaving['through'], writer: Fn): void {
    if (state.flagged && !state.held.size && writer !== this.fn && !through) return;
    const guards = through ? undefined : guardsOf(this.facts, writer).at(write)?.guards;
    const stillHeld = through ? state.held.size > 0 : [...state.held].some((g) => guards?.has(g));
    if (stillHeld) return;
    const data =
      contains(write.node, this.read.node) ||
      (!!write.value && mentions(this.facts, write.value, (n) => this.isTainted(n, state)));
    if (!data && !state.test) return;
    const known = this.found.get(write.node);
    const better = !known || !(known.test?.absent && known.test.decides);
    if (!better) return;
    this.found.set(write.node, {
      location: this.read.location,
      fn: this.fn,
      read: this.read,
      test: state.test && {
        node: state.test.node,
        absent: state.test.absent,
        decides: this.decides(write, state, through),
      },
      suspension: state.suspension!,
      write,
      data,
      through,
      writer,
    });
  }
}

function changed(set: ReadonlySet<number>, id: number, present: boolean): ReadonlySet<number> {
  const copy = new Set(set);
  if (present) copy.add(id);
  else copy.delete(id);
  return copy;
}

/** The key under which another file's facts know a field of the same object. */
function foreignKey(effects: Effects, location: Location): string {
  const field = location.key.replace(/^this\d+/, '');
  const keys = [...effects.sync.keys(), ...effects.late.keys(), ...effects.tests];
  return keys.find((key) => /^this\d+/.test(key) && key.replace(/^this\d+/, '') === field) ?? location.key;
}

/** A field or an entry: something that outlives the call. */
function isField(key: string): boolean {
  return key.includes('.') || key.includes('[');
}
