/** One function takes it and another gives it back: both stay, and pass on to a `FileLock` whose handle is kept. */
import { calleeOf, uses } from '../../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../../core/facts/facts.ts';
import { contains, isFunction, unwrap } from '../../../core/facts/shapes.ts';
import { mentions } from '../../../core/facts/tests.ts';
import { type AdhocLock, isOfAnother } from '../../../core/files/adhoc-lock.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { ownReturns, type Range } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { sweep } from '../../../core/rewrite/sweep.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import { holderOf } from './holder.ts';
import { fileLockImport } from './imports.ts';
import type { Replacement } from './plan.ts';
import { Protocol, takingOf } from './protocol.ts';

export function pairFix(facts: Facts, lock: AdhocLock): Replacement | undefined {
  const { tree } = facts;
  const protocol = new Protocol(facts, lock);
  const taker = takerOf(facts, lock, protocol);
  const path = taker && pathIn(facts, taker, lock.path);
  const body = taker?.node.body;
  if (!taker || !path || !body || tree.kind(body) !== K.Block || isStatic(taker)) return undefined;
  const taking = takingOf(facts, taker, [body]);
  const closure = returnedRelease(facts, protocol, body);
  if (!taking || !protocol.isOnly([body]) || !(closure || isPlainEnd(facts, taker, body))) return undefined;
  const giver = closure ? undefined : giverOf(facts, lock, taker);
  const givenPath = giver && pathIn(facts, giver, giverPath(facts, lock, giver));
  if (!closure && !(giver?.node.body && givenPath && protocol.isOnly([giver.node.body]))) return undefined;

  const runtime = fileLockImport(facts, !closure);
  if (!runtime) return undefined;
  const { semicolon, indent } = styleOf(tree);
  const draft = new Draft(tree);
  const gone: Range[] = [];
  const written: string[] = [];
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const rewrite = (block: Node, lines: readonly string[]) => {
    const own = indentAt(tree.text, startOf(tree, block));
    const text = `{${eol}${lines.map((line) => `${own}${indent}${line}${semicolon}${eol}`).join('')}${own}}`;
    draft.replaceNode(block, text);
    gone.push({ start: startOf(tree, block), end: block.end });
    written.push(text);
  };
  const limit = taking.limit ? `{ timeout: ${textOf(tree, taking.limit)} }`.replace('timeout: timeout', 'timeout') : '';
  const call = (method: string) =>
    taker.async
      ? `await new ${runtime.lock}(${path}).${method}(${limit})`
      : `new ${runtime.lock}(${path}).${method}Sync(${limit})`;

  const success = ownReturns(tree, [body]).some((r) => r.expression && tree.kind(r.expression) === K.TrueKeyword);
  const refusal = taking.refusal && bare(textOf(tree, taking.refusal));
  const holder = closure ? undefined : holderOf(facts, taker, lock, runtime.handle);
  const got = holder && !refusal ? holder.keep(path, call('acquire')) : undefined;
  const lines = got
    ? [got]
    : [
        `const lock = ${call(refusal ? 'tryAcquire' : 'acquire')}`,
        ...(refusal ? [`if (!lock) ${refusal}`] : []),
        ...(holder ? [holder.keep(path, 'lock')] : []),
      ];
  if (closure) lines.push(`return ${/^async\b/.test(textOf(tree, closure)) ? 'async ' : ''}() => lock.release()`);
  else if (success) lines.push('return true');
  rewrite(body, lines);
  if (giver && holder) rewrite(giver.node.body!, holder.give(givenPath!));
  holder?.declare(draft);
  sweep(facts, draft, gone, written.join('\n'), runtime.edits);
  const edits = draft.edits();
  return edits && { edits, gaveUp: taking.gaveUp };
}

/** Whoever tries in a loop around the function that makes the file takes the lock. */
function takerOf(facts: Facts, { create }: AdhocLock, protocol: Protocol): Fn | undefined {
  let fn = facts.functionOf(create.call);
  for (let depth = 0; depth < 3; depth++) {
    const callers = new Set(uses(facts, fn).map(({ node }) => facts.functionOf(node)));
    callers.delete(fn);
    const [only] = callers;
    const isInner = fn.member ? fn.member.access === 'private' : !facts.lookup(fn.name ?? '', fn.node)?.exported;
    if (!only?.node.body || callers.size > 1 || !isInner || !protocol.isOnly([only.node.body])) break;
    fn = only;
  }
  return fn.kind === 'module' || fn.kind === 'constructor' ? undefined : fn;
}

function giverOf(facts: Facts, { steps }: AdhocLock, taker: Fn): Fn | undefined {
  const reached = reachedFrom(facts, taker);
  const fns = steps
    .filter((step) => step.deed.does === 'delete' && step.call === step.deed.call && !isOfAnother(facts, step))
    .map(({ call }) => facts.functionOf(call))
    .filter((fn) => fn !== taker && fn.kind !== 'module' && fn.self === taker.self && !isStatic(fn));
  return fns.find((fn) => !reached.has(fn));
}

function reachedFrom(facts: Facts, from: Fn): ReadonlySet<Fn> {
  const found = new Set<Fn>();
  const work = [from];
  for (let fn = work.pop(); fn; fn = work.pop()) {
    for (const call of facts.calls) {
      const callee = contains(fn.node, call) ? calleeOf(facts, call) : undefined;
      if (callee && !found.has(callee)) work.push(callee);
      if (callee) found.add(callee);
    }
  }
  return found;
}

function giverPath(facts: Facts, { steps }: AdhocLock, giver: Fn): Node {
  const step = steps.find(({ call, deed }) => deed.does === 'delete' && facts.functionOf(call) === giver)!;
  return step.paths[0]!.node;
}

/** How the path is written where nothing of the body is left; undefined where that can't be said. */
function pathIn(facts: Facts, fn: Fn, node: Node): string | undefined {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  const binding = tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  const isLocal = (b: Binding) => b.scope.fn === fn && b.kind !== 'parameter';
  const from =
    binding && isLocal(binding) && facts.isConstant(binding) && binding.path?.length === 0 ? binding.init : inner;
  if (!from) return undefined;
  const isHidden = (n: Node) => {
    const b = tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    return !!b && (isLocal(b) || (b.scope.fn !== fn && b.scope.fn.kind !== 'module'));
  };
  return mentions(facts, from, isHidden) ? undefined : textOf(tree, from);
}

/** It answers with nothing, or says by `true` and `false` whether it was got. */
function isPlainEnd(facts: Facts, fn: Fn, body: Node): boolean {
  const { tree } = facts;
  return ownReturns(tree, [body]).every(({ expression }) => {
    if (!expression) return true;
    const k = tree.kind(expression);
    if (k === K.TrueKeyword || k === K.FalseKeyword) return true;
    // It tries once more.
    const inner = unwrap(tree, k === K.AwaitExpression ? expression.expression! : expression);
    return tree.kind(inner) === K.CallExpression && calleeOf(facts, inner) === fn;
  });
}

/** `return () => unlink(lockPath);` */
function returnedRelease(facts: Facts, protocol: Protocol, body: Node): Node | undefined {
  const returned = ownReturns(facts.tree, [body]).flatMap((r) => r.expression ?? []);
  const releases = returned.filter((node) => isFunction(facts.tree, node) && protocol.touches(node));
  return releases.length && releases.length === returned.length ? releases[0] : undefined;
}

function isStatic({ member }: Fn): boolean {
  return !!member?.isStatic;
}

function bare(statement: string): string {
  return statement.replace(/;\s*$/, '');
}
