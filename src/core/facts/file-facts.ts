/** The facts of one file as rules see them: what the walk found, and what is worked out from it on demand. */
import type { Node, SourceTree } from '../syntax.ts';
import type { Binding, Facts, Fn, Scope, ThisOwner, Vocabulary } from './facts.ts';
import { buildGraph, type Graph } from './graph.ts';
import { isAssignmentTarget } from './shapes.ts';

/** What the walk of a file yields. */
export interface Walked {
  readonly tree: SourceTree;
  readonly place: string;
  readonly vocabulary: Vocabulary;
  readonly module: Fn;
  readonly functions: readonly Fn[];
  readonly owners: readonly ThisOwner[];
  readonly bindings: readonly Binding[];
  readonly accesses: ReadonlyMap<string, readonly Node[]>;
  readonly identifiers: ReadonlyMap<string, readonly Node[]>;
  readonly calls: readonly Node[];
  readonly hasExports: boolean;
  readonly fnByNode: ReadonlyMap<Node, Fn>;
  readonly ownerByNode: ReadonlyMap<Node, ThisOwner>;
  readonly scopeByNode: ReadonlyMap<Node, Scope>;
}

export class FileFacts implements Facts {
  readonly tree: SourceTree;
  readonly place: string;
  readonly vocabulary: Vocabulary;
  readonly module: Fn;
  readonly functions: readonly Fn[];
  readonly owners: readonly ThisOwner[];
  readonly bindings: readonly Binding[];
  readonly accesses: ReadonlyMap<string, readonly Node[]>;
  readonly identifiers: ReadonlyMap<string, readonly Node[]>;
  readonly calls: readonly Node[];
  readonly hasExports: boolean;
  private readonly fnByNode: ReadonlyMap<Node, Fn>;
  private readonly ownerByNode: ReadonlyMap<Node, ThisOwner>;
  private readonly scopeByNode: ReadonlyMap<Node, Scope>;
  private readonly graphs = new Map<Fn, Graph>();
  private readonly referencesOf = new Map<Binding, readonly Node[]>();
  private readonly constant = new Map<Binding, boolean>();

  constructor(walked: Walked) {
    this.tree = walked.tree;
    this.place = walked.place;
    this.vocabulary = walked.vocabulary;
    this.module = walked.module;
    this.functions = walked.functions;
    this.owners = walked.owners;
    this.bindings = walked.bindings;
    this.accesses = walked.accesses;
    this.identifiers = walked.identifiers;
    this.calls = walked.calls;
    this.hasExports = walked.hasExports;
    this.fnByNode = walked.fnByNode;
    this.ownerByNode = walked.ownerByNode;
    this.scopeByNode = walked.scopeByNode;
    for (const binding of walked.bindings) {
      const owner = binding.init && walked.ownerByNode.get(binding.init);
      if (owner && !owner.binding) {
        owner.binding = binding;
        owner.exported ||= binding.exported;
      }
    }
    for (const owner of walked.owners) {
      const superclass = owner.superclass && this.resolve(owner.superclass);
      const base = superclass && walked.ownerByNode.get(superclass.declaration);
      if (base && base !== owner) owner.base = base;
    }
  }

  functionAt(node: Node): Fn | undefined {
    return this.fnByNode.get(node);
  }

  ownerAt(node: Node): ThisOwner | undefined {
    return this.ownerByNode.get(node);
  }

  functionOf(node: Node): Fn {
    for (let at = node.parent; at; at = at.parent) {
      const fn = this.fnByNode.get(at);
      if (fn) return fn;
    }
    return this.module;
  }

  scopeOf(node: Node): Scope {
    for (let at: Node | undefined = node; at; at = at.parent) {
      const scope = this.scopeByNode.get(at);
      if (scope) return scope;
    }
    return this.scopeByNode.get(this.tree.root)!;
  }

  lookup(name: string, from: Node): Binding | undefined {
    for (let scope: Scope | undefined = this.scopeOf(from); scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  resolve(identifier: Node): Binding | undefined {
    return this.lookup(identifier.text ?? '', identifier);
  }

  references(binding: Binding): readonly Node[] {
    let found = this.referencesOf.get(binding);
    if (!found) {
      found = (this.identifiers.get(binding.name) ?? []).filter(
        (node) => node !== binding.ident && this.resolve(node) === binding,
      );
      this.referencesOf.set(binding, found);
    }
    return found;
  }

  isConstant(binding: Binding): boolean {
    if (binding.kind === 'const' || binding.kind === 'using' || binding.kind === 'import') return true;
    let known = this.constant.get(binding);
    if (known === undefined) {
      known = !this.references(binding).some((node) => isAssignmentTarget(this.tree, node));
      this.constant.set(binding, known);
    }
    return known;
  }

  graph(fn: Fn): Graph {
    let graph = this.graphs.get(fn);
    if (!graph) {
      graph = buildGraph(this, fn);
      this.graphs.set(fn, graph);
    }
    return graph;
  }
}
