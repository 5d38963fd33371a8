/** What one mention of a collection does with it. */
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import type { Location } from '../facts/locations.ts';
import { assignmentOf, unwrap, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';
import { filteredOut, indexedBy, isEmptyCollection, isIndexOfSplice, isOwnFilter, movesOut } from './parts.ts';

export type UseKind =
  /** `add(value)`, `set(key, value)`, `push(value)`, `x[key] = value` */
  | 'add'
  /** `delete(…)`, `splice(indexOf(value), 1)`, `x = x.filter(other => other !== value)`, `delete x[key]` */
  | 'remove'
  /** `clear()`, `length = 0`, `x = []`, `x = new Set()` */
  | 'clear'
  /** Its content moves to somebody else and is gone here: `splice(0)`, `pop()`, `const batch = x; x = []` */
  | 'take'
  /** `size`, `length` */
  | 'size'
  /** `has`, `get`, `includes`, `indexOf`, `x[key]` */
  | 'query'
  /** What it holds at this moment: `[...x]`, `Array.from(x)`, `x.values()` handed on, `x.map(…)` */
  | 'copy'
  /** Walked over as it is: `for (const task of x)` */
  | 'each'
  /** `Promise.all(x)`, `Promise.race(x.values())` */
  | 'wait'
  /** Given its first value outside of its declaration. */
  | 'init'
  /** A local name is made for it. */
  | 'alias'
  /** Handed on, compared, returned: anything may happen. */
  | 'other';

export interface Use {
  readonly kind: UseKind;
  /** The access path: `this.tasks`. */
  readonly node: Node;
  /** All that is done with it here: the call, the assignment, the loop, the copy. */
  readonly at: Node;
  readonly fn: Fn;
  readonly key: Node | undefined;
  /** Of `add` and `remove`. */
  readonly value: Node | undefined;
  readonly alias: Binding | undefined;
}

/** Empty for a mention that is a part of another one's use: `x.indexOf(p)` in `x.splice(x.indexOf(p), 1)`. */
export function classify(facts: Facts, location: Location, node: Node, alias: Binding | undefined): Use[] {
  const found = new Classifier(facts, location).of(node, node);
  return found === undefined
    ? []
    : [{ key: undefined, value: undefined, ...found, node, alias, fn: facts.functionOf(node) }];
}

interface Found {
  readonly kind: UseKind;
  readonly at: Node;
  readonly key?: Node | undefined;
  readonly value?: Node | undefined;
}

const queries = new Set([
  'has',
  'get',
  'includes',
  'indexOf',
  'at',
  'lastIndexOf',
  'find',
  'findIndex',
  'some',
  'every',
]);
const copies = new Set(['slice', 'concat', 'map', 'filter', 'flatMap', 'toReversed', 'toSorted', 'flat']);

class Classifier {
  private readonly facts: Facts;
  private readonly location: Location;

  constructor(facts: Facts, location: Location) {
    this.facts = facts;
    this.location = location;
  }

  private kind(node: Node) {
    return this.facts.tree.kind(node);
  }

  /** `whole`: the access path, or `x.values()`, which stands for the same content. */
  of(whole: Node, path: Node): Found | undefined {
    const outer = wrapped(this.facts.tree, whole);
    const parent = outer.parent;
    if (!parent) return { kind: 'other', at: whole };
    switch (this.kind(parent)) {
      case K.PropertyAccessExpression:
        return this.property(parent, path);
      case K.ElementAccessExpression:
        return parent.expression === outer ? this.element(parent) : { kind: 'other', at: whole };
      case K.SpreadElement:
        return this.kind(parent.parent) === K.ArrayLiteralExpression
          ? { kind: 'copy', at: parent.parent }
          : { kind: 'copy', at: parent };
      case K.CallExpression:
      case K.NewExpression:
        return parent.expression === outer ? { kind: 'other', at: whole } : this.argument(parent, whole);
      case K.ForOfStatement:
        return parent.expression === outer ? { kind: 'each', at: parent } : { kind: 'other', at: whole };
      case K.VariableDeclaration:
        return { kind: movesOut(this.facts, this.location, parent) ? 'take' : 'alias', at: parent };
      case K.BinaryExpression:
        return parent.left === outer ? this.assignment(parent) : { kind: 'other', at: whole };
      default:
        return { kind: 'other', at: whole };
    }
  }

  private property(access: Node, path: Node): Found | undefined {
    const { tree } = this.facts;
    const outer = wrapped(tree, access);
    const name = access.name?.text ?? '';
    const parent = outer.parent;
    if (parent && this.kind(parent) === K.CallExpression && parent.expression === outer)
      return this.method(name, parent, path);
    if (name !== 'size' && name !== 'length') return { kind: 'other', at: access };
    if (parent && this.kind(parent) === K.BinaryExpression && parent.left === outer && assignmentOf(tree, parent)) {
      const isZero = parent.right && textOf(tree, parent.right) === '0';
      return { kind: isZero ? 'clear' : 'other', at: parent };
    }
    return { kind: 'size', at: access };
  }

  private method(name: string, call: Node, path: Node): Found | undefined {
    const [first, second] = call.arguments ?? [];
    const isLone = call.arguments?.length === 1 && this.kind(first!) !== K.SpreadElement;
    switch (name) {
      case 'add':
      case 'push':
      case 'unshift':
        return isLone ? { kind: 'add', at: call, value: first } : { kind: 'other', at: call };
      case 'set':
        return { kind: 'add', at: call, key: first, value: second };
      case 'delete':
        return { kind: 'remove', at: call, key: first, value: first };
      case 'clear':
        return { kind: 'clear', at: call };
      case 'splice':
        return this.splice(call, first);
      case 'shift':
      case 'pop':
        return { kind: 'take', at: call };
      case 'values':
      case 'entries':
        return name === 'values' || this.kind(wrapped(this.facts.tree, call).parent) === K.ForOfStatement
          ? this.of(call, path)
          : { kind: 'copy', at: call };
      case 'filter':
        if (isOwnFilter(this.facts, this.location, call)) return undefined;
        break;
      case 'indexOf':
      case 'findIndex':
        if (isIndexOfSplice(this.facts, call)) return undefined;
        break;
    }
    if (queries.has(name)) return { kind: 'query', at: call, key: first };
    return { kind: copies.has(name) ? 'copy' : 'other', at: call };
  }

  /** `x.splice(0)` empties it, `x.splice(x.indexOf(p), 1)` takes one out. */
  private splice(call: Node, first: Node | undefined): Found {
    const { tree } = this.facts;
    if (first && textOf(tree, first) === '0' && (call.arguments?.length ?? 0) <= 2) {
      const isDropped = this.kind(wrapped(tree, call).parent) === K.ExpressionStatement;
      return { kind: isDropped ? 'clear' : 'take', at: call };
    }
    const value = first && indexedBy(this.facts, this.location, first);
    return value ? { kind: 'remove', at: call, value } : { kind: 'other', at: call };
  }

  private element(access: Node): Found {
    const { tree } = this.facts;
    const outer = wrapped(tree, access);
    const parent = outer.parent;
    const key = access.argumentExpression;
    if (parent && this.kind(parent) === K.DeleteExpression) return { kind: 'remove', at: parent, key };
    if (parent && this.kind(parent) === K.BinaryExpression && parent.left === outer) {
      const how = assignmentOf(tree, parent);
      if (how === '=' || how === 'logical') return { kind: 'add', at: parent, key, value: parent.right };
      if (how) return { kind: 'other', at: parent };
    }
    return { kind: 'query', at: access, key };
  }

  private argument(call: Node, whole: Node): Found {
    const callee = textOf(this.facts.tree, call.expression!);
    const isFirst = call.arguments?.[0] === wrapped(this.facts.tree, whole);
    if (isFirst && /^\w*Promise\.(all|allSettled|race|any)$/.test(callee)) return { kind: 'wait', at: call };
    if (isFirst && /^(Array\.from|Object\.(values|entries)|Set|Map|Array)$/.test(callee))
      return { kind: 'copy', at: call };
    if (isFirst && callee === 'Object.keys') return { kind: 'query', at: call };
    return { kind: 'other', at: whole };
  }

  private assignment(node: Node): Found {
    const { tree } = this.facts;
    const how = assignmentOf(tree, node);
    const right = node.right && unwrap(tree, node.right);
    if (!how || !right) return { kind: 'other', at: node };
    if (how === 'logical') return { kind: 'init', at: node };
    if (how !== '=') return { kind: 'other', at: node };
    if (isEmptyCollection(tree, right)) {
      const { kind } = this.facts.functionOf(node);
      return { kind: kind === 'constructor' || kind === 'initializer' ? 'init' : 'clear', at: node };
    }
    const value = filteredOut(this.facts, this.location, right);
    return value ? { kind: 'remove', at: node, value } : { kind: 'other', at: node };
  }
}
