/** The facts of a file: one walk of its tree, in `build/`, and what `file-facts.ts` works out from it on demand. */
import type { SourceTree } from '../syntax.ts';
import { markExports } from './build/exports.ts';
import { visitAll } from './build/visit.ts';
import { Walk } from './build/walk.ts';
import type { Facts, Vocabulary } from './facts.ts';
import { fileFacts } from './file-facts.ts';
import { placeOf } from './places.ts';

const suspending =
  /\bawait\b|\basync\b|\.\s*(?:then|finally)\s*\(|\bPromise\b|\b(?:unlink|rm|rmdir|acquire|tryAcquire)Sync\b|\b(?:SharedArrayBuffer|Atomics)\b/;

/** Text without an await, a promise, an async function, the end of a file, a lock of a file or shared memory can hold no finding. */
export function canRace(text: string): boolean {
  return suspending.test(text);
}

const noVocabulary: Vocabulary = { guards: [], locks: [] };

/** `root`: as in `CheckHost`. */
export function buildFacts(tree: SourceTree, vocabulary: Vocabulary = noVocabulary, root = '/'): Facts {
  const walk = new Walk(tree);
  const module = walk.addFunction(tree.root, 'module', {});
  const scope = walk.addScope(tree.root, module, undefined);
  visitAll(walk, tree.root.statements, scope, undefined);
  markExports(walk, scope);
  const { functions, owners, bindings, accesses, identifiers, calls, hasExports } = walk;
  const place = placeOf(tree.fileName, root);
  return fileFacts(
    { tree, place, vocabulary, module, functions, owners, bindings, accesses, identifiers, calls, hasExports },
    walk,
  );
}
