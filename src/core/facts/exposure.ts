/** Evidence that two invocations of a function can overlap: how it is reached from outside the file and inside it. */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { callbackOf, throughBind, uses } from './callgraph.ts';
import { callbackUse } from './callbacks.ts';
import type { Facts, Fn } from './facts.ts';
import { isFloating, wrapped } from './shapes.ts';

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
const cache = new WeakMap<Facts, Map<Fn, Exposure>>();

export function exposureOf(facts: Facts, fn: Fn, guards: readonly string[] = []): Exposure {
  let known = cache.get(facts);
  if (!known) {
    known = new Map();
    cache.set(facts, known);
  }
  const found = known.get(fn);
  if (found) return found;
  known.set(fn, none); // Recursion adds nothing.
  const exposure = compute(facts, fn, guards);
  known.set(fn, exposure);
  return exposure;
}

function compute(facts: Facts, fn: Fn, guards: readonly string[]): Exposure {
  if (fn.kind === 'module' || fn.kind === 'initializer' || fn.kind === 'constructor') return none;
  let exposure: Exposure = { ...none, public: isPublic(facts, fn) };
  exposure = join(exposure, asValue(facts, fn, fn.node, guards));
  for (const { node, call } of uses(facts, fn)) {
    if (!call) {
      exposure = join(exposure, asValue(facts, fn, throughBind(facts, node), guards));
      continue;
    }
    const caller = facts.functionOf(call);
    if (caller !== fn) exposure = join(exposure, exposureOf(facts, caller, guards));
    if (fn.async && isFloating(facts.tree, call)) exposure = join(exposure, { ...none, floating: call });
    if (inParallelArray(facts, call)) exposure = join(exposure, { ...none, floating: call });
  }
  return exposure;
}

function isPublic(facts: Facts, fn: Fn): boolean {
  if (fn.member) {
    const { owner, access } = fn.member;
    if (access === 'private') return false;
    return owner.exported || !!owner.binding?.exported || escapes(facts, owner.node);
  }
  const binding = fn.name ? facts.lookup(fn.name, fn.node.parent ?? fn.node) : undefined;
  return !!binding?.exported && (binding.declaration === fn.node || binding.init === wrapped(facts.tree, fn.node));
}

/** A class or object that isn't exported by name but is returned, stored or passed on. */
function escapes(facts: Facts, node: Node): boolean {
  const parent = wrapped(facts.tree, node).parent;
  if (!parent) return false;
  const k = facts.tree.kind(parent);
  return k === K.ReturnStatement || k === K.ArrowFunction || k === K.CallExpression || k === K.NewExpression || k === K.ExportAssignment;
}

/** A function handed on: to a call, a JSX attribute, a returned value, a property. */
function asValue(facts: Facts, fn: Fn, node: Node, guards: readonly string[]): Exposure {
  const { tree } = facts;
  const callback = callbackOf(facts, node);
  if (callback) {
    const use = callbackUse(facts, callback.call, guards);
    const around = () => exposureOf(facts, facts.functionOf(callback.call), guards);
    switch (use) {
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
      return { ...none, public: true };
    case K.PropertyAssignment:
      if (fn.member) return none;
      return /^on[A-Z]/.test(parent.name?.text ?? '') ? { ...none, event: parent } : { ...none, public: true };
    case K.ShorthandPropertyAssignment:
      return { ...none, public: true };
    case K.BinaryExpression:
      // `target.onmessage = async () => …`
      if (parent.right === outer) return /^on[a-z]/.test(parent.left?.name?.text ?? '') ? { ...none, event: parent } : { ...none, public: true };
      return none;
    case K.ArrowFunction:
      return { ...none, public: true };
    default:
      return none;
  }
}

/** `Promise.all([f(), g()])`: the members overlap with each other. */
function inParallelArray(facts: Facts, call: Node): boolean {
  const parent = wrapped(facts.tree, call).parent;
  if (!parent || facts.tree.kind(parent) !== K.ArrayLiteralExpression) return false;
  const holder = callbackOf(facts, parent);
  return !!holder && /^Promise\.(all|allSettled|race|any)$/.test(facts.tree.text.slice(holder.call.expression!.pos, holder.call.expression!.end).trim());
}

function join(a: Exposure, b: Exposure): Exposure {
  return { public: a.public || b.public, event: a.event ?? b.event, parallel: a.parallel ?? b.parallel, floating: a.floating ?? b.floating };
}
