/** Where the lock of a location is declared, and what it is called there. */
import type { Facts, Fn } from '../facts/facts.ts';
import { baseOf, type Location, locationOf } from '../facts/locations.ts';
import { unwrap } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, startOf } from '../syntax.ts';
import { bare, freeInFile } from './names.ts';
import { statementOf } from './statements.ts';
import { indentAt, lineEnd } from './style.ts';

export interface LockRequest {
  readonly location: Location;
  /** A read of the location in the function that is to be guarded. */
  readonly read: Node;
  readonly fn: Fn;
  /** The type of its keys as an annotation; undefined where it can't be written. */
  readonly keyType: string | undefined;
  /** What its name ends with; `Mutex` if left out. */
  readonly noun?: string;
}

export interface Home {
  /** As the guarded function names it. */
  readonly text: string;
  readonly at: number;
  readonly makesNominal: boolean;
  /** What is inserted there, for the value of the declaration. */
  line(value: string): string;
}

/**
 * `clientMutex`, `_clientMutex`, `#clientMutex`, after the last property of the path; `guardedClientMutex` for
 * `this.guarded.client` where the file has another `client` too.
 */
export function nameOfLock(facts: Facts, { root, path }: Location, noun = 'Mutex'): string {
  const own = path.filter((segment) => !segment.startsWith('['));
  const words = root.kind === 'binding' && root.binding.kind !== 'class' ? [root.binding.name, ...own] : own;
  const [first = 'value', ...others] = words.length > 1 && isOnly(facts, words.at(-1)!) ? words.slice(-1) : words;
  const prefix = /^[#_]+/.exec(first)?.[0] ?? '';
  return `${prefix}${bare(first)}${others.map((word) => capital(bare(word))).join('')}${noun}`;
}

/** All properties of that name are one location. */
function isOnly(facts: Facts, name: string): boolean {
  const keys = new Set((facts.accesses.get(name) ?? []).map((access) => locationOf(facts, access)?.key));
  return keys.size <= 1;
}

export function homeOf(facts: Facts, request: LockRequest): Home | undefined {
  const { root } = request.location;
  if (root.kind === 'global') return undefined;
  if (root.kind === 'this' || root.binding.kind === 'class') return inClass(facts, request);
  return besideVariable(facts, request);
}

/** Behind the variable; in front of what holds the object, or of the function where the variable is imported. */
function besideVariable(facts: Facts, { location, fn, noun }: LockRequest): Home | undefined {
  const { tree } = facts;
  const { root, path } = location;
  if (root.kind !== 'binding') return undefined;
  const { binding } = root;
  const isImported = binding.kind === 'import';
  const anchor = isImported ? topLevel(facts, fn.node) : statementOf(tree, binding.declaration);
  if (!anchor) return undefined;
  const name = freeInFile(facts, [nameOfLock(facts, location, noun)]);
  const indent = indentAt(tree.text, startOf(tree, anchor));
  const isBehind = !isImported && path.every((segment) => segment.startsWith('['));
  return {
    text: name,
    at: isBehind ? endOfLine(tree.text, anchor.end) : startOf(tree, anchor),
    makesNominal: false,
    line: (value) => (isBehind ? `\n${indent}const ${name} = ${value}` : `const ${name} = ${value}\n${indent}`),
  };
}

function topLevel({ tree }: Facts, node: Node): Node | undefined {
  let at: Node | undefined = node;
  while (at?.parent && at.parent !== tree.root) at = at.parent;
  return at;
}

/** A private member behind the field; first in the class where the field is declared elsewhere. */
function inClass(facts: Facts, request: LockRequest): Home | undefined {
  const { tree } = facts;
  const { root, path } = request.location;
  const isStatic = root.kind === 'binding';
  const owner = root.kind === 'this' ? root.owner : facts.owners.find((o) => isStatic && o.binding === root.binding);
  const receiver = receiverText(facts, request);
  if (owner?.kind !== 'class' || !receiver) return undefined;
  const member = owner.members.get(path[0] ?? '');
  const plain = nameOfLock(facts, request.location, request.noun);
  const isHash = tree.isJavaScript || plain.startsWith('#');
  const wanted = isHash ? `#${plain.replace(/^#/, '')}` : plain;
  let name = wanted;
  for (let n = 2; owner.members.has(name); n++) name = `${wanted}${n}`;
  const isField = member?.kind === 'field';
  const beside = isField ? member.declaration : owner.node.members?.[0];
  if (!beside) return undefined;
  const words = [isHash ? '' : 'private', isStatic ? 'static' : '', tree.isJavaScript ? '' : 'readonly', name];
  const declaration = words.filter(Boolean).join(' ');
  const indent = indentAt(tree.text, startOf(tree, beside));
  const isStructural = ![...owner.members.values()].some((m) => m.access !== 'public');
  return {
    text: `${receiver}.${name}`,
    at: isField ? endOfLine(tree.text, beside.end) : startOf(tree, beside),
    makesNominal: isStructural && !isStatic && !tree.isJavaScript,
    line: (value) => (isField ? `\n${indent}${declaration} = ${value}` : `${declaration} = ${value}\n\n${indent}`),
  };
}

/** What the function calls the instance or class: `this`, `self`, `Service`. */
function receiverText(facts: Facts, { location, read, fn }: LockRequest): string | undefined {
  const { tree } = facts;
  const { root } = location;
  for (let at: Node | undefined = unwrap(tree, read); at; at = at.expression) {
    const k = tree.kind(at);
    if (k !== K.ThisKeyword && k !== K.Identifier) continue;
    const base = baseOf(facts, at);
    if (base && !base.path.length && isSameRoot(base, location)) return at.text ?? 'this';
    if (k === K.ThisKeyword) return 'this';
  }
  if (root.kind === 'this') return fn.self === root.owner ? 'this' : undefined;
  return root.kind === 'binding' ? root.binding.name : undefined;
}

function isSameRoot({ root: a }: Location, { root: b }: Location): boolean {
  if (a.kind === 'this') return b.kind === 'this' && a.owner === b.owner;
  return a.kind === 'binding' && b.kind === 'binding' && a.binding === b.binding;
}

/** Behind a comment on the same line, if nothing else follows. */
function endOfLine(text: string, pos: number): number {
  const end = lineEnd(text, pos);
  return /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(text.slice(pos, end)) ? end : pos;
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
