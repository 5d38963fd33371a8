/** What the result of an await depends on: the names and fields in the arguments of what is awaited. */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { locationOf } from '../../core/facts/locations.ts';
import { assignmentOf, calleeName, receiverOf, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { K, type Node } from '../../core/syntax.ts';

export interface Leaf {
  /** A name, or an access that begins with one or with `this`. */
  readonly node: Node;
  readonly binding: Binding | undefined;
  /** The `await`, or the call that `.then` follows. */
  readonly awaited: Node;
  /** Found in a helper that is called on the way. */
  readonly inHelper: boolean;
}

/** Methods that give another form of what they are called on. */
const forms = /^(map|flatMap|filter|join|slice|trim\w*|to[A-Z]\w*|concat|split|replace\w*|entries|keys|values|at|get)$/;

/** Methods that put into a collection what it is made of. */
const adders = /^(push|unshift|add|set)$/;

/** `within`: what is declared outside of it is a leaf, what inside of it is looked into. */
export function leavesOf(facts: Facts, value: Node, within: Fn, awaited?: Node): Leaf[] {
  const leaves = new Leaves(facts, within);
  // What is handed to `.then` waits for what it is called on.
  leaves.visit(value, awaited, false, 0);
  return leaves.found;
}

class Leaves {
  readonly found: Leaf[] = [];
  private readonly seen = new Set<Node | Binding>();
  private readonly seenAwaited = new Set<Binding>();
  private helpers = 0;
  private readonly facts: Facts;
  private readonly within: Fn;

  constructor(facts: Facts, within: Fn) {
    this.facts = facts;
    this.within = within;
  }

  /** `isMeans`: what something is called on, not given to it. */
  visit(node: Node, awaited: Node | undefined, isMeans: boolean, depth: number): void {
    const { facts } = this;
    const { tree } = facts;
    const inner = unwrap(tree, node);
    if (depth > 24) return;
    const next = depth + 1;
    switch (tree.kind(inner)) {
      case K.Identifier:
        this.name(inner, inner, awaited, isMeans, next);
        return;
      case K.AwaitExpression:
        this.visit(inner.expression!, inner, false, next);
        return;
      case K.CallExpression:
      case K.NewExpression:
        this.call(inner, awaited, next);
        return;
      case K.PropertyAccessExpression:
      case K.ElementAccessExpression:
        this.access(inner, awaited, isMeans, next);
        return;
      case K.PropertyAssignment:
        this.visit(inner.initializer!, awaited, false, next);
        return;
      case K.ShorthandPropertyAssignment:
        this.visit(inner.name!, awaited, false, next);
        return;
      case K.JsxElement:
      case K.JsxSelfClosingElement:
        return;
      default:
        inner.forEachChild((part) => {
          this.visit(part, awaited, false, next);
          return undefined;
        });
    }
  }

  private call(call: Node, awaited: Node | undefined, depth: number): void {
    const { facts } = this;
    const { tree } = facts;
    const name = calleeName(tree, call);
    const receiver = receiverOf(tree, call);
    const isChain = !!receiver && /^(then|catch|finally)$/.test(name ?? '');
    for (const argument of call.arguments ?? []) this.visit(argument, awaited, false, depth);
    if (receiver) {
      const k = tree.kind(unwrap(tree, receiver));
      const isMeans = !isChain && !forms.test(name ?? '') && k !== K.CallExpression && k !== K.AwaitExpression;
      this.visit(receiver, awaited, isMeans, depth);
    }
    // What a helper of the same file is given beside its arguments.
    const helper = awaited && tree.kind(call) === K.CallExpression ? calleeOf(facts, call) : undefined;
    if (!helper || this.seen.has(helper.node) || this.seen.size > 40) return;
    this.seen.add(helper.node);
    this.helpers++;
    for (const each of facts.calls) {
      if (each.pos < helper.node.pos || each.end > helper.node.end) continue;
      for (const argument of each.arguments ?? []) this.visit(argument, awaited, false, depth + 4);
    }
    this.helpers--;
  }

  private access(node: Node, awaited: Node | undefined, isMeans: boolean, depth: number): void {
    const { facts } = this;
    const { tree } = facts;
    let root = node;
    while (root.expression && (root === node || isAccess(tree.kind(root)))) root = unwrap(tree, root.expression);
    if (tree.kind(node) === K.ElementAccessExpression) this.visit(node.argumentExpression!, awaited, false, depth);
    const k = tree.kind(root);
    if (k === K.ThisKeyword) this.add(node, undefined, awaited, isMeans);
    else if (k === K.Identifier) this.name(root, node, awaited, isMeans, depth);
    else this.visit(root, awaited, isMeans, depth);
  }

  private name(ident: Node, whole: Node, awaited: Node | undefined, isMeans: boolean, depth: number): void {
    const { facts } = this;
    const binding = facts.resolve(ident);
    if (!binding || binding.kind === 'import' || binding.kind === 'function' || binding.kind === 'class') return;
    const isOutside = binding.scope.fn.node.pos < this.within.node.pos || binding.scope.fn.kind === 'module';
    const chain = binding.kind === 'parameter' ? chainOf(facts, binding.scope.fn) : undefined;
    if (isOutside || (binding.kind === 'parameter' && !chain)) {
      this.add(whole, binding, awaited, isMeans);
      return;
    }
    const seen = awaited ? this.seenAwaited : this.seen;
    if (seen.has(binding)) return;
    seen.add(binding);
    if (chain) this.visit(chain, chain, false, depth);
    if (binding.init) this.visit(binding.init, awaited, isMeans, depth);
    for (const use of facts.references(binding)) {
      const { parent } = wrapped(facts.tree, use);
      const call =
        parent && facts.tree.kind(parent) === K.PropertyAccessExpression && adders.test(parent.name?.text ?? '')
          ? parent.parent
          : undefined;
      if (call && facts.tree.kind(call) === K.CallExpression)
        for (const argument of call.arguments ?? []) this.visit(argument, awaited, false, depth);
      if (parent && assignmentOf(facts.tree, parent) === '=' && parent.left && unwrap(facts.tree, parent.left) === use)
        this.visit(parent.right!, awaited, isMeans, depth);
    }
  }

  private add(node: Node, binding: Binding | undefined, awaited: Node | undefined, isMeans: boolean): void {
    if (awaited && !isMeans && (binding || locationOf(this.facts, node)))
      this.found.push({ node, binding, awaited, inHelper: this.helpers > 0 });
  }
}

function isAccess(kind: number): boolean {
  return kind === K.PropertyAccessExpression || kind === K.ElementAccessExpression;
}

/** What a continuation gets its value from: `f(x)` of `f(x).then((value) => …)`. */
export function chainOf({ tree }: Facts, fn: Fn): Node | undefined {
  const { parent } = wrapped(tree, fn.node);
  if (!parent || tree.kind(parent) !== K.CallExpression || calleeName(tree, parent) !== 'then') return undefined;
  return parent.arguments?.[0] && unwrap(tree, parent.arguments[0]) === fn.node ? receiverOf(tree, parent) : undefined;
}
