/** What the walk of a file gathers on its way: functions, classes, scopes and indexes of what is used where. */
import type { Kind, Node, SourceTree } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Binding, Fn, FnKind, Member, Scope, ThisOwner } from '../facts.ts';

const none: readonly Node[] = [];

export class Walk {
  readonly tree: SourceTree;
  readonly functions: Fn[] = [];
  readonly owners: ThisOwner[] = [];
  readonly bindings: Binding[] = [];
  readonly accesses = new Map<string, Node[]>();
  readonly identifiers = new Map<string, Node[]>();
  readonly calls: Node[] = [];
  readonly fnByNode = new Map<Node, Fn>();
  readonly ownerByNode = new Map<Node, ThisOwner>();
  readonly scopeByNode = new Map<Node, Scope>();
  /** Names of the module's scope: what they stand for may be declared further down. */
  readonly exportedNames = new Set<string>();
  hasExports = false;

  constructor(tree: SourceTree) {
    this.tree = tree;
  }

  kind(node: Node): Kind {
    return this.tree.kind(node);
  }

  hasModifier(node: Node, kind: number): boolean {
    for (const modifier of node.modifiers ?? none) if (this.kind(modifier) === kind) return true;
    return false;
  }

  addFunction(
    node: Node,
    kind: FnKind,
    place: {
      readonly name?: string | undefined;
      readonly parent?: Fn | undefined;
      readonly self?: ThisOwner | undefined;
      readonly member?: Member | undefined;
    },
  ): Fn {
    const fn: Fn = {
      id: this.functions.length,
      node,
      kind,
      name: place.name,
      async: this.hasModifier(node, K.AsyncKeyword),
      generator: !!node.asteriskToken,
      parent: place.parent,
      self: place.self,
      member: place.member,
      suspends: false,
      chains: false,
    };
    this.functions.push(fn);
    this.fnByNode.set(node, fn);
    return fn;
  }

  /** The members and the binding of an owner follow: what they hold looks it up. */
  addOwner(node: Node, kind: ThisOwner['kind'], place: Pick<ThisOwner, 'name' | 'superclass' | 'exported'>): ThisOwner {
    const owner: ThisOwner = {
      id: this.owners.length,
      node,
      kind,
      name: place.name,
      binding: undefined,
      members: new Map(),
      superclass: place.superclass,
      base: undefined,
      exported: place.exported,
    };
    this.owners.push(owner);
    this.ownerByNode.set(node, owner);
    return owner;
  }

  addScope(node: Node, fn: Fn, parent: Scope | undefined): Scope {
    const scope: Scope = { node, fn, parent, names: new Map() };
    this.scopeByNode.set(node, scope);
    return scope;
  }

  /** `name`: an identifier in expression position. */
  addIdentifier(name: Node): void {
    push(this.identifiers, name.text ?? '', name);
  }

  addAccess(key: string, access: Node): void {
    push(this.accesses, key, access);
  }
}

function push(index: Map<string, Node[]>, key: string, node: Node): void {
  const list = index.get(key);
  if (list) list.push(node);
  else index.set(key, [node]);
}
