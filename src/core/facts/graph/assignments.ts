/** What an assignment writes, taken apart where its target is a pattern. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { WriteHow } from '../graph.ts';
import { locationOf } from '../locations.ts';
import { assignmentOf, unwrap } from '../shapes.ts';
import { maybe } from './branches.ts';
import type { Flow } from './flow.ts';

/** `node`: the whole assignment, update or `delete`. */
export function assign(flow: Flow, target: Node, value: Node | undefined, node: Node, how: WriteHow): void {
  const { facts } = flow;
  const inner = unwrap(facts.tree, target);
  const k = flow.kind(inner);
  if (k === K.ArrayLiteralExpression || k === K.ObjectLiteralExpression) {
    // What is taken apart stands for each part, unless it's a location itself: then the part is another one.
    const whole = value && !locationOf(facts, value) ? value : undefined;
    for (const element of inner.elements ?? inner.properties ?? [])
      assign(flow, partOf(flow, element), whole, node, how);
  } else if (k === K.BinaryExpression && assignmentOf(facts.tree, inner) === '=') {
    maybe(flow, inner.right!);
    assign(flow, inner.left!, value, node, how);
  } else {
    const location = locationOf(facts, inner);
    if (location && location.root.kind !== 'global') flow.emit({ op: 'write', location, node, how, value });
  }
}

/** The target in an element of a pattern, its default evaluated. */
function partOf(flow: Flow, element: Node): Node {
  switch (flow.kind(element)) {
    case K.PropertyAssignment:
      return element.initializer!;
    case K.ShorthandPropertyAssignment:
      if (element.objectAssignmentInitializer) maybe(flow, element.objectAssignmentInitializer);
      return element.name!;
    case K.SpreadElement:
    case K.SpreadAssignment:
      return element.expression!;
    default:
      return element;
  }
}
