/** Takes statements away, and what would stand empty without them: a `finally`, an `if`, a `try`. */
import { isFunction } from '../../facts/shapes.ts';
import { dedented } from '../../rewrite/draft.ts';
import { commentsIn, linesOf } from '../../rewrite/statements.ts';
import { styleOf, wholeLines } from '../../rewrite/style.ts';
import type { Node } from '../../syntax.ts';
import { K, startOf } from '../../syntax.ts';
import { type Job, Stays } from './job.ts';

export function removeStatements(job: Job): void {
  const { tree } = job.facts;
  const done = new Set<Node>();
  for (const statement of [...job.removed]) {
    let at = statement;
    // A block that only loses statements goes with them, where nothing else needs it.
    while (isEmptied(job, at.parent)) {
      const block = at.parent;
      const owner = block.parent;
      if (tree.kind(owner) === K.TryStatement && owner.finallyBlock === block) {
        if (!done.has(owner)) withoutFinally(job, owner);
        done.add(owner);
        at = block;
        break;
      }
      if (isFunction(tree, owner)) {
        if (!commentsIn(tree, startOf(tree, block), block.end).length) job.draft.replaceNode(block, '{}');
        break;
      }
      if (tree.kind(owner) !== K.IfStatement || owner.elseStatement) break;
      job.removed.add(owner);
      at = owner;
    }
    if (at.parent && tree.kind(at) === K.Block) continue;
    if (done.has(at)) continue;
    done.add(at);
    removeLines(job, at, job.quietly.has(statement));
  }
}

function isEmptied({ facts, removed }: Job, block: Node): boolean {
  return facts.tree.kind(block) === K.Block && !!block.statements?.every((s) => removed.has(s));
}

/** With its own comments and the blank lines above it, or `quietly` without. */
export function removeLines({ facts, draft }: Pick<Job, 'facts' | 'draft'>, statement: Node, quietly: boolean): void {
  const { tree } = facts;
  const begin = startOf(tree, statement);
  const lines = wholeLines(tree.text, begin, statement.end);
  const isAlone = lines.start < begin || lines.end > statement.end;
  const start = quietly || !isAlone ? lines.start : Math.min(lines.start, linesOf(tree, statement, statement).start);
  draft.remove(start, lines.end);
}

/** `try { … } catch { … }`, or the body alone. */
function withoutFinally({ facts, draft }: Job, node: Node): void {
  const { tree } = facts;
  const { catchClause, tryBlock } = node;
  if (catchClause) {
    draft.remove(catchClause.end, node.end);
    return;
  }
  const statements = tryBlock?.statements ?? [];
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) throw new Stays('its `try` does nothing');
  const outer = facts.scopeOf(node);
  const own = facts.bindings.filter((b) => b.scope.node === tryBlock);
  if (own.some((b) => outer.names.has(b.name))) throw new Stays('names in its `try` hide others');
  const { indent } = styleOf(tree);
  const end = tryBlock!.end - 1;
  draft.replace(startOf(tree, node), node.end, () => dedented(draft.text(startOf(tree, first), end).trimEnd(), indent));
}
