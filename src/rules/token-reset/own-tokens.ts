/** Kept tokens of the runtime that are reset, and where running work looks at one itself instead of at a snapshot. */
import type { Facts } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { baseOf, type Location } from '../../core/facts/locations.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { runtimeModule } from '../../core/rewrite/imports.ts';
import { K, type Node } from '../../core/syntax.ts';
import { classNameAt } from './declared.ts';
import type { Flag, Site } from './flags.ts';

const classes = new Set(['CancellationToken', 'SharedCancellationToken']);

/** Locations that hold one, with the calls that reset and cancel it. */
export function ownTokens(facts: Facts): Flag[] {
  if (!facts.tree.text.includes(runtimeModule)) return [];
  const cancels = callsOn(facts, 'cancel');
  return [...callsOn(facts, 'reset')].map(([key, { location, sites }]) => ({
    kind: 'token',
    location,
    resets: sites,
    cancels: cancels.get(key)?.sites ?? [],
  }));
}

function callsOn(facts: Facts, method: string): Map<string, { readonly location: Location; readonly sites: Site[] }> {
  const { tree } = facts;
  const found = new Map<string, { readonly location: Location; readonly sites: Site[] }>();
  for (const access of facts.accesses.get(method) ?? []) {
    const call = access.parent;
    if (tree.kind(call) !== K.CallExpression || call.expression !== access) continue;
    const location = baseOf(facts, access.expression!);
    if (!location || !isOwn(facts, location)) continue;
    const at = found.get(location.key) ?? { location, sites: [] };
    at.sites.push({ fn: facts.functionOf(call), node: call });
    found.set(location.key, at);
  }
  return found;
}

/** Made of the runtime's class, or of a class of this file that extends it. */
function isOwn(facts: Facts, location: Location): boolean {
  let name = classNameAt(facts, location);
  for (let depth = 0; name && depth < 4; depth++) {
    const binding = facts.resolve(name);
    const from = binding?.importedFrom;
    if (from) return from.module === runtimeModule && classes.has(from.name);
    name = binding && facts.ownerAt(binding.declaration)?.superclass;
  }
  return false;
}

/** `token.cancelled`, `token.reason`, `token.wait()`, `token.signal.aborted`, also by a local that stands for the token. */
export function looksAtToken(facts: Facts, { key }: Location, op: Op): boolean {
  const { tree } = facts;
  if (op.op === 'call') {
    const method = calleeName(tree, op.node);
    const receiver = receiverOf(tree, op.node);
    if (method === 'wait') return !!receiver && baseOf(facts, receiver)?.key === key;
    return method === 'throwIfAborted' && !!receiver && isPartOf(facts, key, receiver, ['signal']);
  }
  if (op.op !== 'read') return false;
  const signal = op.node.expression;
  if (op.node.name?.text === 'aborted' && signal) return isPartOf(facts, key, signal, ['signal']);
  return isPartOf(facts, key, op.node, ['cancelled', 'reason']);
}

/** `run.signal`, where `run` is the token. */
export function isPartOf(facts: Facts, key: string, node: Node, names: readonly string[]): boolean {
  const { tree } = facts;
  const access = unwrap(tree, node);
  if (tree.kind(access) !== K.PropertyAccessExpression || !names.includes(access.name?.text ?? '')) return false;
  return baseOf(facts, access.expression!)?.key === key;
}
