/** The one walk of a file: scopes, names, functions, classes and indexes of what is used where. */
import type { Node, SourceTree } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Access, Binding, BindingKind, Facts, Fn, FnKind, Member, Scope, ThisOwner, Vocabulary } from './facts.ts';
import { FileFacts } from './file-facts.ts';

const suspending = /\bawait\b|\basync\b|\.\s*(?:then|finally)\s*\(|\bPromise\b/;

/** Text without an await, a promise or an async function can hold no finding. */
export function canRace(text: string): boolean {
  return suspending.test(text);
}

const noVocabulary: Vocabulary = { guards: [], locks: [] };

/** `configFile`: of the file's project. */
export function buildFacts(
  tree: SourceTree,
  vocabulary: Vocabulary = noVocabulary,
  configFile: string | undefined = undefined,
): Facts {
  return new FactsBuilder(tree).facts(vocabulary, placeOf(tree.fileName, configFile));
}

function placeOf(fileName: string, configFile: string | undefined): string {
  const above = configFile?.replace(/[^/]*\/[^/]*$/, '');
  return above && fileName.startsWith(above) ? fileName.slice(above.length) : fileName;
}

const typeOnly = new Set<number>([
  K.Unknown,
  K.TypeReference,
  K.UnionType,
  K.ArrayType,
  K.LiteralType,
  K.ParenthesizedType,
  K.TypeOperator,
  K.InterfaceDeclaration,
  K.TypeAliasDeclaration,
  K.IndexSignature,
  K.UndefinedKeyword,
  K.AnyKeyword,
  K.StringKeyword,
  K.NumberKeyword,
  K.BooleanKeyword,
  K.JsxClosingElement,
  K.JsxText,
]);

class FactsBuilder {
  private readonly functions: Fn[] = [];
  private readonly owners: ThisOwner[] = [];
  private readonly bindings: Binding[] = [];
  private readonly accesses = new Map<string, Node[]>();
  private readonly identifiers = new Map<string, Node[]>();
  private readonly calls: Node[] = [];
  private readonly fnByNode = new Map<Node, Fn>();
  private readonly ownerByNode = new Map<Node, ThisOwner>();
  private readonly scopeByNode = new Map<Node, Scope>();
  private readonly exportedNames = new Set<string>();
  private hasExports = false;

  private readonly tree: SourceTree;

  constructor(tree: SourceTree) {
    this.tree = tree;
  }

  facts(vocabulary: Vocabulary, place: string): Facts {
    const { tree } = this;
    const module = this.addFunction(tree.root, 'module', undefined, undefined, undefined, undefined);
    const scope = this.addScope(tree.root, module, undefined);
    for (const statement of tree.root.statements ?? []) this.visit(statement, scope, undefined);
    for (const name of this.exportedNames) this.markExported(scope.names.get(name));
    return new FileFacts({
      tree,
      place,
      vocabulary,
      module,
      functions: this.functions,
      owners: this.owners,
      bindings: this.bindings,
      accesses: this.accesses,
      identifiers: this.identifiers,
      calls: this.calls,
      hasExports: this.hasExports,
      fnByNode: this.fnByNode,
      ownerByNode: this.ownerByNode,
      scopeByNode: this.scopeByNode,
    });
  }

  private kind(node: Node) {
    return this.tree.kind(node);
  }

  private addFunction(
    node: Node,
    kind: FnKind,
    name: string | undefined,
    parent: Fn | undefined,
    self: ThisOwner | undefined,
    member: Member | undefined,
  ): Fn {
    const fn: Fn = {
      id: this.functions.length,
      node,
      kind,
      name,
      async: this.hasModifier(node, K.AsyncKeyword),
      generator: !!node.asteriskToken,
      parent,
      self,
      member,
      suspends: false,
      chains: false,
    };
    this.functions.push(fn);
    this.fnByNode.set(node, fn);
    return fn;
  }

  private addScope(node: Node, fn: Fn, parent: Scope | undefined): Scope {
    const scope: Scope = { node, fn, parent, names: new Map() };
    this.scopeByNode.set(node, scope);
    return scope;
  }

  private hasModifier(node: Node, kind: number): boolean {
    return !!node.modifiers?.some((m) => this.kind(m) === kind);
  }

  private bind(
    ident: Node,
    kind: BindingKind,
    declaration: Node,
    scope: Scope,
    extra: {
      init?: Node | undefined;
      path?: readonly string[] | undefined;
      importedFrom?: Binding['importedFrom'];
    } = {},
  ): Binding {
    const binding: Binding = {
      id: this.bindings.length,
      name: ident.text ?? '',
      kind,
      ident,
      declaration,
      scope,
      init: extra.init,
      path: extra.path,
      importedFrom: extra.importedFrom,
      exported: false,
    };
    this.bindings.push(binding);
    const earlier = scope.names.get(binding.name);
    // Overloads and redeclared `var`s: the first one stands for all, unless only the later one has a body.
    if (!earlier || (kind === 'function' && !earlier.declaration.body)) scope.names.set(binding.name, binding);
    return binding;
  }

  private markExported(binding: Binding | undefined): void {
    if (!binding) return;
    binding.exported = true;
    const held = binding.kind === 'class' ? binding.declaration : binding.init;
    const owner = held && this.ownerByNode.get(this.unwrap(held));
    if (owner) owner.exported = true;
    // `export const service = new Service()` makes the class reachable through its instance.
    if (binding.init && this.kind(binding.init) === K.NewExpression) {
      const callee = binding.init.expression;
      if (callee && this.kind(callee) === K.Identifier) {
        const cls = this.lookupFrom(binding.scope, callee.text ?? '');
        const constructed = cls && this.ownerByNode.get(cls.declaration);
        if (constructed) constructed.exported = true;
      }
    }
  }

  private lookupFrom(scope: Scope | undefined, name: string): Binding | undefined {
    for (let s = scope; s; s = s.parent) {
      const binding = s.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  private unwrap(node: Node): Node {
    let inner = node;
    for (;;) {
      const k = this.kind(inner);
      const isWrapper =
        k === K.ParenthesizedExpression ||
        k === K.AsExpression ||
        k === K.SatisfiesExpression ||
        k === K.NonNullExpression ||
        k === K.TypeAssertionExpression;
      if (!isWrapper || !inner.expression) return inner;
      inner = inner.expression;
    }
  }

  private visitAll(nodes: readonly Node[] | undefined, scope: Scope, self: ThisOwner | undefined): void {
    if (nodes) for (const node of nodes) this.visit(node, scope, self);
  }

  private visit(node: Node, scope: Scope, self: ThisOwner | undefined): void {
    const k = this.kind(node);
    if (typeOnly.has(k)) return;
    switch (k) {
      case K.Identifier:
        push(this.identifiers, node.text ?? '', node);
        return;
      case K.FunctionDeclaration: {
        const binding = node.name && this.bind(node.name, 'function', node, scope);
        if (binding && this.hasModifier(node, K.ExportKeyword)) this.exportLater(binding.name);
        else if (this.hasModifier(node, K.ExportKeyword)) this.hasExports = true;
        this.visitFunction(node, 'function', node.name?.text, scope, undefined, undefined);
        return;
      }
      case K.FunctionExpression:
        this.visitFunction(
          node,
          'function',
          node.name?.text ?? this.nameFromContext(node),
          scope,
          undefined,
          this.memberOfContext(node, self),
        );
        return;
      case K.ArrowFunction:
        this.visitFunction(node, 'arrow', this.nameFromContext(node), scope, self, this.memberOfContext(node, self));
        return;
      case K.ClassDeclaration:
      case K.ClassExpression:
        this.visitClass(node, scope, self);
        return;
      case K.ObjectLiteralExpression:
        this.visitObject(node, scope, self);
        return;
      case K.VariableStatement: {
        const exported = this.hasModifier(node, K.ExportKeyword);
        this.visit(node.declarationList!, scope, self);
        if (exported) {
          this.hasExports = true;
          for (const d of node.declarationList?.declarations ?? []) this.exportNames(d.name);
        }
        return;
      }
      case K.VariableDeclarationList: {
        const kind = this.declarationKind(node);
        if (kind === 'using' && this.tree.text.slice(node.pos, node.end).trimStart().startsWith('await'))
          scope.fn.suspends = true;
        for (const d of node.declarations ?? []) {
          if (d.initializer) this.visit(d.initializer, scope, self);
          if (d.name) this.bindPattern(d.name, kind, d, scope, self, d.initializer, []);
        }
        return;
      }
      case K.ImportDeclaration:
        this.visitImport(node, scope);
        return;
      case K.ImportEqualsDeclaration:
        if (node.name)
          this.bind(node.name, 'import', node, scope, {
            importedFrom: { module: node.moduleReference?.expression?.text ?? '', name: '*' },
          });
        return;
      case K.ExportDeclaration:
        this.hasExports = true;
        if (!node.moduleSpecifier)
          for (const specifier of node.exportClause?.elements ?? [])
            this.exportedNames.add((specifier.propertyName ?? specifier.name)?.text ?? '');
        return;
      case K.ExportAssignment: {
        this.hasExports = true;
        const value = node.expression && this.unwrap(node.expression);
        if (value) {
          this.visit(node.expression!, scope, self);
          if (this.kind(value) === K.Identifier) this.exportedNames.add(value.text ?? '');
          const owner = this.ownerByNode.get(value);
          if (owner) owner.exported = true;
          if (this.kind(value) === K.NewExpression && value.expression?.text)
            this.exportedNames.add(value.expression.text);
        }
        return;
      }
      case K.EnumDeclaration:
        if (node.name) this.bind(node.name, 'other', node, scope);
        return;
      case K.ModuleDeclaration: {
        if (node.name) this.bind(node.name, 'other', node, scope);
        const body = node.body;
        if (body && this.kind(body) === K.ModuleBlock)
          this.visitAll(body.statements, this.addScope(node, scope.fn, scope), undefined);
        return;
      }
      case K.Block:
      case K.CaseBlock:
      case K.ForStatement:
      case K.ForInStatement:
        this.visitChildren(node, this.addScope(node, scope.fn, scope), self);
        return;
      case K.ForOfStatement:
        if (node.awaitModifier) scope.fn.suspends = true;
        this.visitChildren(node, this.addScope(node, scope.fn, scope), self);
        return;
      case K.CatchClause: {
        const inner = this.addScope(node, scope.fn, scope);
        const name = node.variableDeclaration?.name;
        if (name) this.bindPattern(name, 'catch', node.variableDeclaration!, inner, self, undefined, undefined);
        if (node.block) this.visit(node.block, inner, self);
        return;
      }
      case K.PropertyAccessExpression:
        this.visit(node.expression!, scope, self);
        push(this.accesses, node.name?.text ?? '', node);
        return;
      case K.ElementAccessExpression: {
        const key = node.argumentExpression;
        this.visit(node.expression!, scope, self);
        if (key) this.visit(key, scope, self);
        if (key && this.kind(key) === K.StringLiteral) push(this.accesses, key.text ?? '', node);
        return;
      }
      case K.CallExpression:
      case K.NewExpression: {
        this.calls.push(node);
        const method =
          node.expression && this.kind(node.expression) === K.PropertyAccessExpression
            ? node.expression.name?.text
            : undefined;
        if (method === 'then' || method === 'catch' || method === 'finally') scope.fn.chains = true;
        if (node.expression) this.visit(node.expression, scope, self);
        this.visitAll(node.arguments, scope, self);
        return;
      }
      case K.AwaitExpression:
        scope.fn.suspends = true;
        break;
      case K.YieldExpression:
        if (scope.fn.async) scope.fn.suspends = true;
        break;
      case K.BinaryExpression:
        this.noteCommonJsExport(node);
        break;
      case K.LabeledStatement:
        this.visit(node.statement!, scope, self);
        return;
      case K.BreakStatement:
      case K.ContinueStatement:
        return;
      case K.ExpressionWithTypeArguments:
        this.visit(node.expression!, scope, self);
        return;
      case K.PropertyAssignment:
        if (node.name && this.kind(node.name) === K.ComputedPropertyName) this.visit(node.name, scope, self);
        if (node.initializer) this.visit(node.initializer, scope, self);
        return;
      case K.ShorthandPropertyAssignment:
        if (node.name) push(this.identifiers, node.name.text ?? '', node.name);
        if (node.objectAssignmentInitializer) this.visit(node.objectAssignmentInitializer, scope, self);
        return;
      case K.JsxAttribute:
        if (node.initializer) this.visit(node.initializer, scope, self);
        return;
      case K.MetaProperty:
        return;
      default:
        break;
    }
    this.visitChildren(node, scope, self);
  }

  private visitChildren(node: Node, scope: Scope, self: ThisOwner | undefined): void {
    node.forEachChild((child) => {
      this.visit(child, scope, self);
      return undefined;
    });
  }

  private exportLater(name: string): void {
    this.hasExports = true;
    this.exportedNames.add(name);
  }

  private exportNames(name: Node | undefined): void {
    if (!name) return;
    if (this.kind(name) === K.Identifier) this.exportLater(name.text ?? '');
    else for (const element of name.elements ?? []) this.exportNames(element.name);
  }

  /** `module.exports = x`, `exports.a = x`, `module.exports.a = x` in JavaScript and CommonJS TypeScript. */
  private noteCommonJsExport(node: Node): void {
    if (!node.left || !node.operatorToken || this.kind(node.operatorToken) !== K.EqualsToken) return;
    const target = this.tree.text.slice(node.left.pos, node.left.end).trim();
    if (!/^(module\s*\.\s*)?exports\b/.test(target)) return;
    this.hasExports = true;
    const value = node.right && this.unwrap(node.right);
    if (!value) return;
    if (this.kind(value) === K.Identifier) this.exportedNames.add(value.text ?? '');
    for (const property of value.properties ?? []) {
      const held = property.initializer ?? property.name;
      if (held && this.kind(held) === K.Identifier) this.exportedNames.add(held.text ?? '');
    }
  }

  private declarationKind(list: Node): BindingKind {
    const start = this.tree.text.slice(list.pos, list.end).replace(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
    if (start.startsWith('const')) return 'const';
    if (start.startsWith('let')) return 'let';
    if (start.startsWith('using') || start.startsWith('await')) return 'using';
    return 'var';
  }

  private bindPattern(
    name: Node,
    kind: BindingKind,
    declaration: Node,
    scope: Scope,
    self: ThisOwner | undefined,
    init: Node | undefined,
    path: readonly string[] | undefined,
  ): void {
    const k = this.kind(name);
    if (k === K.Identifier) {
      const target = kind === 'var' ? functionScope(scope) : scope;
      this.bind(name, kind, declaration, target, { init, path });
      return;
    }
    for (const element of name.elements ?? []) {
      if (!element.name) continue;
      if (element.initializer) this.visit(element.initializer, scope, self);
      const key = element.propertyName ?? element.name;
      const plain =
        k === K.ObjectBindingPattern &&
        !element.dotDotDotToken &&
        !element.initializer &&
        this.kind(key) === K.Identifier;
      this.bindPattern(
        element.name,
        kind,
        element,
        scope,
        self,
        init,
        plain && path ? [...path, key.text ?? ''] : undefined,
      );
    }
  }

  private visitImport(node: Node, scope: Scope): void {
    const module = node.moduleSpecifier?.text ?? '';
    const clause = node.importClause;
    if (!clause) return;
    if (clause.name) this.bind(clause.name, 'import', clause, scope, { importedFrom: { module, name: 'default' } });
    const named = clause.namedBindings;
    if (!named) return;
    if (this.kind(named) === K.NamespaceImport && named.name)
      this.bind(named.name, 'import', named, scope, { importedFrom: { module, name: '*' } });
    for (const specifier of named.elements ?? []) {
      if (!specifier.name) continue;
      this.bind(specifier.name, 'import', specifier, scope, {
        importedFrom: { module, name: (specifier.propertyName ?? specifier.name).text ?? '' },
      });
    }
  }

  private visitFunction(
    node: Node,
    kind: FnKind,
    name: string | undefined,
    scope: Scope,
    self: ThisOwner | undefined,
    member: Member | undefined,
  ): void {
    const fn = this.addFunction(node, kind, name, scope.fn, self, member);
    const inner = this.addScope(node, fn, scope);
    if (this.kind(node) === K.FunctionExpression && node.name) this.bind(node.name, 'function', node, inner);
    for (const parameter of node.parameters ?? []) {
      this.visitAll(parameter.modifiers, scope, self);
      if (parameter.initializer) this.visit(parameter.initializer, inner, self);
      if (parameter.name) this.bindPattern(parameter.name, 'parameter', parameter, inner, self, undefined, undefined);
    }
    const body = node.body;
    if (!body) return;
    if (this.kind(body) === K.Block) this.visitAll(body.statements, inner, self);
    else this.visit(body, inner, self);
  }

  private visitClass(node: Node, scope: Scope, outerSelf: ThisOwner | undefined): void {
    const heritage = (node.heritageClauses ?? []).flatMap((clause) => {
      // `token` numbers differ between compilers: the text tells `extends` from `implements`.
      const text = this.tree.text.slice(clause.pos, clause.end).trimStart();
      return text.startsWith('extends') ? (clause.types ?? []) : [];
    });
    const owner: ThisOwner = {
      id: this.owners.length,
      node,
      kind: 'class',
      name: node.name?.text ?? this.nameFromContext(node),
      binding: undefined,
      members: new Map(),
      superclass: heritage[0]?.expression,
      base: undefined,
      exported: this.hasModifier(node, K.ExportKeyword),
    };
    this.owners.push(owner);
    this.ownerByNode.set(node, owner);
    if (owner.exported) this.hasExports = true;
    if (this.kind(node) === K.ClassDeclaration && node.name) {
      owner.binding = this.bind(node.name, 'class', node, scope);
      owner.binding.exported = owner.exported;
    }
    this.visitAll(node.modifiers, scope, outerSelf);
    if (owner.superclass) this.visit(owner.superclass, scope, outerSelf);
    const inner = this.addScope(node, scope.fn, scope);
    if (this.kind(node) === K.ClassExpression && node.name) this.bind(node.name, 'class', node, inner);
    for (const member of node.members ?? []) this.declareMember(owner, member);
    for (const member of node.members ?? []) this.visitMember(owner, member, inner);
  }

  private declareMember(owner: ThisOwner, node: Node): void {
    const k = this.kind(node);
    if (k === K.Constructor) {
      for (const parameter of node.parameters ?? []) {
        const isProperty = (parameter.modifiers ?? []).some((m) => accessKeywords.has(this.kind(m)));
        if (isProperty && parameter.name?.text)
          this.addMember(owner, parameter, parameter.name.text, 'parameter-property');
      }
      return;
    }
    const name = this.memberName(node.name);
    if (name === undefined) return;
    if (k === K.PropertyDeclaration) this.addMember(owner, node, name, 'field');
    else if (k === K.MethodDeclaration && (node.body || !owner.members.has(name)))
      this.addMember(owner, node, name, 'method');
    else if (k === K.GetAccessor) this.addMember(owner, node, name, 'getter');
    else if (k === K.SetAccessor && !owner.members.has(name)) this.addMember(owner, node, name, 'setter');
  }

  private addMember(owner: ThisOwner, node: Node, name: string, kind: Member['kind']): Member {
    const member: Member = {
      owner,
      name,
      isStatic: this.hasModifier(node, K.StaticKeyword),
      access: this.accessOf(node, name),
      readonly: this.hasModifier(node, K.ReadonlyKeyword),
      kind,
      declaration: node,
      initializer: node.initializer,
      type: node.type,
      decorated: this.hasModifier(node, K.Decorator),
    };
    owner.members.set(name, member);
    return member;
  }

  private accessOf(node: Node, name: string): Access {
    if (name.startsWith('#') || this.hasModifier(node, K.PrivateKeyword)) return 'private';
    return this.hasModifier(node, K.ProtectedKeyword) ? 'protected' : 'public';
  }

  private memberName(name: Node | undefined): string | undefined {
    if (!name) return undefined;
    const k = this.kind(name);
    return k === K.Identifier || k === K.PrivateIdentifier || k === K.StringLiteral ? name.text : undefined;
  }

  private visitMember(owner: ThisOwner, node: Node, scope: Scope): void {
    const k = this.kind(node);
    this.visitAll(node.modifiers, scope, undefined);
    const name = this.memberName(node.name);
    if (node.name && this.kind(node.name) === K.ComputedPropertyName) this.visit(node.name, scope, undefined);
    if (k === K.PropertyDeclaration) {
      if (!node.initializer) return;
      const fn = this.addFunction(node, 'initializer', name, scope.fn, owner, undefined);
      this.visit(node.initializer, this.addScope(node, fn, scope), owner);
    } else if (k === K.ClassStaticBlockDeclaration) {
      const fn = this.addFunction(node, 'initializer', undefined, scope.fn, owner, undefined);
      this.visitAll(node.body?.statements, this.addScope(node, fn, scope), owner);
    } else if (k === K.MethodDeclaration || k === K.GetAccessor || k === K.SetAccessor || k === K.Constructor) {
      const member = name === undefined ? undefined : owner.members.get(name);
      this.visitFunction(node, methodKinds.get(k)!, name, scope, owner, member);
    }
  }

  private visitObject(node: Node, scope: Scope, outerSelf: ThisOwner | undefined): void {
    const hasMethods = (node.properties ?? []).some((p) => {
      const k = this.kind(p);
      return (
        k === K.MethodDeclaration ||
        k === K.GetAccessor ||
        (k === K.PropertyAssignment && !!p.initializer && this.kind(p.initializer) === K.FunctionExpression)
      );
    });
    if (!hasMethods) {
      this.visitChildren(node, scope, outerSelf);
      return;
    }
    const owner: ThisOwner = {
      id: this.owners.length,
      node,
      kind: 'object',
      name: this.nameFromContext(node),
      binding: undefined,
      members: new Map(),
      superclass: undefined,
      base: undefined,
      exported: false,
    };
    this.owners.push(owner);
    this.ownerByNode.set(node, owner);
    for (const property of node.properties ?? []) {
      const name = this.memberName(property.name);
      const k = this.kind(property);
      if (name === undefined) continue;
      if (k === K.PropertyAssignment || k === K.ShorthandPropertyAssignment) {
        const isFunction = property.initializer && functionKinds.has(this.kind(property.initializer));
        this.addMember(owner, property, name, isFunction ? 'method' : 'field');
      } else if (k === K.MethodDeclaration) this.addMember(owner, property, name, 'method');
      else if (k === K.GetAccessor) this.addMember(owner, property, name, 'getter');
      else if (k === K.SetAccessor && !owner.members.has(name)) this.addMember(owner, property, name, 'setter');
    }
    for (const property of node.properties ?? []) {
      const k = this.kind(property);
      const name = this.memberName(property.name);
      const member = name === undefined ? undefined : owner.members.get(name);
      if (k === K.MethodDeclaration || k === K.GetAccessor || k === K.SetAccessor)
        this.visitFunction(property, methodKinds.get(k)!, name, scope, owner, member);
      else if (
        k === K.PropertyAssignment &&
        property.initializer &&
        this.kind(property.initializer) === K.FunctionExpression
      )
        this.visitFunction(property.initializer, 'method', name, scope, owner, member);
      else this.visit(property, scope, outerSelf);
    }
  }

  /** The name a function or object gets from where it stands: `const f = …`, `f: …`, `this.f = …`, a field. */
  private nameFromContext(node: Node): string | undefined {
    let at = node.parent;
    while (at && this.kind(at) === K.ParenthesizedExpression) at = at.parent;
    if (!at) return undefined;
    const k = this.kind(at);
    if (k === K.VariableDeclaration || k === K.PropertyAssignment || k === K.PropertyDeclaration) return at.name?.text;
    if (k === K.BinaryExpression && at.left && at.right === node) return at.left.name?.text ?? at.left.text;
    return undefined;
  }

  /** `handler = async () => {}` in a class: the arrow is that member's function. */
  private memberOfContext(node: Node, self: ThisOwner | undefined): Member | undefined {
    let at = node.parent;
    while (at && this.kind(at) === K.ParenthesizedExpression) at = at.parent;
    const name = at && this.memberName(at.name);
    if (!at || name === undefined) return undefined;
    if (self && this.kind(at) === K.PropertyDeclaration) {
      const member = self.members.get(name);
      return member?.declaration === at ? member : undefined;
    }
    if (this.kind(at) === K.PropertyAssignment && at.parent) {
      const member = this.ownerByNode.get(at.parent)?.members.get(name);
      return member?.declaration === at ? member : undefined;
    }
    return undefined;
  }
}

const accessKeywords = new Set<number>([K.PrivateKeyword, K.ProtectedKeyword, K.PublicKeyword, K.ReadonlyKeyword]);
const functionKinds = new Set<number>([K.FunctionExpression, K.ArrowFunction]);
const methodKinds = new Map<number, FnKind>([
  [K.MethodDeclaration, 'method'],
  [K.GetAccessor, 'getter'],
  [K.SetAccessor, 'setter'],
  [K.Constructor, 'constructor'],
]);

function functionScope(scope: Scope): Scope {
  let s = scope;
  while (s.parent && s.parent.fn === s.fn && s.node !== s.fn.node) s = s.parent;
  return s;
}

function push(index: Map<string, Node[]>, key: string, node: Node): void {
  const list = index.get(key);
  if (list) list.push(node);
  else index.set(key, [node]);
}
