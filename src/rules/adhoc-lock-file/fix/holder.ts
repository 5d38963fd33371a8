/** Where the handle of a `FileLock` is kept between the function that takes it and the one that gives it back. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { mentions } from '../../../core/facts/tests.ts';
import type { AdhocLock } from '../../../core/files/adhoc-lock.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { freeInFile } from '../../../core/rewrite/names.ts';
import { linesOf } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';

export interface Holder {
  keep(path: string, handle: string): string;
  give(path: string): string[];
  declare(draft: Draft): void;
}

/** A private field, a variable of the module, or a Map of them where there are many locks. */
export function holderOf(facts: Facts, taker: Fn, { path }: AdhocLock, handle: string): Holder {
  const { tree } = facts;
  const { semicolon } = styleOf(tree);
  const type = tree.isJavaScript ? '' : `: ${handle} | undefined`;
  const one = (text: string, line: string, at: number, before: string, after: string): Holder => ({
    keep: (_, value) => `${text} = ${value}`,
    give: () => [`${text}?.release()`, `${text} = undefined`],
    declare: (draft) => draft.insert(at, before + line + after),
  });
  const eol = tree.text.includes('\r\n') ? '\r\n' : '\n';
  const owner = taker.self;
  if (owner?.kind === 'class') {
    const fields = (owner.node.members ?? []).filter((m) => tree.kind(m) === K.PropertyDeclaration);
    const last = fields.at(-1);
    const isHash = tree.isJavaScript || fields.some((f) => f.name?.text?.startsWith('#'));
    const name = (isHash ? '#' : '') + freeInFile(facts, ['held', 'heldLock']);
    const line = `${isHash ? '' : 'private '}${name}${type}${semicolon}`;
    if (last)
      return one(
        `this.${name}`,
        line,
        linesOf(tree, last, last).end,
        eol + indentAt(tree.text, startOf(tree, last)),
        '',
      );
    const first = owner.node.members![0]!;
    const { start } = linesOf(tree, first, first);
    return one(`this.${name}`, line, start, indentAt(tree.text, startOf(tree, first)), eol + eol);
  }
  const statement = topStatement(facts, taker.node);
  const { start: lines } = linesOf(tree, statement, statement);
  const start = lines + /^\s*/.exec(tree.text.slice(lines))![0].length;
  const isOfParameter = mentions(facts, path, (n) => {
    const b = tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    return !!b && b.scope.fn.kind !== 'module';
  });
  if (!isOfParameter) {
    const name = freeInFile(facts, ['held', 'heldLock']);
    return one(name, `let ${name}${type}${semicolon}`, start, '', eol + eol);
  }
  const name = freeInFile(facts, ['heldLocks', 'locksHeld']);
  const generic = tree.isJavaScript ? '' : `<string, ${handle}>`;
  return {
    keep: (at, value) => `${name}.set(${at}, ${value})`,
    give: (at) => [`${name}.get(${at})?.release()`, `${name}.delete(${at})`],
    declare: (draft) => draft.insert(start, `const ${name} = new Map${generic}()${semicolon}${eol}${eol}`),
  };
}

function topStatement({ tree }: Facts, node: Node): Node {
  let at = node;
  while (at.parent && at.parent !== tree.root) at = at.parent;
  return at;
}
