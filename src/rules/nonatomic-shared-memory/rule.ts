/** RG502: an element of shared memory that threads agree by is read or written without `Atomics`. */
import { callbackOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { baseOf } from '../../core/facts/locations.ts';
import { isConstantExpression } from '../../core/facts/shapes.ts';
import type { Rule, RuleContext } from '../../core/rule.ts';
import { textOf } from '../../core/syntax.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { sharedTokens } from '../token-reset/shared-token.ts';
import { isTested, type PlainAccess, plainAccesses } from './accesses.ts';
import { fixesOf } from './fix.ts';
import { type AtomicUse, atomicUses, elementKey, isFixed, isOwn, type View, viewOf } from './views.ts';

export const rule: Rule = {
  meta: {
    id: 'nonatomic-shared-memory',
    code: 'RG502',
    preset: 'nursery',
    severity: 'error',
    summary: 'A flag or counter in shared memory is read or written without `Atomics`.',
    rewrite: '`Atomics`',
    origin: 'CancellationToken (threads)',
  },
  run(context) {
    const { facts } = context;
    if (!/\b(SharedArrayBuffer|Atomics)\b/.test(facts.tree.text)) return;
    const uses = atomicUses(facts);
    // What `token-reset` says of them is more than that.
    const taken = new Set(Array.from(sharedTokens(facts), ({ site }) => site.node));
    for (const access of plainAccesses(facts)) {
      if (taken.has(access.node) || !isState(facts, access, uses)) continue;
      const key = baseOf(facts, access.view)?.key;
      const view = viewOf(
        context,
        access.view,
        uses.some((use) => use.view === key),
      );
      if (view && !isOwn(facts, view, access.target)) report(context, access, view);
    }
  },
};

/**
 * Where a file uses `Atomics`, what lies beside is data that they guard: only elements that they are used on count, and
 * what a loop waits for. Where it uses none, elements that all threads mean by one number: counters, flags and tests.
 */
function isState(facts: Facts, access: PlainAccess, uses: readonly AtomicUse[]): boolean {
  const { view, index, how, fn } = access;
  if (how === 'write' && isSetUp(fn)) return false;
  const key = baseOf(facts, view)?.key;
  const element = elementKey(facts, view, index);
  if (!key || !element) return false;
  const fixed = isFixed(facts, index);
  if (fixed && how === 'read' && isTested(facts, access) && isWaiting(access)) return true;
  if (uses.length) {
    const same = uses.filter((use) => use.element === element);
    if (how === 'update') return uses.some((use) => use.view === key);
    return fixed && same.length > 0 && !(how === 'read' && isOnlyWriter(fn, same));
  }
  if (!fixed || isToldByMessage(facts, fn)) return false;
  if (how === 'update') return true;
  return how === 'read' ? isTested(facts, access) : isConstantExpression(facts.tree, access.node.right!);
}

/** What is written before the threads begin. */
function isSetUp({ kind, name }: Fn): boolean {
  return kind === 'constructor' || /^(init|create|make|alloc|set_?up|reset)/i.test(name ?? '');
}

/** `const head = state[HEAD]; … Atomics.store(state, HEAD, head + 1)`: who alone writes it knows what it is. */
function isOnlyWriter(fn: Fn, same: readonly AtomicUse[]): boolean {
  return (
    same.some((use) => use.fn === fn && use.method === 'store') &&
    same.every((use) => /^(store|load|wait|waitAsync|notify)$/.test(use.method))
  );
}

/** The condition of a loop. */
function isWaiting({ target }: PlainAccess): boolean {
  for (let at = target; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.statement && (parent.expression === at || parent.condition === at)) return true;
    if (parent.statements) return false;
  }
  return false;
}

/** Code that a message begins: what was written before it was sent is there. */
function isToldByMessage(facts: Facts, fn: Fn): boolean {
  for (let at: Fn | undefined = fn; at; at = at.parent) {
    const callback = callbackOf(facts, at.node);
    const words =
      callback && [callback.call.expression, callback.call.arguments?.[0]].map((n) => n && textOf(facts.tree, n));
    if (words?.some((word) => /message|['"]exit['"]/i.test(word ?? ''))) return true;
    if (/^on[a-z]*message/i.test(at.name ?? '')) return true;
  }
  return false;
}

function report(context: RuleContext, access: PlainAccess, view: View): void {
  const { facts } = context;
  const { tree } = facts;
  const { target, node, how } = access;
  const symbol = brief(tree, target);
  const hazard = {
    read: 'is read without `Atomics`: what another thread writes may be seen late, out of order or never.',
    write: 'is written without `Atomics`: another thread may see it late, out of order or never.',
    update: 'is read and written in two steps: what another thread adds in between is lost.',
  }[how];
  const remedy = view.atomic
    ? `Use \`Atomics.${how === 'read' ? 'load' : how === 'write' ? 'store' : 'add'}\`${how === 'update' ? ' or its like' : ''}.`
    : `Guard it with a flag in an \`Int32Array\`: \`Atomics\` has nothing for a \`${view.type}\`.`;
  const steps = new Steps(facts);
  if (how === 'update')
    steps
      .a(target, `reads ${symbol}`)
      .b(node, `changes ${symbol} in another thread`)
      .a(node, 'writes what it made of the old value; the change of B is lost');
  else if (how === 'write')
    steps
      .a(node, `writes ${symbol}`)
      .b(target, `reads ${symbol} in another thread: still the old value`)
      .a(node, 'has nothing that makes B see the new one');
  else
    steps
      .a(target, `reads ${symbol}`)
      .b(target, `writes ${symbol} in another thread`)
      .a(target, 'may go on with the old value, and with what was written beside it in part');
  context.report({
    span: spanOf(tree, node),
    message: `\`${symbol}\` ${hazard} ${remedy}`,
    witness: steps.done(),
    fixes: () => (view.atomic ? fixesOf(facts, access, view) : []),
  });
}
