/** The run keeps the controller it began under in a local, and looks at that one. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { contains, unwrap } from '../../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { freeLocal } from '../../../core/rewrite/names.ts';
import { placeOf } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Reset } from '../detect.ts';
import type { Flag, Site } from '../flags.ts';
import { isHandle, type Poll, pollsOf } from '../polls.ts';

export function captureFixes(facts: Facts, { flag, how }: Reset): Fix[] {
  const edits = everyRun(facts, flag);
  if (!edits) return [];
  const smaller = how === 'lost' ? '' : '; what it replaces is still aborted by nobody';
  const isReplaced = how === 'restart' && !flag.cancels.some((c) => flag.resets.some((r) => r.fn === c.fn));
  return [
    {
      title: `Keep the controller of each run in a local${isReplaced ? smaller : ''}`,
      tier: 'safe',
      edits: () => edits,
    },
  ];
}

function everyRun(facts: Facts, flag: Flag): TextEdit[] | undefined {
  const draft = new Draft(facts.tree);
  for (const poll of pollsOf(facts, flag)) {
    if (poll.helper || poll.fn.kind === 'module') return undefined;
    const reset = flag.resets.findLast(({ fn, node }) => fn === poll.fn && node.end <= poll.node.pos);
    const done = reset ? keepMade(facts, draft, flag, reset) : keepGiven(facts, draft, flag, poll);
    if (!done) return undefined;
  }
  return draft.edits();
}

/** `this.controller = new AbortController()`: the local first, in front of all that looks at it, where it is not there yet. */
function keepMade(facts: Facts, draft: Draft, flag: Flag, { fn, node }: Site): boolean {
  const { tree } = facts;
  const reads = readsIn(facts, flag, fn).filter((read) => read.pos >= node.end);
  const made = unwrap(tree, node.right!);
  if (tree.kind(made) === K.Identifier) {
    const scope = facts.resolve(made)?.scope.node;
    if (
      !scope ||
      !reads.every((read) => contains(scope, read) && facts.lookup(made.text!, read) === facts.resolve(made))
    )
      return false;
    for (const read of reads) replaceRead(facts, draft, read.expression!, made.text!);
    return true;
  }
  const statement = node.parent;
  if (tree.kind(statement) !== K.ExpressionStatement) return false;
  // Up through `try` blocks until the list of statements holds all reads.
  let at = statement;
  for (;;) {
    const list = placeOf(tree, at)?.list;
    if (!list) return false;
    if (reads.every((read) => contains(list, read))) break;
    const attempt = list.parent;
    if (tree.kind(attempt) !== K.TryStatement || attempt.tryBlock !== list) return false;
    at = attempt;
  }
  const { semicolon } = styleOf(tree);
  const local = freeLocal(facts, fn, namesFor(facts, node));
  const start = startOf(tree, at);
  draft.insert(start, `const ${local} = ${textOf(tree, node.right!)}${semicolon}\n${indentAt(tree.text, start)}`);
  draft.replaceNode(node.right!, local);
  for (const read of reads) replaceRead(facts, draft, read.expression!, local);
  return true;
}

function namesFor({ tree }: Facts, { right }: Node): string[] {
  const isSource = /Source\b/.test(textOf(tree, right!));
  return isSource ? ['source', 'tokenSource', 'ownSource'] : ['controller', 'abortController', 'ownController'];
}

/** The signal that the function finds when it begins. */
function keepGiven(facts: Facts, draft: Draft, flag: Flag, { fn }: Poll): boolean {
  const { tree } = facts;
  const first = fn.node.body?.statements?.[0];
  const reads = readsIn(facts, flag, fn);
  const path = reads[0]?.expression;
  if (!first || !path || reads.some((read) => /[?!]/.test(textOf(tree, read)))) return false;
  const { semicolon } = styleOf(tree);
  const handle = reads[0]!.name!.text!;
  const wanted =
    handle === 'token' ? ['token', 'cancellationToken', 'ownToken'] : ['signal', 'abortSignal', 'ownSignal'];
  const local = freeLocal(facts, fn, wanted);
  const start = startOf(tree, first);
  const from = textOf(tree, path);
  const declared = local === handle ? `{ ${handle} } = ${from}` : `${local} = ${from}.${handle}`;
  draft.insert(start, `const ${declared}${semicolon}\n${indentAt(tree.text, start)}`);
  for (const read of reads) {
    const isShorthand = tree.kind(read.parent) === K.PropertyAssignment && read.parent.name?.text === local;
    draft.replaceNode(isShorthand ? read.parent : read, local);
  }
  return true;
}

/** `controller.signal`, wherever it is looked at anew. */
function readsIn(facts: Facts, { location }: Flag, fn: Fn): Node[] {
  const handles = [...(facts.accesses.get('signal') ?? []), ...(facts.accesses.get('token') ?? [])];
  return handles.filter((node) => contains(fn.node, node) && isHandle(facts, location, node));
}

/** `this.controller?.signal` and `this.controller!.signal`: the local is always there. */
function replaceRead({ tree }: Facts, draft: Draft, path: Node, local: string): void {
  const access = path.parent;
  const start = startOf(tree, path);
  draft.replace(start, startOf(tree, access.name!), `${local}.`);
}
