/**
 * What only a type checker knows, as a closed vocabulary of questions. Rules ask while they run; a question that has
 * no answer yet is collected, all of a file are answered in one batch, and the rules that asked run again: at most
 * three rounds a file. A compiler adapter answers every question it is given, with `unknown` where it can't tell.
 */
import type { Node, SourceTree } from './syntax.ts';

export type Question =
  /** What is the type of this expression, or of the declared name at this node? */
  | { readonly ask: 'type'; readonly node: Node }
  /**
   * What does this identifier, property name or callee resolve to? Imports, exports and `{ name }` are followed; a call
   * is asked about as its callee, `a.b` as `b`. A member that only an index signature allows is unknown.
   */
  | { readonly ask: 'symbol'; readonly node: Node };

export type AskKind = Question['ask'];

/** Where a symbol is declared: the key that joins to the summary of that file. */
export interface DeclarationKey {
  /** Absolute, with forward slashes. */
  readonly file: string;
  /** `node.pos` of the declaration (function, method, class, property, variable declaration…), trivia included. */
  readonly pos: number;
}

export type CollectionKind = 'Map' | 'Set' | 'WeakMap' | 'WeakSet' | 'Array' | 'Record';

export interface TypeAnswer {
  readonly ask: 'type';
  /** `any`, an error type, or no answer: nothing may be concluded from the other fields. */
  readonly unknown: boolean;
  /** Has a callable `then` (for a union: any member but undefined and null has). */
  readonly promise: boolean;
  readonly asyncIterable: boolean;
  /** string, number, boolean, bigint, symbol, enum or literals thereof (undefined and null set aside). */
  readonly primitive: boolean;
  /** May be undefined or null. Always false where the project's options leave those out of types. */
  readonly nullable: boolean;
  readonly callable: boolean;
  /** Also of a class or interface that extends one; `Record` for anything with a string index signature. */
  readonly collection: CollectionKind | undefined;
  /** `AbortSignal`, `AbortController`, `CancellationToken` (vscode or ours). */
  readonly cancellation: 'signal' | 'controller' | 'token' | undefined;
  /**
   * Name of the type's symbol (`Mutex`, `Promise`, `Client`), undefined and null set aside; of a class itself
   * `typeof Mutex`, of an anonymous type its alias if it has one.
   */
  readonly name: string | undefined;
  readonly declared: DeclarationKey | undefined;
  /** Where it comes from, in the words of `SymbolAnswer.package`. */
  readonly package: string | undefined;
  /** Has one of: close, dispose, destroy, disconnect, kill, terminate, quit, shutdown, end, release, stop, `[Symbol.dispose]`, `[Symbol.asyncDispose]`. */
  readonly disposer: string | undefined;
  /** The type as TypeScript prints it (with undefined and null), usable in an annotation when `printable`. */
  readonly text: string;
  /** The text has no import types, anonymous classes or truncation (a very long one is cut short). */
  readonly printable: boolean;
  /** For a promise: the text of what it resolves to, under the same terms; undefined and null beside it set aside. */
  readonly awaitedText: string | undefined;
}

export interface SymbolAnswer {
  readonly ask: 'symbol';
  readonly unknown: boolean;
  readonly name: string | undefined;
  /** All declarations (overloads, merged), the implementation first. */
  readonly declarations: readonly DeclarationKey[];
  /**
   * Package name if declared in a dependency (`ws` for `@types/ws`); `lib` for TypeScript's own libraries; a Node module
   * as `node:fs` whether imported as `fs` or `node:fs`, even where no types for it are installed; Node's globals by the
   * module that has them too (`Buffer`: `node:buffer`), the rest `node`. Undefined for the project's own code.
   */
  readonly package: string | undefined;
}

export type Answer = TypeAnswer | SymbolAnswer;
export type AnswerOf<A extends AskKind> = Extract<Answer, { ask: A }>;

/** Answers a batch of questions about one file, in order. Throws only when the compiler itself is gone. */
export interface Answerer {
  /** An answer costs a call, not a message to another process: nothing is won by asking in batches. */
  readonly answersAtOnce?: boolean;
  answer(tree: SourceTree, questions: readonly Question[]): readonly Answer[];
}

export const unknownType: TypeAnswer = {
  ask: 'type',
  unknown: true,
  promise: false,
  asyncIterable: false,
  primitive: false,
  nullable: false,
  callable: false,
  collection: undefined,
  cancellation: undefined,
  name: undefined,
  declared: undefined,
  package: undefined,
  disposer: undefined,
  text: 'any',
  printable: false,
  awaitedText: undefined,
};

export const unknownSymbol: SymbolAnswer = {
  ask: 'symbol',
  unknown: true,
  name: undefined,
  declarations: [],
  package: undefined,
};
