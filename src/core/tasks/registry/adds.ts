/** `add` becomes `track`; what takes the entry out when the task ends goes, for the registry does that. */
import type { Binding } from '../../facts/facts.ts';
import { contains, isFunction, unwrap, wrapped } from '../../facts/shapes.ts';
import { moved } from '../../rewrite/draft.ts';
import { placeOf } from '../../rewrite/statements.ts';
import { indentAt, styleOf } from '../../rewrite/style.ts';
import type { Node } from '../../syntax.ts';
import { K, startOf, textOf } from '../../syntax.ts';
import type { Use } from '../uses.ts';
import { type End, takeOut } from './ends.ts';
import { type Job, Stays } from './job.ts';
import { optionsOf } from './options.ts';

export function rewriteAdds(job: Job): void {
  for (const add of job.collection.uses) {
    if (add.kind !== 'add') continue;
    const own = job.completions.filter((c) => c.add === add);
    rewriteAdd(
      job,
      add,
      own.flatMap((first, i) => {
        // Both handlers of one `.then` may take the entry out.
        const same = own.filter((c) => c.chain === first.chain);
        if (own.findIndex((c) => c.chain === first.chain) !== i) return [];
        const left = takeOut(job, same);
        return same.map((completion) => ({ ...completion, ...left }));
      }),
    );
    job.handled.add(add.node);
  }
}

function rewriteAdd(job: Job, add: Use, completions: readonly End[]): void {
  const { facts, draft, removed, quietly } = job;
  const { tree } = facts;
  const statement = wrapped(tree, add.at).parent;
  const value = add.value && unwrap(tree, add.value);
  if (!statement || !value) throw new Stays('a task is added without a value');
  const isArrow = tree.kind(statement) === K.ArrowFunction;
  const isVoid = tree.kind(statement) === K.VoidExpression;
  if (!isArrow && !isVoid && tree.kind(statement) !== K.ExpressionStatement)
    throw new Stays(`the value of \`${textOf(tree, add.at.expression ?? add.at)}\` is used`);
  if (add.at.expression?.questionDotToken) throw new Stays('it may be missing');
  const end = styleOf(tree).semicolon;
  const left = completions.find((c) => c.left)?.left;
  const made = isArrow || isVoid || left ? undefined : madeHere(job, value, statement, completions);
  if (!made) {
    const task = () => (left ? draft.textOf(left) : taskOf(job, value, completions));
    draft.replaceNode(isVoid ? statement : add.at, () => `void ${trackCall(job, add, task(), left ?? value, add.at)}`);
    return;
  }
  removed.add(statement);
  quietly.add(statement);
  const { init, statement: declared } = made;
  const call = () => trackCall(job, add, taskOf(job, init, completions), init, declared);
  if (made.others) draft.replaceNode(init, call);
  else draft.replaceNode(declared, () => `void ${call()}${end}`);
}

interface Made {
  readonly init: Node;
  readonly statement: Node;
  /** The variable has uses besides. */
  readonly others: boolean;
}

/** The variable of the task is declared beside the add: its value can be tracked where it's made. */
function madeHere(
  { facts, removed }: Job,
  value: Node,
  statement: Node,
  completions: readonly End[],
): Made | undefined {
  const { tree } = facts;
  const binding: Binding | undefined = tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
  const declaration = binding?.declaration;
  if (
    !binding?.init ||
    !declaration ||
    tree.kind(declaration) !== K.VariableDeclaration ||
    declaration.parent.declarations?.length !== 1
  )
    return undefined;
  const init = binding.init;
  const declared = declaration.parent.parent;
  const here = placeOf(tree, statement);
  const there = placeOf(tree, declared);
  const isInside = completions.some(({ chain, fn }) => contains(init, chain ?? fn.node));
  if (!facts.isConstant(binding) || !here || here.list !== there?.list) {
    if (isInside) throw new Stays('a task is added elsewhere than it is made');
    return undefined;
  }
  const isGone = (use: Node) =>
    contains(statement, use) ||
    [...removed].some((s) => contains(s, use)) ||
    completions.some(({ chain, remove, dropped }) => contains(remove.at, use) || (dropped && isBehind(chain!, use)));
  const others = !facts.references(binding).every(isGone);
  if (isInside) return { init, statement: declared, others };
  return !others && here.index === there.index + 1 ? { init, statement: declared, others: false } : undefined;
}

/** In the arguments of the call, which go; what it is called on stays. */
function isBehind(chain: Node, use: Node): boolean {
  return contains(chain, use) && use.pos >= chain.expression!.end;
}

/** `from`: where the text of the task stands now; its lines move with it. */
function trackCall(job: Job, add: Use, task: string, from: Node, at: Node): string {
  const { tree } = job.facts;
  const options = optionsOf(job, add);
  const callee = `${textOf(tree, add.node)}.track`;
  const indent = indentAt(tree.text, startOf(tree, at));
  const now = indentAt(tree.text, startOf(tree, from));
  const isOpen = /[({[]$|=>$/.test(task.split('\n')[0]!.trimEnd());
  if (!task.includes('\n') || isOpen) return `${callee}(${[moved(task, now, indent), ...options].join(', ')})`;
  const deeper = indent + styleOf(tree).indent;
  const lines = [moved(task, now, deeper), ...options].map((line) => `${deeper}${line},\n`);
  return `${callee}(\n${lines.join('')}${indent})`;
}

/** A task that is an async function called on the spot is handed over uncalled: it is tracked before it runs. */
function taskOf({ facts, draft }: Job, value: Node, completions: readonly End[]): string {
  const { tree } = facts;
  const inner = unwrap(tree, value);
  const called =
    tree.kind(inner) === K.CallExpression && !inner.arguments?.length ? unwrap(tree, inner.expression!) : undefined;
  const isOwn = called && isFunction(tree, called) && completions.some(({ fn }) => fn.node === called);
  return draft.textOf(isOwn ? called : value);
}
