/** Code of a component that events or several effects run: a ref counts its runs. */
import { isRef } from '../../../core/facts/components.ts';
import type { Binding, Facts, Fn } from '../../../core/facts/facts.ts';
import { calleeName, contains, receiverOf, unwrap } from '../../../core/facts/shapes.ts';
import type { Fix } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { statementOf } from '../../../core/rewrite/statements.ts';
import { indentAt, lineEnd, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import { startOfRun } from './begin.ts';
import { checkFor } from './check.ts';

export function refFix(facts: Facts, { write, run }: Candidate): Fix | undefined {
  const { state } = write;
  if (!state || !run) return undefined;
  const { tree } = facts;
  let top = write.fn;
  while (top.parent && top.parent !== state.scope.fn) top = top.parent;
  // The run that counts is the one that asks.
  const asks = contains(run.fn.node, write.node) ? run.fn : top;
  const made = statementOf(tree, state.declaration);
  const begin = startOfRun(facts, asks, write);
  const check = checkFor(facts, write);
  if (!check) return undefined;
  const draft = new Draft(tree);
  const { semicolon } = styleOf(tree);
  const counted = turnOf(facts, asks);
  let { turn, ref } = counted ?? {};
  if (!turn || !ref) {
    const hook = made && useRef(facts, state);
    if (!made || !begin || !hook || facts.functionOf(made) !== state.scope.fn) return undefined;
    const bare = state.name.replace(/^set/, '').replace(/Ref$/, '');
    const wanted = `latest${bare[0]!.toUpperCase()}${bare.slice(1)}`;
    const known = facts.bindings.find((b) => b.name === wanted && b.scope === state.scope && isRef(facts, b));
    ref = known ? wanted : freeLocal(facts, state.scope.fn, [wanted]);
    turn = freeLocal(facts, asks, ['turn', 'run', 'attempt']);
    if (!known) {
      hook.add(draft);
      const indent = indentAt(tree.text, startOf(tree, made));
      draft.insert(lineEnd(tree.text, made.end), `\n${indent}const ${ref} = ${hook.text}(0)${semicolon}`);
    }
    const own = indentAt(tree.text, startOf(tree, begin));
    draft.insert(startOf(tree, begin), `const ${turn} = ++${ref}.current${semicolon}\n${own}`);
  }
  check.insert(draft, `${turn} !== ${ref}.current`, `${turn} === ${ref}.current`);
  const edits = draft.edits();
  return (
    edits && {
      title: 'Keep the answer only if no later run has begun',
      tier: check.onlyState ? 'safe' : 'suggestion',
      edits: () => edits,
    }
  );
}

/** `const turn = ++latest.current`: the run counts already. */
function turnOf(facts: Facts, fn: Fn): { turn: string; ref: string } | undefined {
  for (const { scope, init, name } of facts.bindings) {
    const ref = scope.fn === fn && init ? /^\+\+(\w+)\.current$/.exec(textOf(facts.tree, init))?.[1] : undefined;
    if (ref) return { turn: name, ref };
  }
  return undefined;
}

/** `useRef` from where `useState` comes from. */
function useRef(facts: Facts, state: Binding): { text: string; add(draft: Draft): void } | undefined {
  const { tree } = facts;
  const made = state.init && unwrap(tree, state.init);
  if (!made || tree.kind(made) !== K.CallExpression || isRef(facts, state)) return undefined;
  if (calleeName(tree, made) !== 'useState') return undefined;
  const receiver = receiverOf(tree, made);
  if (receiver) return { text: `${textOf(tree, receiver)}.useRef`, add: () => {} };
  const imported = facts.resolve(unwrap(tree, made.expression!));
  const known = facts.bindings.find((b) => b.name === 'useRef' && b.kind === 'import');
  if (known) return { text: 'useRef', add: () => {} };
  if (!imported?.importedFrom || facts.identifiers.has('useRef')) return undefined;
  const specifier: Node = imported.declaration;
  return { text: 'useRef', add: (draft) => draft.insert(startOf(tree, specifier), 'useRef, ') };
}
