/** What a promise resolves to, as text. TypeScript 7 offers no awaited type, so both compilers go this way. */
import type { SourceTree } from '../../core/syntax.ts';
import { compareText } from '../paths.ts';
import type { TypeFacts } from './type-facts.ts';
import type { TypeSystem } from './typing.ts';

/** `undefined` and `null` beside the promise are set aside; what it may resolve to is told whole. */
export function awaitedText<T, S>(
  system: TypeSystem<T, S>,
  type: T,
  tree: SourceTree,
  factsOf: (type: T) => TypeFacts,
): string | undefined {
  const results: T[] = [];
  collect(type, 0);
  const texts = [...new Set(results.map((r) => system.text(r, tree)))];
  if (texts.includes('any')) return 'any';
  if (texts.length < 2) return texts[0];
  // The compilers differ in the order of a union's members.
  return texts
    .sort((a, b) => nullishLast(a) - nullishLast(b) || compareText(a, b))
    .map((text) => (text.includes('=>') ? `(${text})` : text))
    .join(' | ');

  function collect(at: T, depth: number): void {
    const form = system.form(at);
    if (form === 'union') {
      for (const member of system.members(at)) {
        if (depth > 0 || system.form(member) !== 'nullish') collect(member, depth);
      }
    } else if (depth < 5 && form !== 'any' && factsOf(at).promise) {
      const value = resolved(at);
      if (value === undefined) return;
      // Only a union with a promise in it must be taken apart; any other keeps its own name.
      if (factsOf(value).promise) collect(value, depth + 1);
      else results.push(value);
    } else results.push(at);
  }

  function resolved(promise: T): T | undefined {
    if (system.form(promise) === 'generic') {
      const constraint = system.constraint(promise);
      return constraint === undefined ? undefined : resolved(constraint);
    }
    const facts = factsOf(promise);
    if (facts.package === 'lib' && (facts.name === 'Promise' || facts.name === 'PromiseLike')) {
      return system.typeArguments(promise)[0];
    }
    const then = system.property(promise, 'then');
    const method = then === undefined ? undefined : system.typeOf(then);
    const callback = method === undefined ? undefined : system.firstParameter(method);
    if (callback === undefined) return undefined;
    const parts = system.form(callback) === 'union' ? system.members(callback) : [callback];
    const onFulfilled = parts.find((part) => system.form(part) !== 'nullish');
    return onFulfilled === undefined ? undefined : system.firstParameter(onFulfilled);
  }
}

function nullishLast(text: string): number {
  return ['void', 'null', 'undefined'].indexOf(text);
}

/** No import types, anonymous classes or truncation: the text may stand in an annotation in that file. */
export function isPrintable(text: string): boolean {
  return !/\bimport\(|\(Anonymous |\b__(?:type|object|class|function)\b|\bunique symbol\b|\.\.\.(?=[\s;>),\]|}]|$)/.test(
    text,
  );
}
