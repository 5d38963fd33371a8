/** The code that takes an entry out when its task ends goes, with the handler, the test and the index it needs. */
import { functionOfBinding } from '../../facts/callgraph.ts';
import type { Fn } from '../../facts/facts.ts';
import { contains, isFloating, isFunction, unwrap, wrapped } from '../../facts/shapes.ts';
import { placeOf, statementOf } from '../../rewrite/statements.ts';
import type { Node } from '../../syntax.ts';
import { K, textOf } from '../../syntax.ts';
import { type Completion, endOfChain } from '../completions.ts';
import type { Use } from '../uses.ts';
import { type Job, Stays } from './job.ts';

export interface End extends Completion, Left {}

interface Left {
  /** The whole `.finally(…)` goes. */
  readonly dropped: boolean;
  /** What the end of the task does besides: a chain of its own, which is tracked instead of the task. */
  readonly left: Node | undefined;
}

export function takeOut(job: Job, completions: readonly Completion[]): Left {
  const { facts, removed } = job;
  const { tree } = facts;
  const [first] = completions;
  const chain = first?.chain;
  const group = completions.flatMap(({ remove }) => removalOf(job, remove));
  for (const use of job.collection.uses) {
    if (group.some((node) => contains(node, use.node))) job.handled.add(use.node);
    else if (chain && completions.some(({ fn }) => contains(fn.node, use.node)))
      throw new Stays('the end of a task looks at the others');
  }
  const handlers = chain?.arguments?.map((argument) => handlerOf(job, argument)) ?? [];
  if (!chain || !handlers.every((handler) => handler && isEmptied(job, handler, group))) {
    for (const node of group) {
      if (!placeOf(tree, node)) throw new Stays('the end of a task does more than take it out');
      removed.add(node);
    }
    return { dropped: false, left: first && chainBeside(job, first) };
  }
  for (const handler of handlers) {
    const declaration = handler && statementOf(tree, handler.node);
    if (handler && !contains(chain, handler.node) && declaration) removed.add(declaration);
  }
  dropLink(job, chain);
  return { dropped: true, left: undefined };
}

/** `job.finally(() => { … });` as a statement beside the add. */
function chainBeside({ facts, removed, quietly }: Job, { add, chain, binding }: Completion): Node | undefined {
  const { tree } = facts;
  const end = chain && endOfChain(facts, chain);
  const receiver = chain?.expression?.expression;
  const statement = end && statementOf(tree, end);
  const beside = statementOf(tree, add.at);
  if (!receiver || !statement || !isFloating(tree, end) || tree.kind(receiver) !== K.Identifier) return undefined;
  if (facts.resolve(receiver) !== binding || placeOf(tree, statement)?.list !== (beside && placeOf(tree, beside)?.list))
    return undefined;
  removed.add(statement);
  quietly.add(statement);
  return end;
}

/** The function that an argument of `.then` names or is. */
function handlerOf({ facts }: Job, argument: Node): Fn | undefined {
  const inner = unwrap(facts.tree, argument);
  if (isFunction(facts.tree, inner)) return facts.functionAt(inner);
  const binding = facts.tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  const fn = binding && functionOfBinding(facts, binding);
  // A named handler goes with the chain, if only chains use it.
  const isOnlyHandler = binding && facts.references(binding).every((use) => use.parent.arguments?.includes(use));
  return isOnlyHandler ? fn : undefined;
}

/** Nothing is left of it without the removal: at most the value, or the error, that it passes on. */
function isEmptied({ facts }: Job, { node }: Fn, group: readonly Node[]): boolean {
  const { tree } = facts;
  const { body } = node;
  if (!body) return false;
  if (tree.kind(body) !== K.Block) return group.includes(unwrap(tree, body));
  const left = (body.statements ?? []).filter((statement) => !group.includes(statement));
  const parameter = node.parameters?.[0]?.name?.text;
  return left.every((statement) => {
    const k = tree.kind(statement);
    return (
      (k === K.ReturnStatement || k === K.ThrowStatement) &&
      parameter !== undefined &&
      !!statement.expression &&
      textOf(tree, statement.expression) === parameter
    );
  });
}

/** The statements that take one entry out, with the test and the index that they need. */
function removalOf({ facts }: Job, remove: Use): Node[] {
  const { tree } = facts;
  const parent = wrapped(tree, remove.at).parent;
  if (parent && tree.kind(parent) === K.ArrowFunction) return [remove.at];
  if (!parent || tree.kind(parent) !== K.ExpressionStatement)
    throw new Stays(`the value of \`${textOf(tree, remove.at.expression ?? remove.at)}\` is used`);
  let statement = parent;
  const block = statement.parent;
  const holder = tree.kind(block) === K.Block && block.statements?.length === 1 ? block.parent : block;
  if (tree.kind(holder) === K.IfStatement && contains(holder.thenStatement!, statement)) {
    const { elseStatement } = holder;
    const fails =
      elseStatement && (elseStatement.statements ?? [elseStatement]).every((s) => tree.kind(s) === K.ThrowStatement);
    if (elseStatement && !fails) throw new Stays('the end of a task does more than take it out');
    statement = holder;
  }
  const group = [statement];
  // `const i = x.indexOf(p)`
  const index = remove.at.arguments?.[0];
  const declared =
    index && tree.kind(index) === K.Identifier && remove.value !== index ? facts.resolve(index) : undefined;
  const declaration = declared?.kind === 'const' ? statementOf(tree, declared.ident) : undefined;
  if (declaration) group.unshift(declaration);
  return group;
}

/** `p.finally(f)` → `p`; as a statement of its own it goes. */
function dropLink({ facts, removed, draft }: Job, chain: Node): void {
  const { tree } = facts;
  const receiver = chain.expression!.expression!;
  const end = endOfChain(facts, chain);
  const outer = wrapped(tree, end).parent;
  const statement = outer && tree.kind(outer) === K.VoidExpression ? outer.parent : outer;
  const isStatement =
    statement && tree.kind(statement) === K.ExpressionStatement && tree.kind(receiver) === K.Identifier;
  if (isStatement && (end === chain || ignores(facts.tree, end, chain))) removed.add(statement);
  else draft.remove(receiver.end, chain.end);
}

/** After `chain` come only handlers that do nothing: `.catch(() => {})`. */
function ignores(tree: Job['facts']['tree'], end: Node, chain: Node): boolean {
  for (let at = end; at !== chain; at = unwrap(tree, at.expression!.expression!)) {
    if (!at.arguments?.every((a) => /^(noop|\(\w*\)\s*=>\s*(\{\s*\}|undefined|null|void 0))$/.test(textOf(tree, a))))
      return false;
  }
  return true;
}
