/** Writes after which a file holds the same whoever comes second, and that nobody else in view writes to. */
import type { Binding, Facts } from '../../core/facts/facts.ts';
import { calleeName, isEmptyConstant, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { fileCall } from '../../core/files/calls.ts';
import { isOwnPath, isSamePath, pathOf } from '../../core/files/paths.ts';
import { stepsAt } from '../../core/files/through.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { CheckThenAct } from './detect.ts';
import { isNamedByContent } from './hashes.ts';
import { isSettled, partsOfPath } from './settled.ts';

export function writesTheSame(context: RuleContext, found: CheckThenAct): boolean {
  const { facts } = context;
  const { tree } = facts;
  const { act, path } = found;
  const { deed } = act;
  const [, value, options] = deed.call.arguments ?? [];
  if (act.call !== deed.call || !/^(?:write|output)File$/.test(deed.name) || !value) return false;
  if (options && addsTo(facts, options)) return false;
  if (isNamedByContent(facts, path.node, value)) return true;
  // An empty file is a mark: who makes it is told that it is his.
  if (isEmptyConstant(tree, value) || isOwnPath(facts, value)) return false;
  return isSettled(facts, value, partsOfPath(facts, path.node)) && !isKnownElsewhere(context, found);
}

/** `{ flag: 'a' }` */
function addsTo({ tree }: Facts, options: Node): boolean {
  const { properties = [] } = unwrap(tree, options);
  return properties.some(({ name }) => name?.text === 'flag' || name?.text === 'flags');
}

/** Others are given the path, or the file does something else to it. */
function isKnownElsewhere(context: RuleContext, { act, path }: CheckThenAct): boolean {
  const { facts } = context;
  const node = unwrap(facts.tree, path.node);
  const holder = facts.tree.kind(node) === K.Identifier ? facts.resolve(node) : undefined;
  if (holder ? isGiven(holder) : isPart(facts, node)) return true;
  const uses = holder ? facts.references(holder) : [];
  if (uses.some((use) => !staysHere(context, act.call, use))) return true;
  return facts.calls.some((call) => {
    const other = call === act.call ? undefined : fileCall(facts, call);
    return !!other && changes.has(other.does) && other.paths.some((p) => isSamePath(pathOf(facts, p), path));
  });
}

const changes = new Set(['write', 'move', 'delete', 'run']);

function isGiven({ kind, exported, importedFrom }: Binding): boolean {
  return kind === 'parameter' || exported || !!importedFrom;
}

/** `this.path`, `options.path` */
function isPart({ tree }: Facts, node: Node): boolean {
  const k = tree.kind(node);
  return k === K.PropertyAccessExpression || k === K.ElementAccessExpression;
}

/** It becomes part of a text, is asked about, or goes to who only looks at the file. */
function staysHere(context: RuleContext, act: Node, use: Node): boolean {
  const { facts } = context;
  const { tree } = facts;
  const outer = wrapped(tree, use);
  const { parent } = outer;
  switch (tree.kind(parent)) {
    case K.TemplateSpan:
    case K.PropertyAccessExpression:
      return true;
    case K.CallExpression: {
      if (parent === act || looking.test(calleeName(tree, parent) ?? '')) return true;
      const deeds = stepsAt(facts, parent, context.resolve).map(({ deed }) => deed.does);
      const isKnown = deeds.length > 0 || !!context.resolve(facts, parent);
      return isKnown && !deeds.some((does) => changes.has(does));
    }
    default:
      return false;
  }
}

const looking = /^(?:dirname|basename|extname|relative|isAbsolute|normalize|log|debug|info|warn|error|trace)$/;
