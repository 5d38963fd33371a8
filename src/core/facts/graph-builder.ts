/** Builds the graph of one function by walking its statements and expressions in evaluation order. */
import type { Node } from '../syntax.ts';
import { K } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import type { Block, Graph, Op, WriteHow } from './graph.ts';
import {
  baseOf,
  bindingLocation,
  child,
  entrySegment,
  type Location,
  locationOf,
  prefixes,
  wholeCollection,
} from './locations.ts';
import { assignmentOf, calleeName, isFunction, isNot, isUpdate, receiverOf, unwrap } from './shapes.ts';

/** A way out of the statement being built: where it goes, and which `finally` blocks lie on it. */
interface Jump {
  readonly label: string | undefined;
  readonly breakTo: number;
  readonly continueTo: number | undefined;
  readonly finalizers: number;
}

/** The body of a `finally`, or what the end of a scope of `using` does; `handler`: where an exception in it goes. */
interface Finalizer {
  readonly run: () => void;
  readonly handler: number | undefined;
}

const readers = new Set(['get', 'has', 'includes', 'at', 'peek']);
const entryWriters = new Set(['set', 'add', 'delete']);
const wholeWriters = new Set(['clear', 'push', 'unshift', 'pop', 'shift', 'splice', 'sort', 'reverse', 'fill']);

export class GraphBuilder {
  private readonly blocks: Block[] = [];
  private readonly exit: number;
  private at: number;
  private handler: number | undefined;
  private readonly jumps: Jump[] = [];
  private readonly finalizers: Finalizer[] = [];
  private pendingLabel: string | undefined;

  private readonly facts: Facts;
  private readonly fn: Fn;

  constructor(facts: Facts, fn: Fn) {
    this.facts = facts;
    this.fn = fn;
    this.exit = this.newBlock();
    this.at = this.newBlock();
  }

  build(): Graph {
    const entry = this.at;
    const { node, kind } = this.fn;
    if (kind === 'module') this.statements(node.statements ?? []);
    else if (kind === 'initializer' && node.initializer) this.expression(node.initializer);
    else {
      for (const parameter of node.parameters ?? []) if (parameter.initializer) this.maybe(parameter.initializer);
      const body = node.body;
      if (body && this.kind(body) === K.Block) this.statements(body.statements ?? []);
      else if (body) this.expression(body);
    }
    this.goto(this.exit);
    return { fn: this.fn, blocks: this.blocks, entry, exit: this.exit };
  }

  private kind(node: Node) {
    return this.facts.tree.kind(node);
  }

  private newBlock(): number {
    this.blocks.push({
      id: this.blocks.length,
      ops: [],
      next: undefined,
      also: [],
      branch: undefined,
      handler: this.handler,
    });
    return this.blocks.length - 1;
  }

  private get block(): Block {
    return this.blocks[this.at]!;
  }

  private emit(op: Op): void {
    this.block.ops.push(op);
  }

  /** Ends the current block with a jump; what follows is built into a new, so far unreachable block. */
  private goto(target: number): void {
    this.block.next = target;
    this.at = this.newBlock();
  }

  /** Ends the current block, if control reaches its end, and goes on in `target`. */
  private continueIn(target: number): void {
    this.block.next = target;
    this.at = target;
  }

  private statements(nodes: readonly Node[]): void {
    const disposables: Node[] = [];
    for (const node of nodes) {
      if (this.kind(node) === K.VariableStatement && this.isUsing(node.declarationList))
        disposables.push(node.declarationList!);
    }
    if (!disposables.length) {
      for (const node of nodes) this.statement(node);
      return;
    }
    this.withFinalizer(
      () => {
        for (const node of nodes) this.statement(node);
      },
      () => {
        for (const list of [...disposables].reverse()) this.dispose(list);
      },
    );
  }

  private isUsing(list: Node | undefined): boolean {
    return list !== undefined && /^(?:await\s+)?using\b/.test(this.head(list));
  }

  private head(list: Node): string {
    return this.facts.tree.text.slice(list.pos, list.end).replace(/^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  }

  private dispose(list: Node): void {
    this.emit({ op: 'dispose', node: list });
    if (this.head(list).startsWith('await')) this.emit({ op: 'suspend', node: list, how: 'using', awaited: undefined });
  }

  private statement(node: Node): void {
    switch (this.kind(node)) {
      case K.Block:
        this.statements(node.statements ?? []);
        return;
      case K.ExpressionStatement:
        this.expression(node.expression!);
        return;
      case K.VariableStatement:
        this.declarations(node.declarationList!);
        return;
      case K.IfStatement: {
        const yes = this.newBlock();
        const no = this.newBlock();
        const after = node.elseStatement ? this.newBlock() : no;
        this.condition(node.expression!, yes, no);
        this.at = yes;
        this.statement(node.thenStatement!);
        this.block.next ??= after;
        if (node.elseStatement) {
          this.at = no;
          this.statement(node.elseStatement);
          this.block.next ??= after;
        }
        this.at = after;
        return;
      }
      case K.WhileStatement:
        this.loop(undefined, node.expression, undefined, node.statement!);
        return;
      case K.ForStatement:
        this.loop(node.initializer, node.condition, node.incrementor, node.statement!);
        return;
      case K.DoStatement: {
        const body = this.newBlock();
        const test = this.newBlock();
        const after = this.newBlock();
        this.continueIn(body);
        this.inLoop(after, test, () => this.statement(node.statement!));
        this.continueIn(test);
        this.condition(node.expression!, body, after);
        this.at = after;
        return;
      }
      case K.ForOfStatement:
      case K.ForInStatement:
        this.forEach(node);
        return;
      case K.ReturnStatement:
        if (node.expression) this.expression(node.expression);
        this.leave(0, this.exit);
        return;
      case K.ThrowStatement:
        if (node.expression) this.expression(node.expression);
        this.goto(this.handler ?? this.exit);
        return;
      case K.BreakStatement:
      case K.ContinueStatement: {
        const isBreak = this.kind(node) === K.BreakStatement;
        const label = node.label?.text;
        const jump = [...this.jumps]
          .reverse()
          .find((j) => (label ? j.label === label : isBreak || j.continueTo !== undefined));
        if (jump) this.leave(jump.finalizers, isBreak ? jump.breakTo : (jump.continueTo ?? jump.breakTo));
        return;
      }
      case K.LabeledStatement: {
        const inner = node.statement!;
        const k = this.kind(inner);
        const isLoop =
          k === K.WhileStatement ||
          k === K.DoStatement ||
          k === K.ForStatement ||
          k === K.ForOfStatement ||
          k === K.ForInStatement;
        if (isLoop) {
          this.pendingLabel = node.label?.text;
          this.statement(inner);
          return;
        }
        const after = this.newBlock();
        this.jumps.push({
          label: node.label?.text,
          breakTo: after,
          continueTo: undefined,
          finalizers: this.finalizers.length,
        });
        this.statement(inner);
        this.jumps.pop();
        this.continueIn(after);
        return;
      }
      case K.SwitchStatement:
        this.switchStatement(node);
        return;
      case K.TryStatement:
        this.tryStatement(node);
        return;
      case K.ExportAssignment:
        if (node.expression) this.expression(node.expression);
        return;
      case K.ClassDeclaration:
      case K.FunctionDeclaration:
      case K.ImportDeclaration:
      case K.ExportDeclaration:
        return;
      case K.ModuleDeclaration:
        if (node.body && this.kind(node.body) === K.ModuleBlock) this.statements(node.body.statements ?? []);
        return;
      default:
        return;
    }
  }

  private declarations(list: Node): void {
    for (const declaration of list.declarations ?? []) {
      if (!declaration.initializer) continue;
      this.expression(declaration.initializer);
      this.declareNames(declaration.name!, declaration.initializer, declaration);
    }
  }

  /** Writes the names of a declaration; a destructured property is a read of that property first. */
  private declareNames(name: Node, init: Node | undefined, declaration: Node): void {
    if (this.kind(name) === K.Identifier) {
      const binding = this.facts.lookup(name.text ?? '', name);
      if (binding)
        this.emit({ op: 'write', location: bindingLocation(binding), node: declaration, how: 'declare', value: init });
      return;
    }
    const base = init && baseOf(this.facts, init);
    for (const element of name.elements ?? []) {
      if (!element.name) continue;
      const key = element.propertyName ?? element.name;
      if (base && this.kind(name) === K.ObjectBindingPattern && key.text !== undefined && !element.dotDotDotToken)
        this.emit({ op: 'read', location: child(base, key.text), node: element });
      if (element.initializer) this.maybe(element.initializer);
      this.declareNames(element.name, this.kind(element.name) === K.Identifier ? element : undefined, element);
    }
  }

  private loop(initializer: Node | undefined, test: Node | undefined, incrementor: Node | undefined, body: Node): void {
    const label = this.takeLabel();
    if (initializer) {
      if (this.kind(initializer) === K.VariableDeclarationList) this.declarations(initializer);
      else this.expression(initializer);
    }
    const head = this.newBlock();
    const inner = this.newBlock();
    const step = this.newBlock();
    const after = this.newBlock();
    this.continueIn(head);
    if (test) this.condition(test, inner, after);
    else this.block.next = inner;
    this.at = inner;
    this.inLoop(after, step, () => this.statement(body), label);
    this.continueIn(step);
    if (incrementor) this.expression(incrementor);
    this.block.next = head;
    this.at = after;
  }

  private forEach(node: Node): void {
    const label = this.takeLabel();
    this.expression(node.expression!);
    const head = this.newBlock();
    const inner = this.newBlock();
    const after = this.newBlock();
    this.continueIn(head);
    if (node.awaitModifier) this.emit({ op: 'suspend', node, how: 'for-await', awaited: node.expression });
    this.block.also.push(inner, after);
    this.at = inner;
    const target = node.initializer!;
    if (this.kind(target) === K.VariableDeclarationList)
      for (const d of target.declarations ?? []) this.declareNames(d.name!, undefined, d);
    else this.assign(target, undefined, node, '=');
    this.inLoop(after, head, () => this.statement(node.statement!), label);
    this.block.next ??= head;
    this.at = after;
  }

  private takeLabel(): string | undefined {
    const label = this.pendingLabel;
    this.pendingLabel = undefined;
    return label;
  }

  private inLoop(breakTo: number, continueTo: number, body: () => void, label = this.takeLabel()): void {
    this.jumps.push({ label, breakTo, continueTo, finalizers: this.finalizers.length });
    body();
    this.jumps.pop();
  }

  private switchStatement(node: Node): void {
    this.expression(node.expression!);
    const clauses = node.caseBlock?.clauses ?? [];
    const after = this.newBlock();
    const bodies = clauses.map(() => this.newBlock());
    let fallback = after;
    clauses.forEach((clause, i) => {
      if (this.kind(clause) !== K.CaseClause) {
        fallback = bodies[i]!;
        return;
      }
      this.expression(clause.expression!);
      const otherwise = this.newBlock();
      this.block.branch = {
        test: clause.expression!,
        on: 'truth',
        subject: node.expression!,
        onTrue: bodies[i]!,
        onFalse: otherwise,
      };
      this.at = otherwise;
    });
    this.block.next = fallback;
    this.jumps.push({ label: undefined, breakTo: after, continueTo: undefined, finalizers: this.finalizers.length });
    clauses.forEach((clause, i) => {
      this.at = bodies[i]!;
      this.statements(clause.statements ?? []);
      this.block.next ??= bodies[i + 1] ?? after;
    });
    this.jumps.pop();
    this.at = after;
  }

  private tryStatement(node: Node): void {
    const { catchClause, finallyBlock } = node;
    const guarded = () => {
      if (!catchClause) {
        this.statement(node.tryBlock!);
        return;
      }
      const after = this.newBlock();
      const caught = this.newBlock();
      this.withHandler(caught, () => this.statement(node.tryBlock!));
      this.block.next ??= after;
      this.at = caught;
      this.statement(catchClause.block!);
      this.block.next ??= after;
      this.at = after;
    };
    if (finallyBlock) this.withFinalizer(guarded, () => this.statement(finallyBlock));
    else guarded();
  }

  private withHandler(handler: number, body: () => void): void {
    const outer = this.handler;
    this.handler = handler;
    this.continueIn(this.newBlock());
    body();
    this.handler = outer;
    const next = this.newBlock();
    this.block.next ??= next;
    this.at = next;
  }

  /** Runs `finalizer` on every way out of `body`: its end, exceptions, and each jump through it (see `leave`). */
  private withFinalizer(body: () => void, finalizer: () => void): void {
    const thrown = this.newBlock();
    this.finalizers.push({ run: finalizer, handler: this.handler });
    this.withHandler(thrown, body);
    this.finalizers.pop();
    finalizer();
    const after = this.newBlock();
    this.block.next ??= after;
    this.at = thrown;
    finalizer();
    this.block.next ??= this.handler ?? this.exit;
    this.at = after;
  }

  /** Jumps to `target` through the finalizers above `depth`, innermost first. */
  private leave(depth: number, target: number): void {
    const passed = this.finalizers.splice(depth);
    const { handler } = this;
    for (let i = passed.length - 1; i >= 0; i--) {
      this.finalizers.push(...passed.slice(0, i));
      this.handler = passed[i]!.handler;
      this.continueIn(this.newBlock());
      passed[i]!.run();
      this.finalizers.splice(depth);
    }
    this.finalizers.push(...passed);
    this.handler = handler;
    this.goto(target);
  }

  /** Evaluates a test and goes to `yes` or `no`. */
  private condition(node: Node, yes: number, no: number): void {
    const inner = unwrap(this.facts.tree, node);
    if (isNot(this.facts.tree, inner)) {
      this.condition(inner.operand!, no, yes);
      return;
    }
    const operator =
      this.kind(inner) === K.BinaryExpression && inner.operatorToken ? this.kind(inner.operatorToken) : undefined;
    if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken) {
      const middle = this.newBlock();
      if (operator === K.BarBarToken) this.condition(inner.left!, yes, middle);
      else this.condition(inner.left!, middle, no);
      this.at = middle;
      this.condition(inner.right!, yes, no);
      return;
    }
    const k = this.kind(inner);
    if (k === K.TrueKeyword || k === K.FalseKeyword) {
      this.goto(k === K.TrueKeyword ? yes : no);
      return;
    }
    this.expression(inner);
    this.block.branch = { test: inner, on: 'truth', onTrue: yes, onFalse: no };
    this.at = this.newBlock();
  }

  /** A default value: evaluated on one way, passed by on the other. */
  private maybe(node: Node): void {
    const inner = this.newBlock();
    const after = this.newBlock();
    this.block.also.push(inner, after);
    this.at = inner;
    this.expression(node);
    this.continueIn(after);
  }

  private expressions(nodes: readonly Node[] | undefined): void {
    if (nodes) for (const node of nodes) this.expression(node);
  }

  private expression(node: Node): void {
    const inner = unwrap(this.facts.tree, node);
    const k = this.kind(inner);
    switch (k) {
      case K.Identifier:
        this.read(inner);
        return;
      case K.PropertyAccessExpression:
        if (!locationOf(this.facts, inner)) this.expression(inner.expression!);
        this.read(inner);
        return;
      case K.ElementAccessExpression:
        if (!locationOf(this.facts, inner)) this.expression(inner.expression!);
        this.expression(inner.argumentExpression!);
        this.read(inner);
        return;
      case K.AwaitExpression:
        this.expression(inner.expression!);
        this.emit({ op: 'suspend', node: inner, how: 'await', awaited: inner.expression });
        return;
      case K.YieldExpression:
        if (inner.expression) this.expression(inner.expression);
        if (this.fn.async) this.emit({ op: 'suspend', node: inner, how: 'yield', awaited: inner.expression });
        return;
      case K.CallExpression:
        this.call(inner);
        return;
      case K.NewExpression:
        this.expression(inner.expression!);
        this.expressions(inner.arguments);
        this.emit({ op: 'call', node: inner });
        return;
      case K.TaggedTemplateExpression:
        this.expression(inner.tag!);
        this.expression(inner.template!);
        this.emit({ op: 'call', node: inner });
        return;
      case K.BinaryExpression:
        this.binary(inner);
        return;
      case K.PrefixUnaryExpression:
      case K.PostfixUnaryExpression:
        this.expression(inner.operand!);
        if (isUpdate(this.facts.tree, inner)) this.assign(inner.operand!, undefined, inner, 'update');
        return;
      case K.DeleteExpression:
        this.assign(inner.expression!, undefined, inner, 'delete');
        return;
      case K.ConditionalExpression: {
        const yes = this.newBlock();
        const no = this.newBlock();
        const after = this.newBlock();
        this.condition(inner.condition!, yes, no);
        this.at = yes;
        this.expression(inner.whenTrue!);
        this.block.next = after;
        this.at = no;
        this.expression(inner.whenFalse!);
        this.block.next = after;
        this.at = after;
        return;
      }
      case K.ObjectLiteralExpression:
        for (const property of inner.properties ?? []) {
          const p = this.kind(property);
          if (p === K.PropertyAssignment) this.expression(property.initializer!);
          else if (p === K.ShorthandPropertyAssignment) this.read(property.name!);
          else if (p === K.SpreadAssignment) this.expression(property.expression!);
        }
        return;
      case K.ClassExpression:
      case K.ClassDeclaration:
        return;
      default:
        if (isFunction(this.facts.tree, inner)) return;
        this.children(inner);
    }
  }

  /** Everything else evaluates its children in source order: arrays, templates, spreads, JSX, `typeof`, `void`. */
  private children(node: Node): void {
    node.forEachChild((c) => {
      if (this.kind(c) !== K.Unknown) {
        if (this.isExpressionHolder(c)) this.children(c);
        else this.expression(c);
      }
      return undefined;
    });
  }

  private isExpressionHolder(node: Node): boolean {
    const k = this.kind(node);
    return (
      k === K.TemplateSpan ||
      k === K.JsxAttributes ||
      k === K.JsxAttribute ||
      k === K.JsxExpression ||
      k === K.JsxOpeningElement
    );
  }

  private read(node: Node): void {
    const location = locationOf(this.facts, node);
    if (!location || location.root.kind === 'global') return;
    // Each prefix at the part of the expression that denotes it; an alias hides the first ones.
    let part: Node | undefined = node;
    const reads: Op[] = [];
    for (const each of prefixes(location).reverse()) {
      if (!part) break;
      reads.push({ op: 'read', location: each, node: part });
      part = part.expression && unwrap(this.facts.tree, part.expression);
    }
    for (const read of reads.reverse()) this.emit(read);
  }

  private call(node: Node): void {
    const { tree } = this.facts;
    const receiver = receiverOf(tree, node);
    const name = calleeName(tree, node);
    const args = node.arguments ?? [];
    const target = receiver && baseOf(this.facts, receiver);
    if (receiver) {
      if (!target) this.expression(receiver);
      else if (this.kind(unwrap(tree, receiver)) !== K.ThisKeyword) this.readBase(receiver, target);
    } else if (node.expression) this.expression(node.expression);
    this.expressions(args);
    this.emit({ op: 'call', node });
    if (!target || !name || target.root.kind === 'global') return;
    const key = args[0] && entrySegment(this.facts, args[0]);
    if (readers.has(name) && key) this.emit({ op: 'read', location: child(target, key), node });
    else if (entryWriters.has(name) && key) {
      const value = name === 'set' ? args[1] : name === 'add' ? args[0] : undefined;
      this.emit({
        op: 'write',
        location: child(target, key),
        node,
        how: name === 'delete' ? 'delete' : 'mutate',
        value,
        method: name,
      });
    } else if (wholeWriters.has(name) || (name === 'clear' && !args.length))
      this.emit({
        op: 'write',
        location: child(target, wholeCollection),
        node,
        how: 'mutate',
        value: args[0],
        method: name,
      });
  }

  private readBase(receiver: Node, target: Location): void {
    this.emit({ op: 'read', location: target, node: unwrap(this.facts.tree, receiver) });
  }

  private binary(node: Node): void {
    const how = assignmentOf(this.facts.tree, node);
    const operator = node.operatorToken && this.kind(node.operatorToken);
    if (how === 'logical') {
      this.expression(node.left!);
      const assign = this.newBlock();
      const after = this.newBlock();
      if (operator === K.QuestionQuestionEqualsToken)
        this.block.branch = { test: node.left!, on: 'nullish', onTrue: assign, onFalse: after };
      else if (operator === K.BarBarEqualsToken)
        this.block.branch = { test: node.left!, on: 'truth', onTrue: after, onFalse: assign };
      else this.block.branch = { test: node.left!, on: 'truth', onTrue: assign, onFalse: after };
      this.at = assign;
      this.expression(node.right!);
      this.assign(node.left!, node.right, node, 'logical');
      this.continueIn(after);
      return;
    }
    if (how) {
      const left = unwrap(this.facts.tree, node.left!);
      if (how === 'compound') this.expression(left);
      else if (this.kind(left) === K.ElementAccessExpression) this.expression(left.argumentExpression!);
      this.expression(node.right!);
      this.assign(left, node.right, node, how);
      return;
    }
    if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken || operator === K.QuestionQuestionToken) {
      const right = this.newBlock();
      const after = this.newBlock();
      if (operator === K.QuestionQuestionToken) {
        this.expression(node.left!);
        this.block.branch = { test: node.left!, on: 'nullish', onTrue: right, onFalse: after };
      } else if (operator === K.AmpersandAmpersandToken) this.condition(node.left!, right, after);
      else this.condition(node.left!, after, right);
      this.at = right;
      this.expression(node.right!);
      this.continueIn(after);
      return;
    }
    this.expression(node.left!);
    this.expression(node.right!);
    if (operator !== K.InKeyword) return;
    const base = baseOf(this.facts, node.right!);
    if (base && base.root.kind !== 'global')
      this.emit({ op: 'read', location: child(base, entrySegment(this.facts, node.left!)), node });
  }

  private assign(target: Node, value: Node | undefined, node: Node, how: WriteHow): void {
    const inner = unwrap(this.facts.tree, target);
    const k = this.kind(inner);
    if (k === K.ArrayLiteralExpression || k === K.ObjectLiteralExpression) {
      // What is taken apart stands for each part, unless it's a location itself: then the part is another one.
      const whole = value && !locationOf(this.facts, value) ? value : undefined;
      for (const element of inner.elements ?? inner.properties ?? []) {
        const e = this.kind(element);
        if (e === K.PropertyAssignment) this.assign(element.initializer!, whole, node, how);
        else if (e === K.ShorthandPropertyAssignment) {
          if (element.objectAssignmentInitializer) this.maybe(element.objectAssignmentInitializer);
          this.assign(element.name!, whole, node, how);
        } else if (e === K.SpreadElement || e === K.SpreadAssignment)
          this.assign(element.expression!, whole, node, how);
        else this.assign(element, whole, node, how);
      }
      return;
    }
    if (k === K.BinaryExpression && assignmentOf(this.facts.tree, inner) === '=') {
      this.maybe(inner.right!);
      this.assign(inner.left!, value, node, how);
      return;
    }
    const location = locationOf(this.facts, inner);
    if (!location || location.root.kind === 'global') return;
    this.emit({ op: 'write', location, node, how, value });
  }
}
