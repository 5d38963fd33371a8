/** Paths that are called locks. */
import type { Facts } from '../facts/facts.ts';
import { assignmentOf, unwrap } from '../facts/shapes.ts';
import { K, type Node, textOf } from '../syntax.ts';

const words = /^(?:lock|lockfile|lockpath|lockdir|mutex|semaphore|pidfile|pidpath)$/;
const ofPackages =
  /(?:package|pnpm|yarn|bun|cargo|poetry|gemfile|composer|uv|shrinkwrap|npm)[-_. ]?lock|lock\.(?:json|ya?ml)\b|lockb\b/i;

/** It is called a lock, or made of a name and `.lock`. */
export function isLockPath(facts: Facts, node: Node): boolean {
  const inner = unwrap(facts.tree, node);
  if (isLockName(facts, inner)) return true;
  const k = facts.tree.kind(inner);
  if (k === K.PropertyAccessExpression) return isLockField(facts, inner);
  const init = k === K.Identifier ? facts.resolve(inner)?.init : undefined;
  return !!init && isLockName(facts, init);
}

/** `this.path` of a class that is called a lock, or that is set to such a path. */
function isLockField(facts: Facts, node: Node): boolean {
  const { tree } = facts;
  const name = node.name?.text ?? '';
  if (tree.kind(unwrap(tree, node.expression!)) !== K.ThisKeyword) return false;
  if (/path|file|dir/i.test(name) && isLockWord(facts.functionOf(node).self?.name ?? '')) return true;
  return (facts.accesses.get(name) ?? []).some(({ parent }) => {
    const isSet = parent.left?.name?.text === name && assignmentOf(tree, parent) === '=';
    return isSet && isLockName(facts, parent.right!);
  });
}

export function isLockName({ tree }: Facts, node: Node): boolean {
  const text = textOf(tree, unwrap(tree, node)).replace(/\bdirname\([^()]*\)/g, '');
  if (text.length > 200 || ofPackages.test(text) || !/lock|mutex|semaphore|pid/i.test(text)) return false;
  return isLockWord(text);
}

function isLockWord(text: string): boolean {
  const parts = text
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .split(/[^A-Za-z]+/)
    .map((word) => word.toLowerCase());
  return parts.some((word, i) => words.test(word) || (word === 'pid' && /^(?:file|path)$/.test(parts[i + 1] ?? '')));
}
