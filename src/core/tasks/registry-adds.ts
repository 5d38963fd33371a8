/** `add` becomes `track`; what takes the entry out when the task ends goes, for the registry does that. */
import { functionOfBinding } from '../facts/callgraph.ts';
import type { Binding, Fn } from '../facts/facts.ts';
import { guardsOf } from '../facts/guards.ts';
import { calleeName, contains, isFloating, isFunction, unwrap, wrapped } from '../facts/shapes.ts';
import { moved } from '../rewrite/draft.ts';
import { placeOf, statementOf } from '../rewrite/statements.ts';
import { indentAt, styleOf } from '../rewrite/style.ts';
import type { Node } from '../syntax.ts';
import { K, startOf, textOf } from '../syntax.ts';
import { type Completion, endOfChain } from './completions.ts';
import { type Job, Stays } from './registry.ts';
import type { Use } from './uses.ts';

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
        const left = takeOutCompletion(job, same);
        return same.map((completion) => ({ ...completion, ...left }));
      }),
    );
    job.handled.add(add.node);
  }
}

interface End extends Completion, Left {}

interface Left {
  /** The whole `.finally(…)` goes. */
  readonly dropped: boolean;
  /** What the end of the task does besides: a chain of its own, which is tracked instead of the task. */
  readonly left: Node | undefined;
}

function takeOutCompletion(job: Job, completions: readonly Completion[]): Left {
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
    completions.some(({ chain, remove, dropped }) => contains(remove.at, use) || (dropped && contains(chain!, use)));
  const others = !facts.references(binding).every(isGone);
  if (isInside) return { init, statement: declared, others };
  return !others && here.index === there.index + 1 ? { init, statement: declared, others: false } : undefined;
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

/**
 * The key becomes the id, if somebody asks for entries by it. Where it may be in use, the newer task takes it over, as
 * an entry of a Map is overwritten.
 */
function optionsOf({ facts, collection }: Job, add: Use): string[] {
  const { tree } = facts;
  const isAsked = collection.uses.some((use) => use.kind === 'query');
  if (!add.key || (!isAsked && isUsedBesides(facts, collection, add.key))) return [];
  const key = textOf(tree, add.key);
  const { quote } = styleOf(tree);
  const id = key === 'id' ? 'id' : `id: ${key}`;
  return [isFree(facts, collection, add) ? `{ ${id} }` : `{ ${id}, onDuplicate: ${quote}replace${quote} }`];
}

/** Without the id, the variable of the key would be left unused. */
function isUsedBesides(facts: Job['facts'], { uses }: Job['collection'], key: Node): boolean {
  const inner = unwrap(facts.tree, key);
  const binding = facts.tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  if (!binding) return true;
  const isOurs = (node: Node) =>
    uses.some((use) => (use.kind === 'add' || use.kind === 'remove') && contains(use.key ?? use.node, node));
  return !facts.references(binding).every(isOurs);
}

const unique = /^(Symbol|randomUUID|uuid\w*|v4|nanoid|createId|ulid|cuid)$/;

/** No entry has the key: that is tested in this segment, or the key is new. */
function isFree(facts: Job['facts'], { location }: Job['collection'], add: Use): boolean {
  const prefix = `${location.key}[`;
  const ops = facts.graph(add.fn).blocks.flatMap((block) => block.ops);
  const op = ops.find((o) => o.node === add.at && o.op === 'write');
  if (op && [...(guardsOf(facts, add.fn).at(op)?.tested ?? [])].some((key) => key.startsWith(prefix))) return true;
  const key = unwrap(facts.tree, add.key!);
  const init = facts.tree.kind(key) === K.Identifier ? facts.resolve(key)?.init : undefined;
  return !!init && facts.tree.kind(init) === K.CallExpression && unique.test(calleeName(facts.tree, init) ?? '');
}
