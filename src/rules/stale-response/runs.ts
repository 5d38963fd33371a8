/** What begins one run of a component's code after another: an effect whose inputs change, an event, a hand. */
import { callbackUse } from '../../core/facts/callbacks.ts';
import { callbackOf } from '../../core/facts/callgraph.ts';
import { type Effect, effectOf, holderOf, isRef, stateSetter } from '../../core/facts/components.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName, contains, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { mentions } from '../../core/facts/tests.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { Leaf } from './leaves.ts';

export interface Run {
  readonly how: 'effect' | 'event' | 'hand';
  /** What runs anew. */
  readonly fn: Fn;
  readonly effect: Effect | undefined;
  /** The function that holds the write is called here; undefined where it stands in `fn`. */
  readonly call: Node | undefined;
}

export function runsOf(facts: Facts, fn: Fn, component: Fn, depth = 0): Run[] {
  const runs: Run[] = [];
  let top = fn;
  for (let at: Fn | undefined = fn; at && at !== component; at = at.parent) {
    const effect = effectOf(facts, at);
    if (effect) return effect.deps?.length === 0 ? runs : [{ how: 'effect', fn: at, effect, call: undefined }, ...runs];
    const how = begunBy(facts, at);
    if (how) runs.push({ how, fn: at, effect: undefined, call: undefined });
    // What is only handed to an event does not run because of what stands around it.
    if (how === 'event' && !isCalled(facts, at)) return runs;
    top = at;
  }
  const holder = top.parent === component ? holderOf(facts, top) : undefined;
  if (!holder || depth > 2) return runs;
  const called = facts.references(holder).flatMap((use): Run[] => {
    if (contains(top.node, use)) return [];
    const { parent } = wrapped(facts.tree, use);
    const user = facts.functionOf(use);
    const call = parent && facts.tree.kind(parent) === K.CallExpression ? parent : undefined;
    if (!call || user === component || !contains(component.node, user.node)) return [];
    return runsOf(facts, user, component, depth + 1).map((run) => ({ ...run, call: depth ? undefined : call }));
  });
  return [...called, ...runs].sort((a, b) => rank(a) - rank(b));
}

/** An event or a hand runs it, inline or by its name. */
function begunBy(facts: Facts, fn: Fn): Exclude<Run['how'], 'effect'> | undefined {
  const holder = holderOf(facts, fn);
  for (const node of [fn.node, ...(holder ? facts.references(holder) : [])]) {
    const { parent } = wrapped(facts.tree, node);
    if (parent && facts.tree.kind(parent) === K.JsxExpression) return 'hand';
    const callback = callbackOf(facts, node);
    const name = callback && calleeName(facts.tree, callback.call);
    if (name && !hook.test(name) && callbackUse(facts, callback.call) === 'event') return 'event';
  }
  return undefined;
}

const rank = ({ how }: Run): number => ['effect', 'event', 'hand'].indexOf(how);

function isCalled(facts: Facts, fn: Fn): boolean {
  const holder = holderOf(facts, fn);
  return (holder ? facts.references(holder) : []).some((use) => {
    const { parent } = wrapped(facts.tree, use);
    return !!parent && facts.tree.kind(parent) === K.CallExpression && parent.expression === wrapped(facts.tree, use);
  });
}

const hook = /^use[A-Z]/;

/** What the result depends on can differ from one run to the next. */
export function varies(facts: Facts, leaf: Leaf, run: Run, depth = 0): boolean {
  const { binding, node } = leaf;
  if (!binding) return false;
  const owner = binding.scope.fn;
  if (binding.kind === 'parameter' && owner !== run.fn && !isComponentProp(run, binding)) {
    // Of a function on the way: what it is given where it is called.
    const index = parameterIndex(facts, owner, binding);
    return (
      depth < 2 &&
      callsOf(facts, owner, run).some((call) => {
        const given = call.arguments?.[index];
        return !!given && mentionsVarying(facts, given, leaf, run, depth);
      })
    );
  }
  if (binding.kind === 'parameter' && owner === run.fn) return run.how !== 'effect';
  if (!contains(owner.node, run.fn.node)) return false;
  // One of many that are shown: each has a button of its own.
  const many = binding.kind === 'parameter' ? callbackOf(facts, owner.node) : undefined;
  if (many && callbackUse(facts, many.call) === 'parallel') return run.how === 'hand';
  if (isStable(facts, binding)) return false;
  // What a hand finds in the component is what the page shows.
  if (run.how !== 'effect') return false;
  return !run.effect?.deps || allDeps(facts, run.effect.deps).some((dep) => isSame(facts, dep, node));
}

/** Those of callbacks among them too: `[load]` of `const load = useCallback(…, [query])`. */
function allDeps(facts: Facts, deps: readonly Node[]): readonly Node[] {
  return deps.flatMap((dep) => {
    const init = facts.tree.kind(dep) === K.Identifier ? facts.resolve(dep)?.init : undefined;
    const made = init && unwrap(facts.tree, init);
    const own = made && hook.test(calleeName(facts.tree, made) ?? '') ? made.arguments?.[1]?.elements : undefined;
    return own ? [dep, ...own] : [dep];
  });
}

function mentionsVarying(facts: Facts, given: Node, leaf: Leaf, run: Run, depth: number): boolean {
  return mentions(facts, given, (n) => {
    const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    return !!binding && varies(facts, { ...leaf, node: n, binding }, run, depth + 1);
  });
}

function isComponentProp(run: Run, { scope }: Binding): boolean {
  return scope.fn !== run.fn && contains(scope.fn.node, run.fn.node);
}

function parameterIndex(facts: Facts, { node }: Fn, binding: Binding): number {
  void facts;
  return (node.parameters ?? []).findIndex((p) => contains(p, binding.ident));
}

function callsOf(facts: Facts, fn: Fn, { fn: run, call }: Run): Node[] {
  if (call && holderCalled(facts, fn, call)) return [call];
  const holder = holderOf(facts, fn);
  const uses = holder ? facts.references(holder) : [];
  return uses.flatMap((use) => {
    const { parent } = wrapped(facts.tree, use);
    return parent && facts.tree.kind(parent) === K.CallExpression && contains(run.node, parent) ? [parent] : [];
  });
}

function holderCalled(facts: Facts, fn: Fn, call: Node): boolean {
  const callee = call.expression && unwrap(facts.tree, call.expression);
  const holder = holderOf(facts, fn);
  return !!holder && !!callee && facts.tree.kind(callee) === K.Identifier && facts.resolve(callee) === holder;
}

/** Setters, refs, and what hooks make to stay the same. */
function isStable(facts: Facts, binding: Binding): boolean {
  if (isRef(facts, binding) || stateSetter(facts, binding.ident)) return true;
  const init = binding.init && unwrap(facts.tree, binding.init);
  if (!init) return false;
  return (
    !!facts.functionAt(init) ||
    /^(useCallback|useDispatch|useStore\w*|useTranslation|useContext)$/.test(calleeName(facts.tree, init) ?? '')
  );
}

/** `props.id` of `[props.id]`; `id` of `[id.text]`. */
function isSame({ tree }: Facts, dep: Node, node: Node): boolean {
  const a = textOf(tree, dep).replaceAll('?.', '.');
  const b = textOf(tree, node).replaceAll('?.', '.');
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`) || b.startsWith(`${a}[`);
}
