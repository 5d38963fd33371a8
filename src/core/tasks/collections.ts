/** Collections that a file adds to, and what each use of one does: adds, removes, copies, clears, waits, leaks out. */
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import { baseOf, bindingLocation, child, type Location, rootLocation } from '../facts/locations.ts';
import { assignmentOf, receiverOf, unwrap, wrapped } from '../facts/shapes.ts';
import { type Storage, storageOf } from '../rewrite/storage.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { classify, type Use } from './uses.ts';

export type Shape = 'Set' | 'Map' | 'Array' | 'Record';

export interface Collection {
  readonly location: Location;
  readonly storage: Storage;
  readonly shape: Shape;
  /** Type annotations that say what it holds: of the declaration, of `new Set<…>()`. */
  readonly types: readonly Node[];
  /** In source order; through local names for it too. */
  readonly uses: readonly Use[];
}

const known = new WeakMap<Facts, readonly Collection[]>();

/** All that the file declares and adds to. Nothing is said of what they hold. */
export function collectionsOf(facts: Facts): readonly Collection[] {
  let found = known.get(facts);
  if (!found) {
    found = [...locationsOf(facts).values()].flatMap((location) => collectionAt(facts, location) ?? []);
    known.set(facts, found);
  }
  return found;
}

const adding = new Set(['add', 'set', 'push', 'unshift']);

function locationsOf(facts: Facts): Map<string, Location> {
  const found = new Map<string, Location>();
  const note = (location: Location | undefined) => {
    if (location && location.root.kind !== 'global' && !found.has(location.key)) found.set(location.key, location);
  };
  for (const call of facts.callsTo((name) => adding.has(name))) {
    const receiver = receiverOf(facts.tree, call);
    if (receiver) note(baseOf(facts, receiver));
  }
  // `tasks[id] = …` is no call: records are found by their declaration.
  for (const owner of facts.owners) {
    for (const member of owner.members.values()) {
      if (!member.type || !isRecordType(facts, member.type)) continue;
      const root =
        member.isStatic || owner.kind === 'object'
          ? owner.binding && bindingLocation(owner.binding)
          : rootLocation({ kind: 'this', owner });
      note(root && child(root, member.name));
    }
  }
  for (const binding of facts.bindings) {
    const type = binding.declaration.type;
    if (type && binding.kind !== 'parameter' && isRecordType(facts, type)) note(bindingLocation(binding));
  }
  return found;
}

function isRecordType(facts: Facts, type: Node): boolean {
  return /^(Partial<)?Record<|^\{\s*(readonly\s+)?\[/.test(textOf(facts.tree, type));
}

function collectionAt(facts: Facts, location: Location): Collection | undefined {
  const storage = storageOf(facts, location);
  if (!storage || storage.keyed) return undefined;
  const nodes = accessPaths(facts, location);
  const inits = [storage.initializer, ...nodes.map(({ node }) => assignedTo(facts, node))].filter((n) => !!n);
  const types = [
    storage.type,
    ...inits.flatMap((n) => (unwrap(facts.tree, n).typeArguments ? [n] : castOf(facts, n))),
  ].filter((n) => !!n);
  const shape = shapeOf(facts, storage.type, inits);
  if (!shape) return undefined;
  const uses = nodes.flatMap(({ node, alias }) => classify(facts, location, node, alias));
  return { location, storage, shape, types, uses };
}

/** `[] as Promise<void>[]`. */
function castOf(facts: Facts, node: Node): Node[] {
  const k = facts.tree.kind(node);
  return (k === K.AsExpression || k === K.SatisfiesExpression || k === K.TypeAssertionExpression) && node.type
    ? [node.type]
    : [];
}

function assignedTo(facts: Facts, node: Node): Node | undefined {
  const outer = wrapped(facts.tree, node);
  const assignment = outer.parent;
  return assignment && assignmentOf(facts.tree, assignment) && assignment.left === outer ? assignment.right : undefined;
}

function shapeOf(facts: Facts, type: Node | undefined, inits: readonly Node[]): Shape | undefined {
  const { tree } = facts;
  for (const init of inits) {
    const inner = unwrap(tree, init);
    const k = tree.kind(inner);
    if (k === K.ArrayLiteralExpression) return 'Array';
    if (k === K.ObjectLiteralExpression && !inner.properties?.length) return 'Record';
    if (k === K.CallExpression && /^Object\.create$/.test(textOf(tree, inner.expression!))) return 'Record';
    const name = k === K.NewExpression ? inner.expression?.text : undefined;
    if (name === 'Set' || name === 'Map' || name === 'Array') return name;
  }
  const text = type ? textOf(tree, type).replace(/^readonly\s+/, '') : '';
  if (/^(Readonly)?Set</.test(text)) return 'Set';
  if (/^(Readonly)?Map</.test(text)) return 'Map';
  if (/^(Readonly)?Array</.test(text) || /\[\]$/.test(text)) return 'Array';
  return type && isRecordType(facts, type) ? 'Record' : undefined;
}

export interface AccessPath {
  readonly node: Node;
  /** The local name that stands for the collection here. */
  readonly alias: Binding | undefined;
}

/** Every place that names the location, the declaration excluded: `this.tasks`, or a constant that was given it. */
function accessPaths(facts: Facts, location: Location): AccessPath[] {
  const paths: AccessPath[] = direct(facts, location).map((node) => ({ node, alias: undefined }));
  for (const alias of aliasesOf(facts, location))
    paths.push(...facts.references(alias).map((node) => ({ node, alias })));
  return paths.sort((a, b) => a.node.pos - b.node.pos);
}

function direct(facts: Facts, location: Location): Node[] {
  const { root, path } = location;
  const name = path.at(-1);
  if (name === undefined) return root.kind === 'binding' ? [...facts.references(root.binding)] : [];
  const parent = location.key.slice(0, -name.length - 1);
  return (facts.accesses.get(name) ?? []).filter((node) => baseOf(facts, node.expression!)?.key === parent);
}

/** `const tasks = this.tasks`, `const { tasks } = this`, unless what it holds is replaced while the name is in use. */
function aliasesOf(facts: Facts, location: Location): Binding[] {
  const name = location.path.at(-1) ?? (location.root.kind === 'binding' ? location.root.binding.name : '');
  return (namesGiven(facts).get(name) ?? []).filter((binding) => {
    const init = binding.init!;
    if (!facts.isConstant(binding) || !isPath(facts, init)) return false;
    const base = baseOf(facts, init);
    return (
      !!base &&
      binding.path!.reduce(child, base).key === location.key &&
      !isReplacedIn(facts, location, binding.scope.fn, init)
    );
  });
}

const given = new WeakMap<Facts, Map<string, Binding[]>>();

/** Locals of functions by the last name of the access path that they were given. */
function namesGiven(facts: Facts): Map<string, Binding[]> {
  let byName = given.get(facts);
  if (byName) return byName;
  byName = new Map();
  given.set(facts, byName);
  for (const binding of facts.bindings) {
    const { init, path } = binding;
    if (!init || !path || binding.kind === 'parameter' || binding.scope.fn.kind === 'module') continue;
    const name = path.at(-1) ?? lastName(facts, init);
    if (name === undefined) continue;
    const list = byName.get(name);
    if (list) list.push(binding);
    else byName.set(name, [binding]);
  }
  return byName;
}

function isPath(facts: Facts, node: Node): boolean {
  const k = facts.tree.kind(unwrap(facts.tree, node));
  return k === K.Identifier || k === K.PropertyAccessExpression || k === K.ThisKeyword;
}

function lastName(facts: Facts, node: Node): string | undefined {
  const inner = unwrap(facts.tree, node);
  return inner.name?.text ?? inner.text;
}

function isReplacedIn(facts: Facts, location: Location, fn: Fn, init: Node): boolean {
  return direct(facts, location).some((n) => n.pos > init.pos && facts.functionOf(n) === fn && assignedTo(facts, n));
}
