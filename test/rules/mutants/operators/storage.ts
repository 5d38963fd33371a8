import ts from 'typescript-classic';
import type { Edit, Holder, Program } from '../program.ts';

/** The declaration of a primitive as that of a plain variable that can be written. */
export function storageInstead(
  program: Program,
  { declaration }: Holder,
  type: string,
  initial: string | undefined,
): Edit[] | undefined {
  const typed = program.javascript ? '' : `: ${type}`;
  const value = initial === undefined ? '' : ` = ${initial}`;
  const { end } = declaration.initializer as ts.Expression;
  const rest = { start: declaration.name.end, end, text: `${typed}${value}` };
  if (ts.isPropertyAssignment(declaration)) {
    return [{ ...rest, text: `: ${initial ?? 'undefined'}${program.javascript ? '' : ` as ${type}`}` }];
  }
  if (ts.isVariableDeclaration(declaration)) {
    const list = declaration.parent;
    if (!ts.isVariableDeclarationList(list) || list.declarations.length > 1) return undefined;
    const start = list.getStart(program.file);
    return [{ start, end: declaration.getStart(program.file), text: 'let ' }, rest];
  }
  const readonly = declaration.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
  return readonly ? [program.replace(readonly, ''), rest] : [rest];
}
