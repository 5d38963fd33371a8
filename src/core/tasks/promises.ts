/** Which collections hold promises: by their declared type, by what is added, else by the checker. */
import { calleeOf, functionOfBinding } from '../facts/callgraph.ts';
import type { Facts } from '../facts/facts.ts';
import { calleeName, isFunction, receiverOf, unwrap } from '../facts/shapes.ts';
import type { RuleContext } from '../rule.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import type { Collection } from './collections.ts';

const plainTypes = new Set<number>([K.StringKeyword, K.NumberKeyword, K.BooleanKeyword]);

/** `undefined` while the answer is on its way. */
export function holdsPromises(context: RuleContext, collection: Collection): boolean | undefined {
  const { facts } = context;
  for (const type of collection.types) {
    const element = elementOf(facts, type);
    if (element && isPromiseType(textOf(facts.tree, element))) return true;
    if (element && plainTypes.has(facts.tree.kind(element))) return false;
  }
  const values = collection.uses.flatMap((use) => (use.kind === 'add' && use.value ? [use.value] : []));
  if (values.some((value) => isPromise(facts, value))) return true;
  if (!values.length || values.every((value) => isPlain(facts, value))) return false;
  const answer = context.ask('type', values[0]!);
  return answer?.promise;
}

/** What `Set<E>`, `Map<K, E>`, `E[]`, `Record<K, E>` hold. */
export function elementOf(facts: Facts, type: Node): Node | undefined {
  const { tree } = facts;
  switch (tree.kind(type)) {
    case K.ArrayType:
      return type.elementType;
    case K.TypeOperator:
    case K.ParenthesizedType:
      return type.type && elementOf(facts, type.type);
    default:
      return type.typeArguments?.at(-1);
  }
}

export function isPromiseType(text: string): boolean {
  return /^\(*(Promise|PromiseLike)\s*</.test(text) || /\|\s*(Promise|PromiseLike)\s*</.test(text);
}

const makers = new Set(['all', 'allSettled', 'race', 'any', 'resolve', 'reject', 'try']);

/** Surely a promise, told without types. */
export function isPromise(facts: Facts, node: Node, depth = 0): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  switch (tree.kind(inner)) {
    case K.NewExpression:
      return inner.expression?.text === 'Promise';
    case K.CallExpression: {
      const name = calleeName(tree, inner) ?? '';
      const receiver = receiverOf(tree, inner);
      if (receiver && (name === 'then' || name === 'catch' || name === 'finally')) return true;
      if (receiver && tree.kind(receiver) === K.Identifier && receiver.text === 'Promise') return makers.has(name);
      return calleeOf(facts, inner)?.async ?? facts.functionAt(unwrap(tree, inner.expression!))?.async ?? false;
    }
    case K.Identifier: {
      const binding = facts.resolve(inner);
      if (!binding || depth > 3) return false;
      const { type } = binding.declaration;
      if (type) return isPromiseType(textOf(tree, type));
      return !!binding.init && !binding.path?.length && isPromise(facts, binding.init, depth + 1);
    }
    case K.BinaryExpression:
      return (
        !!inner.right && tree.kind(inner.operatorToken!) === K.EqualsToken && isPromise(facts, inner.right, depth + 1)
      );
    default:
      return false;
  }
}

/** Surely none: literals, functions, what is awaited. */
function isPlain(facts: Facts, node: Node): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  if (isFunction(tree, inner)) return true;
  switch (tree.kind(inner)) {
    case K.StringLiteral:
    case K.NumericLiteral:
    case K.NoSubstitutionTemplateLiteral:
    case K.TemplateExpression:
    case K.TrueKeyword:
    case K.FalseKeyword:
    case K.NullKeyword:
    case K.ObjectLiteralExpression:
    case K.ArrayLiteralExpression:
    case K.AwaitExpression:
      return true;
    case K.NewExpression:
      return inner.expression?.text !== 'Promise';
    case K.Identifier: {
      const binding = facts.resolve(inner);
      return (
        !!binding &&
        (!!functionOfBinding(facts, binding) ||
          (!!binding.init && !binding.path?.length && isPlain(facts, binding.init)))
      );
    }
    default:
      return false;
  }
}
