/** The one lock of a location: found where a rewrite or a person has put it, else declared beside the location. */
import type { Facts, Fn } from '../facts/facts.ts';
import { baseOf, type Location } from '../facts/locations.ts';
import { calleeName, contains, isAssignmentTarget, receiverOf, unwrap } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';
import type { Draft } from './draft.ts';
import { importRuntime } from './imports.ts';
import { bare, freeInFile } from './names.ts';
import { statementOf } from './statements.ts';
import { type Storage, storageOf, usesOf } from './storage.ts';
import { indentAt, lineEnd, styleOf } from './style.ts';

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

export interface LockRequest {
  readonly location: Location;
  /** A read of the location in the function that is to be guarded. */
  readonly read: Node;
  readonly fn: Fn;
  /** The type of its keys as an annotation; undefined where it can't be written. */
  readonly keyType: string | undefined;
}

/** `undefined` where no lock can be declared or named, or nothing imported. */
export function lockFor(facts: Facts, request: LockRequest): Lock | undefined {
  const keyed = request.location.path.at(-1)?.startsWith('[') ?? false;
  const storage = storageOf(facts, request.location);
  const existing = existingLock(facts, storage, keyed);
  if (existing) return existing;
  const runtime = importRuntime(facts, keyed ? 'KeyedMutex' : 'Mutex');
  if (!runtime) return undefined;
  const home = homeOf(facts, request, storage);
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

/** A lock whose regions write the location already, or one by the name that a rewrite would give it. */
function existingLock(facts: Facts, storage: Storage | undefined, keyed: boolean): Lock | undefined {
  if (!storage) return undefined;
  const { tree } = facts;
  const writes = usesOf(facts, storage).known.filter((use) => isWritten(facts, use, keyed));
  const byReceiver = new Map<string, Node[]>();
  for (const call of facts.calls) {
    if (calleeName(tree, call) !== 'runExclusive' || (call.arguments?.length ?? 0) !== (keyed ? 2 : 1)) continue;
    const receiver = receiverOf(tree, call);
    if (!receiver) continue;
    const text = textOf(tree, receiver);
    byReceiver.set(text, [...(byReceiver.get(text) ?? []), call]);
  }
  for (const [text, regions] of byReceiver) {
    const guards = regions.some((call) => writes.some((w) => contains(call, w)));
    if (!guards && !isNamedFor(text, storage)) continue;
    return { text, regions, makesNominal: false, declare: () => {} };
  }
  return undefined;
}

function isNamedFor(receiver: string, storage: Storage): boolean {
  const last = receiver.slice(receiver.lastIndexOf('.') + 1);
  return bare(last) === `${bare(storage.name)}Mutex`;
}

function isWritten(facts: Facts, use: Node, keyed: boolean): boolean {
  if (!keyed) return isAssignmentTarget(facts.tree, use);
  const { parent } = use;
  if (parent && facts.tree.kind(parent) === K.ElementAccessExpression) return isAssignmentTarget(facts.tree, parent);
  return parent?.name?.text === 'set' || parent?.name?.text === 'add';
}

interface Home {
  readonly text: string;
  readonly at: number;
  readonly makesNominal: boolean;
  line(value: string): string;
}

function homeOf(facts: Facts, request: LockRequest, storage: Storage | undefined): Home | undefined {
  const { location, fn } = request;
  const { root, path } = location;
  const last = path.filter((p) => !p.startsWith('[')).at(-1);
  if (root.kind === 'global') return undefined;
  if (root.kind === 'this' || (root.kind === 'binding' && root.binding.kind === 'class'))
    return inClass(facts, request, storage, last ?? 'this');
  const { binding } = root;
  const name = freeInFile(facts, [
    `${bare(last ?? binding.name)}Mutex`,
    `${bare(binding.name)}${capital(bare(last ?? 'value'))}Mutex`,
  ]);
  // Beside the variable; in front of the code that holds the object, or the function, where the variable is imported.
  const anchor =
    binding.kind === 'import'
      ? topLevel(facts, fn.node)
      : statementOf(facts.tree, wrappingStatement(binding.declaration));
  if (!anchor) return undefined;
  const { text } = facts.tree;
  const indent = indentAt(text, startOf(facts.tree, anchor));
  if (binding.kind !== 'import' && last === undefined) {
    const at = endOfLine(text, anchor.end);
    return { text: name, at, makesNominal: false, line: (value) => `\n${indent}const ${name} = ${value}` };
  }
  const at = startOf(facts.tree, anchor);
  return { text: name, at, makesNominal: false, line: (value) => `const ${name} = ${value}\n${indent}` };
}

function wrappingStatement(declaration: Node): Node {
  return declaration.parent?.parent ?? declaration;
}

function topLevel(facts: Facts, node: Node): Node | undefined {
  let at: Node | undefined = node;
  while (at?.parent && at.parent !== facts.tree.root) at = at.parent;
  return at;
}

function inClass(facts: Facts, request: LockRequest, storage: Storage | undefined, field: string): Home | undefined {
  const { tree } = facts;
  const { root, path } = request.location;
  const owner =
    root.kind === 'this' ? root.owner : facts.owners.find((o) => root.kind === 'binding' && o.binding === root.binding);
  if (owner?.kind !== 'class') return undefined;
  const isStatic = root.kind === 'binding';
  const member = storage?.member ?? owner.members.get(path[0] ?? '');
  const hash = tree.isJavaScript || field.startsWith('#') || (member?.name.startsWith('#') ?? false);
  const prefix = hash ? '#' : (/^_+/.exec(field)?.[0] ?? '');
  const taken = (name: string) => owner.members.has(name);
  const base = bare(field);
  let name = `${prefix}${base}Mutex`;
  for (let n = 2; taken(name); n++) name = `${prefix}${base}Mutex${n}`;
  const receiver = receiverText(facts, request);
  if (!receiver) return undefined;
  const words = [hash ? '' : 'private', isStatic ? 'static' : '', tree.isJavaScript ? '' : 'readonly'].filter(Boolean);
  const hasPrivate = [...owner.members.values()].some((m) => m.access !== 'public');
  const declaration = [...words, name].join(' ');
  const isField = member?.kind === 'field';
  const beside = isField ? member.declaration : owner.node.members?.[0];
  const makesNominal = !hasPrivate && !isStatic && !tree.isJavaScript;
  if (!beside) return undefined;
  const indent = indentAt(tree.text, startOf(tree, beside));
  const at = isField ? endOfLine(tree.text, beside.end) : startOf(tree, beside);
  return {
    text: `${receiver}.${name}`,
    at,
    makesNominal,
    line: (value) => (isField ? `\n${indent}${declaration} = ${value}` : `${declaration} = ${value}\n\n${indent}`),
  };
}

/** What the function calls the instance or class: `this`, `self`, `Service`. */
function receiverText(facts: Facts, { location, read, fn }: LockRequest): string | undefined {
  const { tree } = facts;
  for (let at: Node | undefined = unwrap(tree, read); at; at = at.expression) {
    const k = tree.kind(at);
    if (k !== K.ThisKeyword && k !== K.Identifier) continue;
    const base = baseOf(facts, at);
    if (base && !base.path.length && sameRoot(base, location)) return at.text ?? 'this';
    if (k === K.ThisKeyword) return 'this';
  }
  const { root } = location;
  if (root.kind === 'this') return fn.self === root.owner ? 'this' : undefined;
  return root.kind === 'binding' ? root.binding.name : undefined;
}

function sameRoot(a: Location, b: Location): boolean {
  if (a.root.kind === 'this') return b.root.kind === 'this' && a.root.owner === b.root.owner;
  return a.root.kind === 'binding' && b.root.kind === 'binding' && a.root.binding === b.root.binding;
}

/** Behind a comment on the same line, if nothing else follows. */
function endOfLine(text: string, pos: number): number {
  const end = lineEnd(text, pos);
  return /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(text.slice(pos, end)) ? end : pos;
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
