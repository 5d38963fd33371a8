/** Declarations write their names. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import { baseOf, bindingLocation, child } from '../locations.ts';
import { maybe } from './branches.ts';
import { expression } from './expressions.ts';
import type { Flow } from './flow.ts';

export function declarations(flow: Flow, list: Node): void {
  for (const declaration of list.declarations ?? []) {
    if (!declaration.initializer) continue;
    expression(flow, declaration.initializer);
    declareNames(flow, declaration.name!, declaration.initializer, declaration);
  }
}

/** Writes the names of a declaration; a destructured property is a read of that property first. */
export function declareNames(flow: Flow, name: Node, init: Node | undefined, declaration: Node): void {
  const { facts } = flow;
  if (flow.kind(name) === K.Identifier) {
    const binding = facts.lookup(name.text ?? '', name);
    if (binding)
      flow.emit({ op: 'write', location: bindingLocation(binding), node: declaration, how: 'declare', value: init });
    return;
  }
  const base = init && baseOf(facts, init);
  for (const element of name.elements ?? []) {
    if (!element.name) continue;
    const key = element.propertyName ?? element.name;
    if (base && flow.kind(name) === K.ObjectBindingPattern && key.text !== undefined && !element.dotDotDotToken)
      flow.emit({ op: 'read', location: child(base, key.text), node: element });
    if (element.initializer) maybe(flow, element.initializer);
    declareNames(flow, element.name, flow.kind(element.name) === K.Identifier ? element : undefined, element);
  }
}
