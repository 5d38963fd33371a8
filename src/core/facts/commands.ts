/**
 * The actions of a command line's commands. A process parses its arguments once and runs the one command that they
 * name: an action runs at most once in a process, and never beside that of another command.
 */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import { callbackOf } from './callgraph.ts';
import type { Facts, Fn } from './facts.ts';
import { calleeName, receiverOf, unwrap } from './shapes.ts';

const parsers = /^(commander|@commander-js\/extra-typings|cac|sade|yargs(\/.*)?|caporal|@caporal\/core)$/;

/** `program.command('build').action(f)`, `yargs(args).command('build', '…', options, f)` */
export function runsAsCommand(facts: Facts, call: Node): boolean {
  const name = calleeName(facts.tree, call);
  const receiver = name === 'action' || name === 'command' ? receiverOf(facts.tree, call) : undefined;
  return !!receiver && isParser(facts, receiver);
}

/** A process that comes to one of the two never comes to the other. */
export function areOfTwoCommands(facts: Facts, a: Node, b: Node): boolean {
  const action = actionAround(facts, facts.functionOf(a));
  const other = action && actionAround(facts, facts.functionOf(b));
  return !!other && action !== other;
}

/** The action that a function is or stands in. */
export function actionAround(facts: Facts, fn: Fn): Fn | undefined {
  for (let at: Fn | undefined = fn; at; at = at.parent) if (isAction(facts, at)) return at;
  return undefined;
}

export function isAction(facts: Facts, fn: Fn): boolean {
  const callback = fn.kind === 'module' ? undefined : callbackOf(facts, fn.node);
  return !!callback && runsAsCommand(facts, callback.call);
}

/** Made by such a package, or got from what it made, also by a helper that is given it: `withFlags(program.command(…))`. */
function isParser(facts: Facts, node: Node, depth = 0): boolean {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  switch (tree.kind(inner)) {
    case K.CallExpression:
    case K.NewExpression:
      return [inner.expression!, ...(inner.arguments ?? [])].some((n) => isParser(facts, n, depth));
    case K.PropertyAccessExpression:
      return isParser(facts, inner.expression!, depth);
    case K.Identifier:
      return isNameOfParser(facts, inner, depth);
    default:
      return false;
  }
}

/** `depth`: how many names led here. */
function isNameOfParser(facts: Facts, name: Node, depth: number): boolean {
  const binding = facts.resolve(name);
  if (!binding || depth > 4) return false;
  if (binding.importedFrom) return parsers.test(binding.importedFrom.module);
  const type = binding.declaration.type?.typeName;
  if (type && isNameOfParser(facts, type, depth + 1)) return true;
  return !!binding.init && isParser(facts, binding.init, depth + 1);
}
