/** The declaration: `private readonly client = new Lazy<Client>();` */
import type { TypeAnswer } from '../../../core/answers.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { isUndefinedOrNull, unwrap } from '../../../core/facts/shapes.ts';
import { allowsNull, withoutNullish } from '../../../core/rewrite/annotations.ts';
import { type Draft, dedented } from '../../../core/rewrite/draft.ts';
import type { Storage } from '../../../core/rewrite/storage.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Target } from './target.ts';

export interface ValueType {
  /** `<string, Client>`; nothing in JavaScript. */
  readonly typeArguments: string;
  /** The type of the value: `Client`. */
  readonly value: string | undefined;
}

/** `undefined` where it has no name that could be written. */
export function valueType(facts: Facts, target: Target, types: readonly TypeAnswer[]): ValueType | undefined {
  const { tree } = facts;
  const { storage, kind } = target;
  if (tree.isJavaScript) return { typeArguments: '', value: undefined };
  if (kind === 'flag') return { typeArguments: '<void>', value: 'void' };
  if (kind === 'map') {
    const written = storage.type?.typeArguments ?? unwrap(tree, storage.initializer!).typeArguments;
    if (written?.length !== 2) return undefined;
    const [key, value] = written.map((t) => textOf(tree, t));
    return { typeArguments: `<${key}, ${value}>`, value };
  }
  const annotation = annotationOf(facts, storage);
  const value = annotation ? outdented(facts, storage, withoutNullish(facts, annotation)) : printed(types);
  return value === undefined || value === 'any' ? undefined : { typeArguments: `<${value}>`, value };
}

/** A type over several lines, its last line below the start of the declaration. */
function outdented({ tree }: Facts, { declaration }: Storage, type: string | undefined): string | undefined {
  const own = indentAt(tree.text, startOf(tree, declaration));
  const last = /\n([ \t]*)[^\n]*$/.exec(type ?? '')?.[1];
  return type !== undefined && last?.startsWith(own) ? dedented(type, last.slice(own.length)) : type;
}

function annotationOf({ tree }: Facts, { type, initializer }: Storage): Node | undefined {
  if (type) return type;
  // `undefined as Client | undefined`
  const isAsserted = initializer && tree.kind(initializer) === K.AsExpression && isUndefinedOrNull(tree, initializer);
  return isAsserted ? initializer.type : undefined;
}

/** The declared type, or the value that it starts with, is null where nothing is there. */
export function isNullWhenMissing(facts: Facts, storage: Storage): boolean {
  const { tree } = facts;
  const starts = storage.initializer && unwrap(tree, storage.initializer);
  return allowsNull(facts, annotationOf(facts, storage)) || (!!starts && tree.kind(starts) === K.NullKeyword);
}

function printed(types: readonly TypeAnswer[]): string | undefined {
  const texts = new Set(types.filter((t) => t.printable && !t.unknown).map((t) => t.text));
  return texts.size === 1 ? [...texts][0] : undefined;
}

/** @param primitive how `Lazy` or `KeyedLazy` is called in this file */
export function declare(
  facts: Facts,
  draft: Draft,
  { storage, kind }: Target,
  name: string,
  primitive: string,
  { typeArguments }: ValueType,
): void {
  const { tree } = facts;
  const { declaration } = storage;
  const value = `new ${primitive}${typeArguments}()`;
  if (tree.isJavaScript) redocument(facts, draft, storage, kind, primitive);
  if (storage.kind === 'variable') {
    const list = declaration.parent;
    draft.replaceNode(list, `const ${name} = ${value}`);
    return;
  }
  if (storage.kind === 'property') {
    draft.replaceNode(declaration, `${textOf(tree, declaration.name!)}: ${value}`);
    return;
  }
  const modifiers = (declaration.modifiers ?? []).map((m) => textOf(tree, m)).filter((m) => m !== 'readonly');
  const words = [...modifiers, ...(tree.isJavaScript ? [] : ['readonly']), textOf(tree, declaration.name!)];
  const isEnded = tree.text[declaration.end - 1] === ';';
  draft.replaceNode(declaration, `${words.join(' ')} = ${value}${isEnded ? styleOf(tree).semicolon || ';' : ''}`);
}

const typeTag = /@type\s*\{([^{}]*)\}/;

/** The JSDoc type of a JavaScript declaration follows. */
function redocument(
  { tree }: Facts,
  draft: Draft,
  { kind, declaration }: Storage,
  of: Target['kind'],
  primitive: string,
): void {
  const owner = kind === 'variable' ? declaration.parent.parent : declaration;
  const trivia = tree.text.slice(owner.pos, startOf(tree, owner));
  const at = trivia.lastIndexOf('/**');
  const match = at < 0 ? undefined : typeTag.exec(trivia.slice(at));
  if (!match) return;
  const type = match[1]!;
  const start = owner.pos + at + match.index + match[0].indexOf('{') + 1;
  draft.replace(start, start + type.length, documentedType(type.trim(), of, primitive));
}

function documentedType(type: string, of: Target['kind'], primitive: string): string {
  if (of === 'flag') return `${primitive}<void>`;
  if (of === 'map') return type.replace(/^Map\b/, primitive);
  const members = type
    .replace(/^\?/, '')
    .split('|')
    .map((t) => t.trim());
  return `${primitive}<${members.filter((t) => t !== 'undefined' && t !== 'null').join(' | ')}>`;
}
