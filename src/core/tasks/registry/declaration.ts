/** The declaration of what becomes a registry: its first value, its type, `let`. */
import { isOptionalDeclaration } from '../../facts/shapes.ts';
import { type Node, startOf, textOf } from '../../syntax.ts';
import { elementOf, isPromiseType } from '../promises.ts';
import { type Job, Stays } from './job.ts';

/** `TaskRegistry`, with type arguments where keys or results are looked at. */
export function registryType({ facts, collection }: Job, local: string): string {
  const { tree } = facts;
  if (tree.isJavaScript || (collection.shape !== 'Map' && collection.shape !== 'Record')) return local;
  const type = collection.types.find((t) => (t.typeArguments?.length ?? 0) === 2);
  const [key, value] = type?.typeArguments ?? [];
  const isRead = collection.uses.some((use) => use.kind === 'query' && textOf(tree, use.at).includes('.get('));
  const isReadAsRecord = collection.shape === 'Record' && collection.uses.some((use) => use.kind === 'query');
  if (!isRead && !isReadAsRecord)
    return !key || /^(string|number|symbol)$/.test(textOf(tree, key)) ? local : `${local}<${textOf(tree, key)}>`;
  const result = type && value && resultOf(textOf(tree, elementOf(facts, type) ?? value));
  if (!key || result === undefined) throw new Stays('the type of its tasks is not written down');
  return `${local}<${textOf(tree, key)}, ${result}>`;
}

/** `T` of `Promise<T>`. */
function resultOf(text: string): string | undefined {
  const match = /^Promise(?:Like)?<(.*)>$/s.exec(text.replace(/\s*\|\s*undefined$/, ''));
  return match && isPromiseType(text) ? match[1] : undefined;
}

export function declare({ facts, collection, draft }: Job, local: string, type: string): void {
  const { tree } = facts;
  const { declaration, initializer, kind } = collection.storage;
  const annotation = collection.storage.type;
  if (isOptionalDeclaration(tree, declaration)) throw new Stays(`\`${collection.storage.name}\` may be missing`);
  if (initializer) {
    if (annotation) draft.remove(declaration.name!.end, annotation.end);
    draft.replaceNode(initializer, `new ${type}()`);
    dropDocumentedType(draft, facts.tree, kind === 'variable' ? declaration.parent.parent : declaration);
  } else if (annotation) draft.replaceNode(annotation, type);
  else if (type !== local) throw new Stays('the type of its tasks is not written down');
  const list = declaration.parent;
  if (kind !== 'variable' || !/^let\b/.test(textOf(tree, list))) return;
  // Clears are gone by now.
  const isReassigned = collection.uses.some((use) => use.kind === 'init');
  const start = startOf(tree, list);
  if (initializer && !isReassigned) draft.replace(start, start + 3, 'const');
}

/** In JavaScript a comment declares the type: `/** @type {Set<Promise<void>>} *\/`. */
function dropDocumentedType(draft: Job['draft'], tree: Job['facts']['tree'], declaration: Node): void {
  if (!tree.isJavaScript) return;
  const comment = /\/\*\*\s*@type\s*\{[\s\S]*?\}\s*\*\/\s*$/.exec(
    tree.text.slice(declaration.pos, startOf(tree, declaration)),
  );
  if (comment) draft.remove(declaration.pos + comment.index, startOf(tree, declaration));
  else if (/@type\b/.test(tree.text.slice(declaration.pos, startOf(tree, declaration))))
    throw new Stays('its type is documented');
}
