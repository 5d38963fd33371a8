/**
 * Whether two invocations of a function can overlap, judged by its callers in the whole project: `yes` where an event,
 * a route, a parallel or a floating call leads to it; `hand` where only what a person does in a component, one thing after
 * another, if fast; `open` where several entries lead to it that nobody in the project
 * calls; `no` where every way to it runs once, under a guard, or on an object that was made on that way; `unknown` for
 * the one public entry of a library.
 */
import type { Callers, Mention } from './callers.ts';
import { callbackUse } from './facts/callbacks.ts';
import { callbackOf, namedAround, throughBind } from './facts/callgraph.ts';
import { actionAround } from './facts/commands.ts';
import { begunForMany, exposureOf, inParallelArray } from './facts/exposure.ts';
import type { Facts, Fn, ThisOwner } from './facts/facts.ts';
import { guardsOf } from './facts/guards.ts';
import { baseOf } from './facts/locations.ts';
import { isMemoised, isSerialised, opOf } from './facts/serialised.ts';
import { calleeName, receiverOf, unawaited, unwrap, wrapped } from './facts/shapes.ts';
import { classOf, isMadeForOneCall, isNeverMade } from './made.ts';
import { K, type Node, textOf } from './syntax.ts';

export type Overlap = 'yes' | 'hand' | 'open' | 'unknown' | 'no';

const maxDepth = 6;
/** Methods and exports that a framework calls, for every request or event. */
const entryDecorator =
  /^@(Get|Post|Put|Patch|Delete|All|Query|Mutation|Subscription|ResolveField|OnEvent|Cron|Interval|Process|Processor|MessagePattern|EventPattern|SubscribeMessage|GrpcMethod|OnQueueEvent|HttpCode|UseGuards|action|Listener)\b/;
const entryExport =
  /^(loader|action|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|handler|getServerSideProps|middleware|fetch|onRequest)$/;

export class Overlaps {
  private readonly callers: Callers;
  private readonly known = { ofObject: new WeakMap<Fn, Overlap>(), of: new WeakMap<Fn, Overlap>() };
  private readonly unmade = new WeakMap<ThisOwner, boolean>();

  constructor(callers: Callers) {
    this.callers = callers;
  }

  /** `instance`: the location belongs to an object, so invocations on objects made for one call don't share it. */
  of(facts: Facts, fn: Fn, instance: boolean): Overlap {
    return this.judge(facts, fn, instance, 0, new Set());
  }

  private judge(facts: Facts, fn: Fn, instance: boolean, depth: number, seen: Set<Fn>): Overlap {
    const known = this.known[instance ? 'ofObject' : 'of'].get(fn);
    // What nobody calls is judged by who asks: see below.
    if (known && (depth === 0 || known !== 'unknown' || !isLifecycle(fn))) return known;
    if (seen.has(fn) || fn.kind === 'module' || fn.kind === 'initializer') return 'no';
    if (depth > maxDepth) return isPartOfAction(facts, fn) ? 'no' : 'unknown';
    seen.add(fn);
    const overlap = this.compute(facts, fn, instance, depth, seen);
    if (depth === 0) this.known[instance ? 'ofObject' : 'of'].set(fn, overlap);
    return overlap;
  }

  private compute(facts: Facts, fn: Fn, instance: boolean, depth: number, seen: Set<Fn>): Overlap {
    if (fn.kind === 'constructor') return instance && depth > 0 ? 'no' : 'unknown';
    if (isSerialised(facts, fn) || this.isInUnmadeClass(facts, fn)) return 'no';
    const exposure = exposureOf(facts, fn);
    if (exposure.parallel || exposure.floating || isEntry(facts, fn)) return 'yes';
    if (exposure.event) return isByHand(facts, exposure.event) ? 'hand' : 'yes';
    const inline = this.asCallback(facts, fn, fn.node, instance, depth, seen);
    if (inline) return inline;
    const mentions = this.callers.of(facts, fn);
    if (!mentions) return 'unknown';
    const open = new Set<Fn>();
    let byHand = false;
    let isCalled = false;
    let isKnown = false;
    for (const mention of mentions) {
      const caller = mention.facts.functionOf(mention.node);
      // Recursion is none of its callers.
      if (caller === fn) continue;
      isCalled = true;
      // That an owner starts things up once, by convention, says nothing of those who call it as something else.
      isKnown ||= mention.means === 'itself' || (mention.means === 'contract' && !this.isStart(mention.facts, caller));
      const found = this.ofMention(mention, instance, depth, seen);
      if (found === 'yes' && mention.means === 'itself') return 'yes';
      byHand ||= found === 'hand' && mention.means === 'itself';
      if (found !== 'no') open.add(caller);
      // Several entries behind one caller.
      if (found === 'open') return 'open';
    }
    // Nobody calls it: an entry of a library, or of the program where it starts something up.
    if (!isCalled) {
      const isOpen = exposure.public && !(depth > 0 && isLifecycle(fn));
      return isOpen && !(instance && this.isForOneCall(facts, fn)) ? 'unknown' : 'no';
    }
    if (byHand) return 'hand';
    if (open.size) return open.size > 1 ? 'open' : 'unknown';
    // A call that means another implementation, perhaps, can't speak for those who call this one.
    return exposure.public && !isKnown ? 'unknown' : 'no';
  }

  /** It starts something up, and nobody calls it. */
  private isStart(facts: Facts, fn: Fn): boolean {
    if (!isLifecycle(fn)) return false;
    let named = fn;
    while (!named.name && named.parent) named = named.parent;
    for (const { node, facts: other } of this.callers.of(facts, named) ?? [])
      if (other.functionOf(node) !== named) return false;
    return true;
  }

  private isInUnmadeClass(facts: Facts, fn: Fn): boolean {
    const owner = classOf(fn);
    if (!owner) return false;
    let unmade = this.unmade.get(owner);
    if (unmade === undefined) {
      unmade = isNeverMade(this.callers, facts, owner);
      this.unmade.set(owner, unmade);
    }
    return unmade;
  }

  private isForOneCall(facts: Facts, fn: Fn): boolean {
    const owner = classOf(fn);
    return !!owner && isMadeForOneCall(this.callers, facts, owner);
  }

  private ofMention(mention: Mention, instance: boolean, depth: number, seen: Set<Fn>): Overlap {
    const { facts, node, call } = mention;
    const caller = facts.functionOf(node);
    if (!call) return this.asCallback(facts, caller, throughBind(facts, node), instance, depth, seen) ?? 'unknown';
    if (instance && this.isOnFreshObject(facts, caller, call, 0)) return 'no';
    if (begunForMany(facts, call) || inParallelArray(facts, call)) return 'yes';
    const op = opOf(facts, caller, call);
    if (op && guardsOf(facts, caller).at(op)?.guards.size) return 'no';
    if (isMemoised(facts, caller, call)) return 'no';
    return this.judge(facts, caller, instance, depth + 1, seen);
  }

  /** `const s = new Service(); await s.start()`: the object was made on the way, nobody else has it yet. */
  private isOnFreshObject(facts: Facts, caller: Fn, call: Node, depth: number): boolean {
    const receiver = receiverOf(facts.tree, call);
    if (!receiver) return false;
    const inner = unwrap(facts.tree, receiver);
    return isFresh(facts, caller, inner) || this.isGivenFresh(facts, caller, inner, depth);
  }

  /** A parameter that every caller gives an object made for it. */
  private isGivenFresh(facts: Facts, caller: Fn, object: Node, depth: number): boolean {
    const binding = facts.tree.kind(object) === K.Identifier ? facts.resolve(object) : undefined;
    if (binding?.kind !== 'parameter' || binding.scope.fn !== caller || depth > 1) return false;
    const index = caller.node.parameters?.indexOf(binding.declaration) ?? -1;
    let isCalled = false;
    for (const m of (index < 0 ? undefined : this.callers.of(facts, caller)) ?? []) {
      isCalled = true;
      const given = m.call?.arguments?.[index];
      if (!given) return false;
      const giver = m.facts.functionOf(m.node);
      if (!isFresh(m.facts, giver, given) && !this.isGivenFresh(m.facts, giver, unwrap(m.facts.tree, given), depth + 1))
        return false;
    }
    return isCalled;
  }

  /** What happens to a function that stands as a value; undefined for one that is called by its name. */
  private asCallback(
    facts: Facts,
    fn: Fn,
    node: Node,
    instance: boolean,
    depth: number,
    seen: Set<Fn>,
  ): Overlap | undefined {
    const { tree } = facts;
    const outer = wrapped(tree, node);
    const parent = outer.parent;
    if (!parent) return undefined;
    const k = tree.kind(parent);
    const around = () => this.judge(facts, facts.functionOf(parent), instance, depth + 1, seen);
    if (k === K.CallExpression && parent.expression === outer) return around();
    if (k === K.JsxExpression) return 'hand';
    const callback = callbackOf(facts, node);
    if (!callback) return undefined;
    switch (callbackUse(facts, callback.call)) {
      case 'event':
        return isByHand(facts, callback.call) ? 'hand' : 'yes';
      case 'parallel':
        return fn.async ? 'yes' : around();
      case 'once':
      case 'sequence':
      case 'region':
        return 'no';
      default:
        return around();
    }
  }
}

function isPartOfAction(facts: Facts, fn: Fn): boolean {
  const { event, parallel, floating } = exposureOf(facts, fn);
  return !event && !parallel && !floating && !!actionAround(facts, fn);
}

/** `<button onClick={…}>`, and what a component prepares for one. */
function isByHand({ tree }: Facts, event: Node): boolean {
  const k = tree.kind(event);
  return k === K.JsxExpression || (k === K.CallExpression && calleeName(tree, event) === 'useCallback');
}

function isEntry(facts: Facts, fn: Fn): boolean {
  const modifiers = fn.member?.declaration.modifiers ?? [];
  if (modifiers.some((m) => entryDecorator.test(textOf(facts.tree, m)))) return true;
  if (fn.member || !fn.name || !entryExport.test(fn.name)) return false;
  return !!facts.lookup(fn.name, fn.node.parent ?? fn.node)?.exported;
}

const maker = /^(new|create|make|build)|(Factory|\.create|\.from)$/i;
/** `this.createTask(…)` */
const makingMethod = /^(create|make|build)[A-Z]/;

const lifecycle =
  /^[_#]*(init|initiali[sz]e|start|run|open|connect|set_?up|subscribe|launch|boot|bootstrap|register|listen|activate|mount|attach|login|main|create|execute|configure|install|enable)([A-Z_].*)?$/;

/** Called once by whoever owns the object or the program, by convention. */
export function isLifecycle(fn: Fn): boolean {
  return lifecycle.test(namedAround(fn).name ?? '');
}

function isFresh(facts: Facts, caller: Fn, object: Node): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, object);
  if (isMade(facts, inner)) return true;
  if (tree.kind(inner) === K.Identifier) {
    const binding = facts.resolve(inner);
    if (binding?.init && binding.scope.fn === caller && isMade(facts, binding.init)) return true;
  }
  const location = baseOf(facts, inner);
  if (!location || location.root.kind === 'global') return false;
  return facts
    .graph(caller)
    .blocks.some((block) =>
      block.ops.some(
        (op) => op.op === 'write' && op.location.key === location.key && !!op.value && isMade(facts, op.value),
      ),
    );
}

function isMade(facts: Facts, node: Node): boolean {
  const { tree } = facts;
  const inner = unawaited(tree, node);
  if (tree.kind(inner) === K.NewExpression) return true;
  if (tree.kind(inner) !== K.CallExpression) return false;
  return maker.test(textOf(tree, inner.expression!)) || makingMethod.test(calleeName(tree, inner) ?? '');
}
