/** Evidence that two invocations of a function can overlap: how it is reached from outside the file and inside it. */
import type { Node, SourceTree } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { callbackUse } from './callbacks.ts';
import { callbackOf, throughBind, type Use, uses } from './callgraph.ts';
import { areOfTwoCommands, isAction } from './commands.ts';
import type { Facts, Fn } from './facts.ts';
import { runsOnce } from './places.ts';
import { calleeName, isFloating, isLoop, wrapped } from './shapes.ts';

export interface Exposure {
  /** Others can call it: exported, or a public member of something exported, or handed on to the unknown. */
  readonly public: boolean;
  /** Handler of an event, route, command or timer: its runs overlap when they suspend. */
  readonly event: Node | undefined;
  /** Run for many items at once: `Promise.all(items.map(f))`, `forEach(async …)`. */
  readonly parallel: Node | undefined;
  /** Somebody calls it and does not wait. */
  readonly floating: Node | undefined;
}

const none: Exposure = { public: false, event: undefined, parallel: undefined, floating: undefined };

/**
 * How invocations of `fn` can overlap. With `within`, only those inside one call of that function count: they are the
 * ones that share its variables.
 */
export function exposureOf(facts: Facts, fn: Fn, within?: Fn): Exposure {
  let byScope = cache.get(facts);
  if (!byScope) {
    byScope = new Map();
    cache.set(facts, byScope);
  }
  let exposures = byScope.get(within);
  if (!exposures) {
    exposures = new Exposures(facts, within);
    byScope.set(within, exposures);
  }
  const exposure = exposures.of(fn);
  return exposure.public && runsOnce(facts.place) ? { ...exposure, public: false } : exposure;
}

const cache = new WeakMap<Facts, Map<Fn | undefined, Exposures>>();

class Exposures {
  private readonly known = new Map<Fn, Exposure>();
  private readonly facts: Facts;
  private readonly within: Fn | undefined;

  constructor(facts: Facts, within: Fn | undefined) {
    this.facts = facts;
    this.within = within;
  }

  of(fn: Fn): Exposure {
    if (fn === this.within) return none;
    const found = this.known.get(fn);
    if (found) return found;
    this.known.set(fn, none); // Recursion adds nothing.
    const exposure = this.compute(fn);
    this.known.set(fn, exposure);
    return exposure;
  }

  private compute(fn: Fn): Exposure {
    const { facts } = this;
    if (fn.kind === 'module' || fn.kind === 'initializer' || fn.kind === 'constructor') return none;
    let exposure: Exposure = { ...none, public: this.within ? this.leavesWithObject(fn) : isPublic(facts, fn) };
    exposure = join(exposure, this.asValue(fn, fn.node));
    if (this.isHandlerMethod(fn)) exposure = join(exposure, { ...none, event: fn.node });
    const sites = uses(facts, fn);
    for (const { node, call } of sites) {
      if (!call) {
        exposure = join(exposure, this.asValue(fn, throughBind(facts, node)));
        continue;
      }
      const caller = facts.functionOf(call);
      if (caller !== fn) exposure = join(exposure, this.of(caller));
      if (fn.async && isFloating(facts.tree, call) && this.isAgain(call, sites))
        exposure = join(exposure, { ...none, floating: call });
      if (inParallelArray(facts, call)) exposure = join(exposure, { ...none, floating: call });
      const many = fn.async ? begunForMany(facts, call) : undefined;
      if (many) exposure = join(exposure, { ...none, parallel: many });
    }
    return exposure;
  }

  /** A function handed on: to a call, a JSX attribute, a returned value, a property. */
  private asValue(fn: Fn, node: Node): Exposure {
    const { facts } = this;
    const { tree } = facts;
    const callback = callbackOf(facts, node);
    if (callback) {
      const around = () => this.of(facts.functionOf(callback.call));
      switch (callbackUse(facts, callback.call)) {
        case 'event':
          return { ...none, event: callback.call };
        case 'parallel':
          return fn.async ? join(around(), { ...none, parallel: callback.call }) : around();
        case 'once':
        case 'sequence':
          return none;
        default:
          return around();
      }
    }
    const outer = wrapped(tree, node);
    const parent = outer.parent;
    if (!parent) return none;
    switch (tree.kind(parent)) {
      case K.JsxExpression:
        return { ...none, event: parent };
      case K.ReturnStatement:
      case K.ArrowFunction:
        return { ...none, public: true };
      case K.PropertyAssignment:
        if (handlerName.test(parent.name?.text ?? '')) return { ...none, event: parent };
        return fn.member || !this.leaves(parent.parent) ? none : { ...none, public: true };
      case K.ShorthandPropertyAssignment:
        return this.leaves(parent.parent) ? { ...none, public: true } : none;
      case K.BinaryExpression:
        if (parent.right !== outer) return none;
        // `target.onmessage = async () => …`
        return /^on[a-z]/.test(parent.left?.name?.text ?? '') ? { ...none, event: parent } : { ...none, public: true };
      default:
        return none;
    }
  }

  /** Another call may begin before this one has ended. */
  private isAgain(call: Node, sites: readonly Use[]): boolean {
    const isBeside = (other: Use) => other.call !== call && !areOfTwoCommands(this.facts, other.node, call);
    return !this.runsOnceAt(call) || sites.some(isBeside);
  }

  /**
   * The top of a module and the action of a command run once, a constructor once an instance: one call there overlaps
   * with no other.
   */
  private runsOnceAt(call: Node): boolean {
    const { facts } = this;
    const caller = facts.functionOf(call);
    const once =
      caller.kind === 'module' ||
      caller.kind === 'constructor' ||
      caller.kind === 'initializer' ||
      isAction(facts, caller);
    if (!once && caller !== this.within) return false;
    for (let at = call.parent; at && at !== caller.node; at = at.parent) if (isLoop(facts.tree, at)) return false;
    return true;
  }

  /** `listen({ async onMessage() {} })` */
  private isHandlerMethod({ kind, name, member }: Fn): boolean {
    if (kind !== 'method' || member?.owner.kind !== 'object' || !handlerName.test(name ?? '')) return false;
    return this.leaves(member.owner.node);
  }

  /** A method of an object literal that leaves the function around it: `return { async f() {} }`. */
  private leavesWithObject({ member }: Fn): boolean {
    if (member?.owner.kind !== 'object') return false;
    const { node, binding } = member.owner;
    const held = binding ? this.facts.references(binding) : [];
    return [node, ...held].some((n) => this.leaves(n));
  }

  /** An object literal that is returned, passed on, exported, or held at the top of the module. */
  private leaves(literal: Node): boolean {
    const { tree } = this.facts;
    const { parent } = outermost(tree, literal);
    if (parent && tree.kind(parent) === K.VariableDeclaration)
      return !this.within && this.facts.functionOf(parent).kind === 'module';
    return escapes(this.facts, literal);
  }
}

/** What the functions of an object of callbacks are called: `onMessage`, `requestHandler`, `errorListener`. */
const handlerName = /^on[A-Z]|[a-z](Handler|Listener)$/;

function isPublic(facts: Facts, fn: Fn): boolean {
  if (fn.member) {
    const { owner, access } = fn.member;
    if (access === 'private') return false;
    return owner.exported || !!owner.binding?.exported || escapes(facts, owner.node);
  }
  const binding = fn.name ? facts.lookup(fn.name, fn.node.parent ?? fn.node) : undefined;
  return !!binding?.exported && (binding.declaration === fn.node || binding.init === wrapped(facts.tree, fn.node));
}

/** A class or object that isn't exported by name but is returned, stored or passed on, perhaps in another object. */
function escapes({ tree }: Facts, node: Node): boolean {
  const { parent } = outermost(tree, node);
  const k = parent && tree.kind(parent);
  return (
    k === K.ReturnStatement ||
    k === K.ArrowFunction ||
    k === K.CallExpression ||
    k === K.NewExpression ||
    k === K.ExportAssignment
  );
}

/** The whole literal that has the value among its properties: `{ routes: { value } }`. */
function outermost(tree: SourceTree, value: Node): Node {
  let at = wrapped(tree, value);
  while (at.parent && tree.kind(at.parent) === K.PropertyAssignment && at.parent.parent)
    at = wrapped(tree, at.parent.parent);
  return at;
}

/** `Promise.all([f(), g()])`: the members overlap with each other. */
export function inParallelArray(facts: Facts, call: Node): boolean {
  const parent = wrapped(facts.tree, call).parent;
  if (!parent || facts.tree.kind(parent) !== K.ArrayLiteralExpression) return false;
  const holder = callbackOf(facts, parent);
  const callee = holder?.call.expression;
  return !!callee && /^Promise\.(all|allSettled|race|any)$/.test(textOf(facts.tree, callee));
}

/**
 * `items.map((item) => f(item))`, `tasks.push(f(item))` in a loop: the next call begins before this one has ended.
 * The call that runs the callback, or that takes the promise.
 */
export function begunForMany(facts: Facts, call: Node): Node | undefined {
  const { tree } = facts;
  const caller = facts.functionOf(call);
  const callback = caller.async ? undefined : callbackOf(facts, caller.node);
  if (callback && callbackUse(facts, callback.call) === 'parallel') return callback.call;
  const taken = callbackOf(facts, call)?.call;
  if (!taken || calleeName(tree, taken) !== 'push') return undefined;
  for (let at = taken.parent; at && at !== caller.node; at = at.parent) if (isLoop(tree, at)) return taken;
  return undefined;
}

function join(a: Exposure, b: Exposure): Exposure {
  return {
    public: a.public || b.public,
    event: a.event ?? b.event,
    parallel: a.parallel ?? b.parallel,
    floating: a.floating ?? b.floating,
  };
}
