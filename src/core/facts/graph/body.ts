/** The graph of a whole function: its parameters' defaults, then its body. */
import { K } from '../../syntax.ts';
import type { Facts, Fn } from '../facts.ts';
import type { Graph } from '../graph.ts';
import { maybe } from './branches.ts';
import { expression } from './expressions.ts';
import { Flow } from './flow.ts';
import { statements } from './statements.ts';

export function graphOf(facts: Facts, fn: Fn): Pick<Graph, 'blocks' | 'entry' | 'exit'> {
  const flow = new Flow(facts, fn);
  const entry = flow.at;
  const { node, kind } = fn;
  if (kind === 'module') statements(flow, node.statements ?? []);
  else if (kind === 'initializer' && node.initializer) expression(flow, node.initializer);
  else {
    for (const parameter of node.parameters ?? []) if (parameter.initializer) maybe(flow, parameter.initializer);
    const { body } = node;
    if (body && flow.kind(body) === K.Block) statements(flow, body.statements ?? []);
    else if (body) expression(flow, body);
  }
  flow.goto(flow.exit);
  return { blocks: flow.blocks, entry, exit: flow.exit };
}
