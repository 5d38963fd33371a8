/** Classes that are cancellation tokens between threads: the flag is an element of shared memory. */
import type { Facts, Fn, ThisOwner } from '../../core/facts/facts.ts';
import { baseOf, type Location } from '../../core/facts/locations.ts';
import { unwrap } from '../../core/facts/shapes.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { plainAccesses } from '../nonatomic-shared-memory/accesses.ts';
import { atomicUses, elementKey } from '../nonatomic-shared-memory/views.ts';
import type { Reset } from './detect.ts';
import { isOffered, isToken, resets } from './token-class.ts';

/** `this.state[FLAG]`, plain or by `Atomics`. */
interface Use {
  readonly fn: Fn;
  readonly node: Node;
  readonly view: Node;
  readonly index: Node;
  /** What is written; `undefined` where it is read or waited for. */
  readonly value: Node | undefined;
  readonly key: string;
}

export function* sharedTokens(facts: Facts): Iterable<Reset> {
  if (!/\bSharedArrayBuffer\b/.test(facts.tree.text)) return;
  const uses = usesOf(facts);
  const told = new Set<string>();
  for (const { fn, node, view, index, value, key } of uses) {
    const owner = fn.member?.owner;
    if (!value || !isConstant(facts, value, true) || !owner || told.has(key) || !isTokenOf(facts, owner, fn)) continue;
    const others = uses.filter((use) => use.key === key && use.fn !== fn && isOffered(use.fn, owner));
    const cancel = others.find((use) => use.value && isConstant(facts, use.value, false));
    const look = others.find((use) => !use.value);
    const base = baseOf(facts, view);
    if (!cancel || !look || base?.root.kind !== 'this' || base.path.length !== 1) continue;
    told.add(key);
    const location: Location = { ...base, text: `${textOf(facts.tree, view)}[${textOf(facts.tree, index)}]` };
    const site = { fn, node };
    const flag = { kind: 'flag' as const, location, resets: [site], cancels: [cancel] };
    const token = { owner, cancel, look: look.node, shared: true };
    yield { flag, site, poll: { node: look.node }, cancel, how: 'token', token };
  }
}

function isTokenOf({ tree }: Facts, owner: ThisOwner, fn: Fn): boolean {
  const isShared = /\bSharedArrayBuffer\b/.test(textOf(tree, owner.node));
  return isShared && owner.kind === 'class' && isToken(owner) && isOffered(fn, owner) && resets.test(fn.name ?? '');
}

function usesOf(facts: Facts): Use[] {
  const uses: Omit<Use, 'key'>[] = [];
  for (const { fn, node, view, index, how } of plainAccesses(facts))
    if (how !== 'update') uses.push({ fn, node, view, index, value: how === 'write' ? node.right : undefined });
  for (const { fn, call, method } of atomicUses(facts)) {
    const [view, index, value] = call.arguments!;
    if (method === 'store') uses.push({ fn, node: call, view: view!, index: index!, value });
    else if (/^(load|wait|waitAsync)$/.test(method))
      uses.push({ fn, node: call, view: view!, index: index!, value: undefined });
  }
  return uses.flatMap((use) => {
    const key = elementKey(facts, use.view, use.index);
    return key ? [{ ...use, key }] : [];
  });
}

function isConstant({ tree }: Facts, node: Node, zero: boolean): boolean {
  const inner = unwrap(tree, node);
  const k = tree.kind(inner);
  return (k === K.NumericLiteral || k === K.BigIntLiteral) && /^0n?$/.test(textOf(tree, inner)) === zero;
}
