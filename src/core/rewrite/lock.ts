/** The one lock of a location: found where a rewrite or a person has put it, else declared beside the location. */
import type { Facts, Fn } from '../facts/facts.ts';
import { baseOf, type Location, locationOf } from '../facts/locations.ts';
import { calleeName, isAssignmentTarget, receiverOf } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Draft } from './draft.ts';
import { importRuntime } from './imports.ts';
import { homeOf, type LockRequest, nameOfLock } from './lock-home.ts';
import { styleOf } from './style.ts';

export interface Lock {
  /** How the guarded function names it: `this.clientMutex`. */
  readonly text: string;
  /** The regions that it guards already. */
  readonly regions: readonly Node[];
  /** The class had no private member before: types that were compared by their structure no longer are. */
  readonly makesNominal: boolean;
  /** Declares and imports it. Nothing to do where it exists. */
  declare(draft: Draft): void;
}

/** `undefined` where no lock can be declared or named, or nothing imported. */
export function lockFor(facts: Facts, request: LockRequest): Lock | undefined {
  const keyed = request.location.path.at(-1)?.startsWith('[') ?? false;
  const existing = existingLock(facts, request, keyed);
  if (existing) return existing;
  const runtime = importRuntime(facts, keyed ? 'KeyedMutex' : 'Mutex');
  const home = runtime && homeOf(facts, request);
  if (!home) return undefined;
  const typeArgument = keyed && !facts.tree.isJavaScript && request.keyType ? `<${request.keyType}>` : '';
  const { semicolon } = styleOf(facts.tree);
  return {
    text: home.text,
    regions: [],
    makesNominal: home.makesNominal,
    declare(draft) {
      for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
      draft.insert(home.at, home.line(`new ${runtime.local}${typeArgument}()${semicolon}`));
    },
  };
}

/** A lock whose regions write the location already, or one by the name that a rewrite gives it. */
function existingLock(facts: Facts, { location, fn }: LockRequest, keyed: boolean): Lock | undefined {
  const { tree } = facts;
  const locks = new Map<string, { at: Location; regions: Node[] }>();
  for (const call of facts.calls) {
    if (calleeName(tree, call) !== 'runExclusive' || call.arguments?.length !== (keyed ? 2 : 1)) continue;
    const receiver = receiverOf(tree, call);
    const at = receiver && baseOf(facts, receiver);
    if (!at) continue;
    const known = locks.get(at.key);
    if (known) known.regions.push(call);
    else locks.set(at.key, { at, regions: [call] });
  }
  const name = nameOfLock(facts, location);
  for (const { at, regions } of locks.values()) {
    const isNamed = at.path.length
      ? at.path.at(-1) === name
      : at.root.kind === 'binding' && at.root.binding.name === name;
    if (!(isNamed && isRootOf(at, location)) && !regions.some((region) => writes(facts, region, location))) continue;
    const text = textFor(facts, at, fn);
    if (text) return { text, regions, makesNominal: false, declare: () => {} };
  }
  return undefined;
}

/** The lock belongs to the same instance, class or scope as what it is named after. */
function isRootOf(lock: Location, { root }: Location): boolean {
  if (root.kind === 'this') return lock.root.kind === 'this' && lock.root.owner === root.owner;
  if (root.kind !== 'binding' || lock.root.kind !== 'binding') return false;
  const own = lock.root.binding;
  return own === root.binding || own.scope === root.binding.scope || root.binding.kind === 'import';
}

function writes(facts: Facts, region: Node, location: Location): boolean {
  const { tree } = facts;
  const collection = location.path.at(-1)?.startsWith('[')
    ? location.key.slice(0, -location.path.at(-1)!.length)
    : undefined;
  const isWritten = (key: string | undefined) =>
    key === location.key || (collection !== undefined && key?.startsWith(`${collection}[`));
  const visit = (node: Node): boolean | undefined => {
    if (isAssignmentTarget(tree, node) && isWritten(locationOf(facts, node)?.key)) return true;
    if (
      collection !== undefined &&
      tree.kind(node) === K.CallExpression &&
      /^(?:set|add)$/.test(calleeName(tree, node) ?? '')
    ) {
      const receiver = receiverOf(tree, node);
      if (receiver && baseOf(facts, receiver)?.key === collection) return true;
    }
    return node.forEachChild(visit);
  };
  return (region.arguments ?? []).some((argument) => visit(argument));
}

/** What the function can call it; undefined where it can't see it. */
function textFor(facts: Facts, at: Location, fn: Fn): string | undefined {
  const rest = at.path.map((segment) => `.${segment}`).join('');
  if (at.root.kind === 'this') return fn.self === at.root.owner && !isStatic(fn) ? `this${rest}` : undefined;
  if (at.root.kind !== 'binding') return undefined;
  const { binding } = at.root;
  return facts.lookup(binding.name, fn.node) === binding ? binding.name + rest : undefined;
}

function isStatic(fn: Fn): boolean {
  for (let at: Fn | undefined = fn; at; at = at.parent) if (at.member) return at.member.isStatic;
  return false;
}
