/** Puts the part of a function that must not overlap with itself under a lock, where nothing smaller helps. */
import type { Facts, Fn } from '../facts/facts.ts';
import { type Location, locationOf } from '../facts/locations.ts';
import { contains, isAssignmentTarget, unwrap } from '../facts/shapes.ts';
import { valueLocation } from '../facts/tests.ts';
import type { FixTier } from '../finding.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';
import { Draft, indented } from './draft.ts';
import { isSelfSufficient } from './known-after.ts';
import { type Lock, lockFor } from './lock.ts';
import { bare, freeLocal, singular } from './names.ts';
import { hasPlainType } from './plain-types.ts';
import { reachOf } from './reach.ts';
import { type Region, regionsAround } from './regions.ts';
import { ownAwaits, ownNodes, ownReturns, type Range } from './statements.ts';
import { storageOf } from './storage.ts';
import { indentAt, styleOf } from './style.ts';

export interface GuardRequest {
  readonly location: Location;
  readonly fn: Fn;
  /** Where `fn` first looks at the location: an access path, `cache.get(key)`, `key in cache`. */
  readonly read: Node;
  /** What the lock must cover, all in the code of `fn`: test, suspension, write. */
  readonly nodes: readonly Node[];
  /** For keyed locations: how its key's type is written. */
  readonly keyType?: string | undefined;
  /** The region stays inside this statement. */
  readonly within?: Node | undefined;
  /** Calls in here can't come back to the function: without the lock they would never end. */
  readonly oneWay?: Range | undefined;
  /** Runs seldom, as where a value is made: what else waits, or is waited for, under the lock would do so every time. */
  readonly once?: Range | undefined;
  /** The region may hand on one local that it makes, so that it need not reach to where that is read. */
  readonly handsOn?: boolean;
  /** The lock of something that is no location: a file, a row. `location` then only stands for it. */
  readonly held?: HeldLock | undefined;
}

export interface HeldLock {
  readonly lock: Lock;
  /** Which of many it is, and how that is written as an argument. */
  readonly key: { readonly node: Node; readonly text: string } | undefined;
  /** What the lock itself is made from: the region must leave its variables outside. */
  readonly from?: Node | undefined;
}

export interface Guard {
  /** `this.clientMutex` */
  readonly lock: string;
  readonly keyed: boolean;
  /** `suggestion` where what runs under the lock can't all be seen, or is more than what must not overlap. */
  readonly tier: FixTier;
  /** Functions of the file that write the location and are not under the lock. */
  readonly others: readonly Fn[];
  readonly draft: Draft;
}

/**
 * `undefined` where no lock is sound: the region could come to the same lock again and wait for itself, the function
 * is no async function or has no body that can move into a callback, or the lock can't be declared.
 */
export function guard(facts: Facts, request: GuardRequest): Guard | undefined {
  const { location, fn } = request;
  const { held } = request;
  const keyed = held ? !!held.key : (location.path.at(-1)?.startsWith('[') ?? false);
  const key = held ? held.key?.node : keyed ? keyOf(facts, request.read) : undefined;
  if (keyed && !key) return undefined;
  const lock = held?.lock ?? lockFor(facts, { ...request, keyType: request.keyType });
  if (!lock || lock.regions.some((region) => contains(region, request.read))) return undefined;
  const isRead = (node: Node) => isReadOf(facts, node, location);
  for (const region of regionsAround(facts, fn, request.nodes, isRead, request.handsOn)) {
    if (!isPromised(facts, fn, region)) continue;
    if (request.within && !region.nodes.every((node) => contains(request.within!, node))) continue;
    const named = key ?? held?.from;
    if (named && declaresPartOf(facts, region, named)) continue;
    const after = readsAfter(facts, request, region);
    if (!after || (after.length && region.result)) continue;
    const reach = reachOf(facts, region.nodes);
    if ([...reach.functions].some((f) => contains(f.node, fn.node))) return undefined;
    if (isReentered(facts, fn, lock, reach.functions)) return undefined;
    const { oneWay, once } = request;
    const unknown = reach.unknown.filter((call) => !isWithin(call, oneWay));
    const slow = once ? waits(facts, region.nodes).filter((node) => !isWithin(node, once)) : [];
    const isSeen = !unknown.length && !slow.length && !lock.makesNominal && !region.wide;
    return {
      lock: lock.text,
      keyed,
      tier: isSeen ? 'safe' : 'suggestion',
      others: writersOutside(facts, request, lock),
      draft: render(facts, request, region, lock, key, after),
    };
  }
  return undefined;
}

function isReadOf(facts: Facts, node: Node, location: Location): boolean {
  return valueLocation(facts, node)?.key === location.key;
}

function isWithin(node: Node, range: Range | undefined): boolean {
  return !!range && node.pos >= range.start && node.end <= range.end;
}

/** Code that suspends, or hands on a promise that the lock is held for. */
function waits({ tree }: Facts, nodes: readonly Node[]): Node[] {
  const isReturnedCall = (n: Node) =>
    tree.kind(n) === K.ReturnStatement &&
    !!n.expression &&
    ownNodes(tree, [n.expression], (inner) => tree.kind(inner) === K.CallExpression).length > 0;
  return [...ownAwaits(tree, nodes), ...ownNodes(tree, nodes, isReturnedCall)];
}

/** `key` of `cache.get(key)`, `cache[key]`, `key in cache`. */
function keyOf(facts: Facts, read: Node): Node | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, read);
  const k = tree.kind(inner);
  if (k === K.CallExpression) return inner.arguments?.[0];
  if (k === K.ElementAccessExpression) return inner.argumentExpression;
  return k === K.BinaryExpression ? inner.left : undefined;
}

function writersOutside(facts: Facts, { location, fn }: GuardRequest, lock: Lock): Fn[] {
  return facts.functions.filter(
    (other) =>
      other !== fn &&
      other.kind !== 'constructor' &&
      other.kind !== 'initializer' &&
      other.kind !== 'module' &&
      facts
        .graph(other)
        .blocks.some((block) =>
          block.ops.some(
            (op) =>
              op.op === 'write' &&
              op.how !== 'declare' &&
              op.location.key === location.key &&
              !contains(fn.node, op.node) &&
              !lock.regions.some((region) => contains(region, op.node)),
          ),
        ),
  );
}

function declaresPartOf(facts: Facts, region: Region, key: Node): boolean {
  return ownNodes(facts.tree, [key], (n) => facts.tree.kind(n) === K.Identifier).some((n) => {
    const binding = facts.resolve(n);
    return (
      !!binding &&
      region.nodes.some((outer) => contains(outer, binding.ident)) &&
      !ownNodes(facts.tree, [key], (inner) => inner === binding.ident).length
    );
  });
}

/** The function answers with a promise on every way, so that it may wait for the lock. */
function isPromised(facts: Facts, fn: Fn, region: Region): boolean {
  if (fn.async) return true;
  const { tree } = facts;
  const type = fn.node.type && textOf(tree, fn.node.type);
  if (type && !/^Promise(Like)?\b/.test(type)) return false;
  if (!region.place) return tree.kind(fn.node.body!) !== K.Block && isPromiseLooking(facts, region.nodes[0]!);
  if (!region.returns || region.inTry) return false;
  return ownReturns(tree, region.nodes).every((r) => r.expression && (type || isPromiseLooking(facts, r.expression)));
}

function isPromiseLooking(facts: Facts, node: Node): boolean {
  return /^(?:new\s+Promise\b|Promise\s*\.)|\.\s*(?:then|catch|finally)\s*\(/.test(textOf(facts.tree, node));
}

function isReentered(facts: Facts, fn: Fn, lock: Lock, reached: ReadonlySet<Fn>): boolean {
  if ([...reached].some((f) => lock.regions.some((region) => contains(f.node, region)))) return true;
  return lock.regions.some((region) => reachOf(facts, region.arguments ?? []).functions.has(fn));
}

/**
 * Reads behind the region that rely on what it found or made: TypeScript doesn't know that any more once the region is
 * a callback, so they get its result. `undefined` when that can't be done.
 */
function readsAfter(facts: Facts, request: GuardRequest, region: Region): readonly Node[] | undefined {
  const { tree } = facts;
  const { fn, location } = request;
  if (region.returns || !region.place || hasPlainType(facts, unwrap(tree, request.read))) return [];
  const end = region.nodes.at(-1)!.end;
  const isLater = (n: Node) => n.pos >= end && locationOf(facts, n)?.key === location.key && n === unwrap(tree, n);
  const later = ownNodes(tree, [fn.node.body!], (n) => isLater(n) && facts.functionOf(n) === fn);
  const reads = later.filter((use) => !isAssignmentTarget(tree, use) && !isSelfSufficient(facts, use));
  // Behind a later write TypeScript knows what that one has set, on some of the ways.
  if (reads.length && later.some((use) => isAssignmentTarget(tree, use) && reads.some((r) => r.pos > use.pos)))
    return undefined;
  if (!reads.length || !isSureInside(facts, request, region)) return reads.length ? undefined : [];
  const { list } = region.place;
  return reads.every((read) => contains(list, read)) ? reads : undefined;
}

/** The write is in the region itself: at its end TypeScript knows that the value is there. */
function isSureInside(facts: Facts, { location }: GuardRequest, region: Region): boolean {
  return (
    ownNodes(
      facts.tree,
      region.nodes,
      (n) => isAssignmentTarget(facts.tree, n) && locationOf(facts, n)?.key === location.key,
    ).length > 0
  );
}

function render(
  facts: Facts,
  request: GuardRequest,
  region: Region,
  lock: Lock,
  key: Node | undefined,
  after: readonly Node[],
): Draft {
  const { tree } = facts;
  const { fn } = request;
  const draft = new Draft(tree);
  const { indent: unit, semicolon } = styleOf(tree);
  lock.declare(draft);
  // A plain callback that returns a promise on one way and a value on another has no one type.
  const isAsync = fn.async && (ownAwaits(tree, region.nodes).length > 0 || !region.place || region.hasValue);
  const argument = key && `${request.held?.key?.text ?? textOf(tree, key)}, `;
  const callback = `${isAsync ? 'async ' : ''}()${returnType(facts, fn, region)} =>`;
  const open = `${lock.text}.runExclusive(${argument ?? ''}${callback}`;
  const first = region.nodes[0]!;
  const last = region.nodes.at(-1)!;
  if (!region.place) {
    const isReturned = tree.kind(first.parent) === K.ReturnStatement || first.parent === fn.node;
    const head = isReturned && !region.inTry ? open : `await ${open}`;
    draft.replaceNode(first, () => `${head} ${asBody(facts, first, draft)})`);
    return draft;
  }
  for (const jump of region.continues) draft.replaceNode(jump, `return${semicolon}`);
  const indent = indentAt(tree.text, startOf(tree, first));
  const read = textOf(tree, unwrap(tree, request.read));
  const made = after.length ? freeLocal(facts, fn, localNames(facts, request)) : undefined;
  for (const use of after) draft.replaceNode(use, made!);
  const local = made ?? region.result?.name;
  const head =
    region.returns && (region.hasValue || !fn.async || region.place.list !== fn.node.body)
      ? `return ${region.inTry ? 'await ' : ''}${open}`
      : local
        ? `const ${local} = await ${open}`
        : `await ${open}`;
  const result = local ? `\n${indent}return ${made ? read : local}${semicolon}` : '';
  const start = startOf(tree, first);
  draft.replace(start, last.end, () => {
    const body = indented(`${indent}${draft.text(start, last.end)}${result}`, unit);
    return `${head} {\n${body}\n${indent}})${semicolon}`;
  });
  return draft;
}

/** Object literals of several returns would make a union of their own, which need not be the function's type. */
function returnType({ tree }: Facts, fn: Fn, { nodes, returns }: Region): string {
  const { type } = fn.node;
  if (!type || !returns || tree.isJavaScript) return '';
  const returned = ownReturns(tree, nodes);
  const isLiteral = ({ expression }: Node) =>
    expression && tree.kind(unwrap(tree, expression)) === K.ObjectLiteralExpression;
  return returned.length > 1 && returned.some(isLiteral) ? `: ${textOf(tree, type)}` : '';
}

function asBody(facts: Facts, node: Node, draft: Draft): string {
  const text = draft.textOf(node);
  const k = facts.tree.kind(node);
  // `{ … } as Result` would be read as a block.
  const isBare = text.startsWith('{') || (k === K.BinaryExpression && isAssigning(facts, node));
  return isBare ? `(${text})` : text;
}

function isAssigning(facts: Facts, node: Node): boolean {
  return isAssignmentTarget(facts.tree, node.left!);
}

function localNames(facts: Facts, { location }: GuardRequest): string[] {
  const name = location.path.filter((p) => !p.startsWith('[')).at(-1) ?? location.text;
  const storage = storageOf(facts, location);
  const base = bare(name);
  return [storage?.keyed ? singular(base) : base, `current${base[0]!.toUpperCase()}${base.slice(1)}`];
}
