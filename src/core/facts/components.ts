/** React's words: state setters, refs, effects and what they depend on. */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { callbackOf, functionOfBinding } from './callgraph.ts';
import type { Binding, Facts, Fn } from './facts.ts';
import { calleeName, unwrap, wrapped } from './shapes.ts';

export interface Effect {
  /** `useEffect(…)` */
  readonly call: Node;
  readonly run: Fn;
  /** Undefined: it runs after every render. */
  readonly deps: readonly Node[] | undefined;
}

/** The effect that a function is the callback of. */
export function effectOf(facts: Facts, fn: Fn): Effect | undefined {
  const callback = callbackOf(facts, fn.node);
  if (callback?.index !== 0 || !/^use(\w*[a-z])?Effect$/.test(calleeName(facts.tree, callback.call) ?? ''))
    return undefined;
  const list = callback.call.arguments?.[1];
  if (list && facts.tree.kind(list) !== K.ArrayLiteralExpression) return undefined;
  return { call: callback.call, run: fn, deps: list?.elements };
}

/** `setResults` of `const [results, setResults] = useState()`, or one that a component is given. */
export function stateSetter(facts: Facts, callee: Node): Binding | undefined {
  const inner = unwrap(facts.tree, callee);
  if (facts.tree.kind(inner) !== K.Identifier || !/^set[A-Z]/.test(inner.text ?? '')) return undefined;
  const binding = facts.resolve(inner);
  if (!binding || binding.scope.fn.kind === 'module' || functionOfBinding(facts, binding)) return undefined;
  // `const setPage = useCallback(…)` does more than to set.
  const init = binding.init && unwrap(facts.tree, binding.init);
  const isWrapped = !!init && facts.tree.kind(binding.declaration) === K.VariableDeclaration;
  return isWrapped ? undefined : binding;
}

/** `results` beside `setResults`. */
export function stateOf(facts: Facts, setter: Binding): Binding | undefined {
  const { parent } = setter.declaration;
  const first = facts.tree.kind(parent) === K.ArrayBindingPattern ? parent.elements?.[0] : undefined;
  return first?.name && facts.bindings.find((b) => b.ident === first.name);
}

/** `const box = useRef()` */
export function isRef(facts: Facts, { init }: Binding): boolean {
  const made = init && unwrap(facts.tree, init);
  return !!made && facts.tree.kind(made) === K.CallExpression && /^use\w*Ref$/.test(calleeName(facts.tree, made) ?? '');
}

/** The name that holds a function, through `useCallback` and its like: `const load = useCallback(async () => …, [])`. */
export function holderOf(facts: Facts, fn: Fn): Binding | undefined {
  let at = wrapped(facts.tree, fn.node);
  for (let depth = 0; depth < 3; depth++) {
    const { parent } = at;
    if (!parent) return undefined;
    const k = facts.tree.kind(parent);
    if (k === K.VariableDeclaration) return facts.bindings.find((b) => b.ident === parent.name);
    if (k !== K.CallExpression || parent.arguments?.[0] !== at) break;
    at = wrapped(facts.tree, parent);
  }
  return facts.bindings.find((b) => b.kind === 'function' && b.declaration === fn.node);
}
