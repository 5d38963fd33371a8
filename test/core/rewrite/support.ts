/** Small programs for the tests of rewriting: a stretch between `/*<*\/` and `/*>*\/` is what moves. */
import { buildFacts } from '../../../src/core/facts/build.ts';
import type { Facts, Fn } from '../../../src/core/facts/facts.ts';
import { placeOf } from '../../../src/core/rewrite/statements.ts';
import { type Node, startOf } from '../../../src/core/syntax.ts';
import { parse } from '../../support/parse.ts';

export interface Marked {
  readonly facts: Facts;
  readonly fn: Fn;
  /** The statements that lie between the marks, in one list. */
  readonly nodes: readonly Node[];
}

export function marked(source: string): Marked {
  const facts = buildFacts(parse(source));
  const { tree } = facts;
  const from = source.indexOf('/*<*/');
  const to = source.indexOf('/*>*/');
  const nodes: Node[] = [];
  const visit = (node: Node): undefined => {
    const isWithin = startOf(tree, node) >= from && node.end <= to;
    if (isWithin && placeOf(tree, node)) nodes.push(node);
    else node.forEachChild(visit);
  };
  visit(tree.root);
  const [first] = nodes;
  if (!first) throw new Error('Nothing stands between the marks.');
  return { facts, fn: facts.functionOf(first), nodes };
}
