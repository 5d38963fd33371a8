/** Shared cancel flags, kept controllers and tokens: where each is set, reset or replaced, and by whom. */

import { makesController } from '../../core/cancellation.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { type Location, locationOf } from '../../core/facts/locations.ts';
import { assignmentOf, contains, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';
import { ownTokens } from './own-tokens.ts';

export interface Site {
  readonly fn: Fn;
  /** The assignment; for a cancel of a controller, and for all that is done to a token, the call. */
  readonly node: Node;
}

export interface Flag {
  /** `token`: a `CancellationToken` of the runtime. */
  readonly kind: 'flag' | 'controller' | 'token';
  readonly location: Location;
  /** `flag = false`, `controller = new AbortController()`, `source = new CancellationTokenSource()`, where objects are not just being made. */
  readonly resets: readonly Site[];
  /** `flag = true`, `controller.abort()` */
  readonly cancels: readonly Site[];
}

const flagName =
  /^[_#]*(?:is|was|has|should|did|been|user|request(?:ed)?)?_?[a-z]*?(?:flag|requested|abort(?:ed|ing)?|cancel(?:l?ed|l?ing|lation)?|interrupt(?:ed|ing)?|stop(?:ped|ping)?|terminat(?:ed|ing)|shut_?down|shutting_?down|dispos(?:ed|ing)|kill(?:ed|ing)?)(?:_?(?:requested|flag|pending|ref))?$/i;

export function flagsOf(facts: Facts): Flag[] {
  const found = new Map<string, Flag & { readonly resets: Site[]; readonly cancels: Site[] }>();
  const at = (kind: Flag['kind'], location: Location) => {
    const key = `${kind} ${location.key}`;
    const flag = found.get(key) ?? { kind, location, resets: [], cancels: [] };
    found.set(key, flag);
    return flag;
  };
  for (const node of namesWithin(facts)) {
    const assignment = assigned(facts, node);
    if (!assignment) continue;
    const location = locationOf(facts, node);
    if (!location || !isKept(location, facts.functionOf(node))) continue;
    const value = unwrap(facts.tree, assignment.right!);
    const k = facts.tree.kind(value);
    const site = { fn: facts.functionOf(node), node: assignment };
    if (holdsController(facts, value)) at('controller', location).resets.push(site);
    else if (k === K.FalseKeyword) at('flag', location).resets.push(site);
    else if (k === K.TrueKeyword) at('flag', location).cancels.push(site);
  }
  for (const access of ['abort', 'cancel'].flatMap((name) => facts.accesses.get(name) ?? [])) {
    const call = access.parent;
    const receiver = facts.tree.kind(call) === K.CallExpression ? receiverOf(facts.tree, call) : undefined;
    const location = receiver && locationOf(facts, receiver);
    const flag = location && found.get(`controller ${location.key}`);
    if (flag) flag.cancels.push({ fn: facts.functionOf(call), node: call });
  }
  const tokens = ownTokens(facts).filter(({ location, resets }) => isKept(location, resets[0]!.fn));
  return [...found.values(), ...tokens]
    .map((flag) => ({ ...flag, resets: flag.resets.filter(({ fn }) => !makers.has(fn.kind)) }))
    .filter(({ resets, cancels }) => resets.length && cancels.length);
}

const makers: ReadonlySet<Fn['kind']> = new Set(['constructor', 'initializer', 'module']);

/** `new AbortController()`, or a constant that holds one. */
function holdsController(facts: Facts, value: Node): boolean {
  if (makesController(facts.tree, value)) return true;
  const binding = facts.tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
  return (
    !!binding?.init &&
    binding.path?.length === 0 &&
    facts.isConstant(binding) &&
    makesController(facts.tree, binding.init)
  );
}

/** Accesses and names that are called like a flag, or are given a controller. */
function* namesWithin(facts: Facts): Iterable<Node> {
  for (const [name, nodes] of facts.accesses) {
    if (flagName.test(name) || /controller|abort|cancel|source/i.test(name)) yield* nodes;
    // `cancelledRef.current = false`
    if (name === 'current')
      yield* nodes.filter(({ expression }) => /abort|cancel|stop|interrupt|dispos/i.test(expression?.text ?? ''));
  }
  for (const [name, nodes] of facts.identifiers)
    if (flagName.test(name) || /controller|abort|cancel|source/i.test(name)) yield* nodes;
}

function assigned({ tree }: Facts, node: Node): Node | undefined {
  const outer = wrapped(tree, node);
  const { parent } = outer;
  return parent && assignmentOf(tree, parent) === '=' && parent.left === outer ? parent : undefined;
}

/** It outlives the call that writes it. */
function isKept({ root, path }: Location, fn: Fn): boolean {
  if (root.kind === 'global') return false;
  if (root.kind === 'this') return path.length > 0;
  const { binding } = root;
  if (binding.kind === 'parameter' || binding.kind === 'catch' || binding.kind === 'import') return false;
  return binding.scope.fn !== fn && contains(binding.scope.node, fn.node);
}
