/** Types that no test tells more of: TypeScript knows as much of them in a callback as outside. */
import type { Facts } from '../facts/facts.ts';
import { baseOf } from '../facts/locations.ts';
import { isOptionalDeclaration } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { storageOf } from './storage.ts';

const plainTypes = new Set<number>([K.StringKeyword, K.NumberKeyword, K.ArrayType]);
const plainValues = new Set<number>([
  K.NumericLiteral,
  K.StringLiteral,
  K.TemplateExpression,
  K.NoSubstitutionTemplateLiteral,
]);

/** `private n = 0`, `name: string`. */
export function hasPlainType(facts: Facts, access: Node): boolean {
  const base = baseOf(facts, access);
  const storage = base && storageOf(facts, base);
  return !!storage && !storage.keyed && isPlain(facts, storage.declaration);
}

/** Of a declaration: it is annotated with such a type, or starts with such a value. */
export function isPlain({ tree }: Facts, declaration: Node): boolean {
  if (isOptionalDeclaration(tree, declaration)) return false;
  if (declaration.type) return plainTypes.has(tree.kind(declaration.type));
  return !!declaration.initializer && plainValues.has(tree.kind(declaration.initializer));
}
