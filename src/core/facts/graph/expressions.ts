/** Expressions in evaluation order. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { type Location, locationOf } from '../locations.ts';
import { isFunction, isUpdate, unwrap } from '../shapes.ts';
import { assign } from './assignments.ts';
import { conditional } from './branches.ts';
import { call } from './calls.ts';
import type { Flow } from './flow.ts';
import { binary } from './operators.ts';

export function expressions(flow: Flow, nodes: readonly Node[] | undefined): void {
  if (nodes) for (const node of nodes) expression(flow, node);
}

export function expression(flow: Flow, node: Node): void {
  const { facts } = flow;
  const inner = unwrap(facts.tree, node);
  switch (flow.kind(inner)) {
    case K.Identifier:
      read(flow, inner, locationOf(facts, inner));
      return;
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression: {
      const location = locationOf(facts, inner);
      if (!location) expression(flow, inner.expression!);
      if (inner.argumentExpression) expression(flow, inner.argumentExpression);
      read(flow, inner, location);
      return;
    }
    case K.AwaitExpression:
      expression(flow, inner.expression!);
      flow.emit({ op: 'suspend', node: inner, how: 'await', awaited: inner.expression });
      return;
    case K.YieldExpression:
      if (inner.expression) expression(flow, inner.expression);
      if (flow.fn.async) flow.emit({ op: 'suspend', node: inner, how: 'yield', awaited: inner.expression });
      return;
    case K.CallExpression:
      call(flow, inner);
      return;
    case K.NewExpression:
      expression(flow, inner.expression!);
      expressions(flow, inner.arguments);
      flow.emit({ op: 'call', node: inner });
      return;
    case K.TaggedTemplateExpression:
      expression(flow, inner.tag!);
      expression(flow, inner.template!);
      flow.emit({ op: 'call', node: inner });
      return;
    case K.BinaryExpression:
      binary(flow, inner);
      return;
    case K.PrefixUnaryExpression:
    case K.PostfixUnaryExpression:
      expression(flow, inner.operand!);
      if (isUpdate(facts.tree, inner)) assign(flow, inner.operand!, undefined, inner, 'update');
      return;
    case K.DeleteExpression:
      assign(flow, inner.expression!, undefined, inner, 'delete');
      return;
    case K.ConditionalExpression:
      conditional(flow, inner);
      return;
    case K.ObjectLiteralExpression:
      for (const property of inner.properties ?? []) propertyValue(flow, property);
      return;
    case K.ClassExpression:
    case K.ClassDeclaration:
      return;
    default:
      if (!isFunction(facts.tree, inner)) children(flow, inner);
  }
}

function propertyValue(flow: Flow, property: Node): void {
  const k = flow.kind(property);
  if (k === K.PropertyAssignment) expression(flow, property.initializer!);
  else if (k === K.ShorthandPropertyAssignment) read(flow, property.name!, locationOf(flow.facts, property.name!));
  else if (k === K.SpreadAssignment) expression(flow, property.expression!);
}

const holders = new Set<number>([
  K.TemplateSpan,
  K.JsxAttributes,
  K.JsxAttribute,
  K.JsxExpression,
  K.JsxOpeningElement,
]);

/** Everything else evaluates its children in source order: arrays, templates, spreads, JSX, `typeof`, `void`. */
function children(flow: Flow, node: Node): void {
  node.forEachChild((c) => {
    const k = flow.kind(c);
    if (holders.has(k)) children(flow, c);
    else if (k !== K.Unknown) expression(flow, c);
    return undefined;
  });
}

/** What the location is a part of is read at the part of the expression that denotes it; an alias hides the first ones. */
function read(flow: Flow, node: Node, location: Location | undefined): void {
  if (location && location.root.kind !== 'global') readParts(flow, node, location);
}

function readParts(flow: Flow, node: Node, location: Location): void {
  const { whole, root } = location;
  // `this` itself can't be written.
  if (!whole && root.kind !== 'binding') return;
  if (whole && node.expression) readParts(flow, unwrap(flow.facts.tree, node.expression), whole);
  flow.emit({ op: 'read', location, node });
}
