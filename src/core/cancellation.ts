/**
 * What cancellation looks like in code: AbortSignal and AbortController, `CancellationToken` of VS Code and of the runtime.
 * Names choose the candidates, which is free; the checker is asked about those alone, and its word counts over the name.
 */
import type { Facts } from './facts/facts.ts';
import { calleeName, isFunction, receiverOf, unwrap } from './facts/shapes.ts';
import type { RuleContext } from './rule.ts';
import { K, type Node, type SourceTree } from './syntax.ts';

export type Cancellation = 'signal' | 'controller' | 'token';

const byName: readonly (readonly [RegExp, Cancellation])[] = [
  [/signal$/i, 'signal'],
  [/(?:abort|cancel)\w*(?:controller|source)$|controller$|aborter$/i, 'controller'],
  [/cancell?(?:ation)?_?token$|^cancell?ation$/i, 'token'],
];
/** A `token` may as well be a password: only a type tells. */
const maybe = /token$|snapshot$|cancel|abort/i;

/** What an expression is; `none`; `undefined` while the answer is on its way. */
export function cancellationOf(context: RuleContext, node: Node): Cancellation | 'none' | undefined {
  const { tree } = context.facts;
  const inner = unwrap(tree, node);
  const named = namedAs(tree, inner);
  if (!named && !maybe.test(nameOf(tree, inner))) return isSignalMade(tree, inner) ? 'signal' : 'none';
  const type = context.ask('type', inner);
  if (!type) return undefined;
  if (type.cancellation) return type.cancellation;
  if (type.name === 'TokenSnapshot') return 'token';
  return (type.unknown && named) || 'none';
}

/** What its name says that it is, where no type is to be asked for. */
export function namedAs(tree: SourceTree, node: Node): Cancellation | undefined {
  const name = nameOf(tree, unwrap(tree, node));
  return name ? byName.find(([pattern]) => pattern.test(name))?.[1] : undefined;
}

function nameOf(tree: SourceTree, node: Node): string {
  const k = tree.kind(node);
  if (k === K.Identifier) return node.text ?? '';
  return k === K.PropertyAccessExpression ? (node.name?.text ?? '') : '';
}

/** `AbortSignal.any([…])`, `AbortSignal.timeout(ms)` */
function isSignalMade(tree: SourceTree, node: Node): boolean {
  if (tree.kind(node) !== K.CallExpression) return false;
  return receiverOf(tree, node)?.text === 'AbortSignal' && /^(?:any|timeout)$/.test(calleeName(tree, node) ?? '');
}

/** `new AbortController()`, `new vscode.CancellationTokenSource()` */
export function makesController(tree: SourceTree, node: Node): boolean {
  const inner = unwrap(tree, node);
  if (tree.kind(inner) !== K.NewExpression) return false;
  return /^(?:AbortController|CancellationTokenSource)$/.test(calleeName(tree, inner) ?? '');
}

/** What a call is given that may be a signal or a token: arguments, and properties of options written in place. */
export function candidatesIn(tree: SourceTree, call: Node): Node[] {
  return (call.arguments ?? []).flatMap((argument) => {
    const inner = unwrap(tree, argument);
    if (tree.kind(inner) !== K.ObjectLiteralExpression) return [inner];
    return (inner.properties ?? []).flatMap((property) => {
      const k = tree.kind(property);
      if (k === K.PropertyAssignment && property.initializer) return [unwrap(tree, property.initializer)];
      return k === K.ShorthandPropertyAssignment && property.name ? [property.name] : [];
    });
  });
}

const asking = /abort|cancel/i;

/**
 * Whether code asks if it was cancelled, or whether what was thrown is an abort: `signal.aborted`,
 * `token.isCancellationRequested`, `signal.throwIfAborted()`, `error.name === 'AbortError'`, `isAbortError(error)`,
 * `error instanceof CancellationError`. Functions that it only sets up are left out; one that aborts asks nothing.
 */
export function asksIfCancelled({ tree }: Facts, code: Node): boolean {
  const visit = (node: Node): boolean | undefined => {
    switch (tree.kind(node)) {
      case K.Identifier:
        return (asking.test(node.text ?? '') && !isAborted(tree, node)) || undefined;
      case K.StringLiteral:
      case K.NoSubstitutionTemplateLiteral:
        return (asking.test(node.text ?? '') && isCompared(tree, node)) || undefined;
      default:
        return isFunction(tree, node) ? undefined : node.forEachChild(visit);
    }
  };
  return visit(code) === true;
}

/** `controller.abort()`, `this.abortController.abort()`: the name stands for who cancels. */
function isAborted(tree: SourceTree, name: Node): boolean {
  const isCall = (access: Node | undefined) =>
    !!access &&
    tree.kind(access) === K.PropertyAccessExpression &&
    /^(?:abort|cancel)$/.test(access.name?.text ?? '') &&
    tree.kind(access.parent) === K.CallExpression;
  const { parent } = name;
  return isCall(parent) || (!!parent && tree.kind(parent) === K.PropertyAccessExpression && isCall(parent.parent));
}

/** `=== 'AbortError'`, `case 'ABORT_ERR'`, `.includes('aborted')`, but no text of a message. */
function isCompared(tree: SourceTree, text: Node): boolean {
  const { parent } = text;
  const k = tree.kind(parent);
  if (k === K.CallExpression)
    return /^(?:includes|startsWith|has|test|match|is\w*)$/.test(calleeName(tree, parent) ?? '');
  if (k === K.BinaryExpression) return tree.kind(parent.operatorToken!) !== K.PlusToken;
  return k === K.CaseClause || k === K.ArrayLiteralExpression;
}
