/** What one mention of a collection does with it. */
import type { Binding, Facts, Fn } from '../facts/facts.ts';
import { type Location, locationOf } from '../facts/locations.ts';
import { assignmentOf, calleeName, contains, isFunction, receiverOf, unwrap, wrapped } from '../facts/shapes.ts';
import type { Node } from '../syntax.ts';
import { K, textOf } from '../syntax.ts';

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
        return { kind: this.movesOut(parent) ? 'take' : 'alias', at: parent };
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
        if (this.isOwnFilter(call)) return undefined;
        break;
      case 'indexOf':
      case 'findIndex':
        if (this.isInSplice(call)) return undefined;
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
    const value = first && this.indexed(first);
    return value ? { kind: 'remove', at: call, value } : { kind: 'other', at: call };
  }

  /** `p` of `x.indexOf(p)`, also through `const i = x.indexOf(p)`. */
  private indexed(index: Node): Node | undefined {
    const { tree } = this.facts;
    let inner = unwrap(tree, index);
    if (this.kind(inner) === K.Identifier) {
      const init = this.facts.resolve(inner)?.init;
      if (!init) return undefined;
      inner = unwrap(tree, init);
    }
    if (this.kind(inner) !== K.CallExpression || calleeName(tree, inner) !== 'indexOf') return undefined;
    const receiver = receiverOf(tree, inner);
    return receiver && this.isSame(receiver) ? inner.arguments?.[0] : undefined;
  }

  private isInSplice(call: Node): boolean {
    const { tree, facts } = { tree: this.facts.tree, facts: this.facts };
    const outer = wrapped(tree, call);
    const parent = outer.parent;
    if (!parent) return false;
    if (this.kind(parent) === K.CallExpression && calleeName(tree, parent) === 'splice') return true;
    if (this.kind(parent) !== K.VariableDeclaration || this.kind(parent.name!) !== K.Identifier) return false;
    const binding = facts.lookup(parent.name!.text ?? '', parent.name!);
    return (
      !!binding &&
      facts
        .references(binding)
        .some(
          (use) =>
            use.parent && this.kind(use.parent) === K.CallExpression && calleeName(tree, use.parent) === 'splice',
        )
    );
  }

  /** `x = x.filter(…)`: the mention on the right is a part of the assignment. */
  private isOwnFilter(call: Node): boolean {
    const outer = wrapped(this.facts.tree, call);
    const parent = outer.parent;
    return (
      !!parent &&
      this.kind(parent) === K.BinaryExpression &&
      parent.right === outer &&
      assignmentOf(this.facts.tree, parent) === '=' &&
      this.isSame(parent.left!)
    );
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
    if (this.isEmpty(right)) {
      const { kind } = this.facts.functionOf(node);
      return { kind: kind === 'constructor' || kind === 'initializer' ? 'init' : 'clear', at: node };
    }
    const value = this.filteredOut(right);
    return value ? { kind: 'remove', at: node, value } : { kind: 'other', at: node };
  }

  private isEmpty(node: Node): boolean {
    switch (this.kind(node)) {
      case K.ArrayLiteralExpression:
        return !node.elements?.length;
      case K.ObjectLiteralExpression:
        return !node.properties?.length;
      case K.NewExpression:
        return /^(Set|Map|Array)$/.test(node.expression?.text ?? '') && !node.arguments?.length;
      default:
        return false;
    }
  }

  /** `p` of `x.filter(other => other !== p)`. */
  private filteredOut(node: Node): Node | undefined {
    const { tree } = this.facts;
    if (this.kind(node) !== K.CallExpression || calleeName(tree, node) !== 'filter') return undefined;
    const receiver = receiverOf(tree, node);
    const callback = node.arguments?.[0] && unwrap(tree, node.arguments[0]);
    if (!receiver || !this.isSame(receiver) || !callback || !isFunction(tree, callback)) return undefined;
    const parameter = callback.parameters?.[0]?.name?.text;
    const test = callback.body && unwrap(tree, callback.body);
    if (!test || parameter === undefined || this.kind(test) !== K.BinaryExpression) return undefined;
    if (!/^!==?$/.test(textOf(tree, test.operatorToken!))) return undefined;
    const sides = [test.left!, test.right!];
    if (!sides.some((side) => textOf(tree, side) === parameter)) return undefined;
    return sides.find((side) => textOf(tree, side) !== parameter);
  }

  private isSame(node: Node): boolean {
    return locationOf(this.facts, node)?.key === this.location.key;
  }

  /** `const batch = x; x = [];`: the name keeps the content, the collection goes on without it. */
  private movesOut(declaration: Node): boolean {
    const fn = this.facts.functionOf(declaration);
    const name = this.location.path.at(-1);
    const mentions =
      name === undefined
        ? this.location.root.kind === 'binding'
          ? this.facts.references(this.location.root.binding)
          : []
        : (this.facts.accesses.get(name) ?? []);
    return mentions.some((node) => {
      const outer = wrapped(this.facts.tree, node);
      const assigned =
        outer.parent && assignmentOf(this.facts.tree, outer.parent) === '=' && outer.parent.left === outer;
      return (
        assigned &&
        node.pos > declaration.pos &&
        this.facts.functionOf(node) === fn &&
        !contains(declaration, node) &&
        this.isSame(node)
      );
    });
  }
}
