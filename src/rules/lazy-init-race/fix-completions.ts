/**
 * How a piece of code that makes the value ends: every way through it that comes to its end has set the location, as its
 * last act or with only statements behind it that use the value.
 */
import { calleeOf } from '../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { calleeName, contains, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { neverEnds, ownNodes, ownReturns } from '../../core/rewrite/statements.ts';
import { K, type Node } from '../../core/syntax.ts';
import type { Access, Target } from './fix-target.ts';
import type { Alias, Tests } from './fix-tests.ts';

/** `connect().then((client) => { this.client = client; return client; })` */
export interface Chain {
  /** The `.then(…)` call. */
  readonly call: Node;
  readonly callback: Fn;
  /** Completions of the callback's block; the value itself where it is an expression. */
  readonly inner: readonly Completion[] | Node;
}

export interface Completion {
  /** The statement that sets the location. */
  readonly statement: Node;
  /** What is kept; undefined for a flag. */
  readonly value: Node | undefined;
  /** Statements between it and the end of its list, the final `return` left out. */
  readonly tail: readonly Node[];
  /** `return this.client`, `return client`. */
  readonly finalReturn: Node | undefined;
  /** A `return` of the value behind a statement whose branches set it: each branch returns it instead. */
  readonly dropped: Node | undefined;
  /** A local that is declared, or assigned, in the setting statement: `const c = (this.client = …)`. */
  readonly local: Node | undefined;
  readonly chain: Chain | undefined;
  /** Of the location itself, a helper's call excluded. */
  readonly write: Access | undefined;
}

export class Completions {
  private readonly facts: Facts;
  private readonly target: Target;
  private readonly tests: Tests;
  /** Functions that set the location and are called under a test only. */
  private readonly helpers: ReadonlySet<Fn>;

  constructor(facts: Facts, target: Target, tests: Tests, helpers: ReadonlySet<Fn>) {
    this.facts = facts;
    this.target = target;
    this.tests = tests;
    this.helpers = helpers;
  }

  /** `undefined` where a way ends otherwise, or the location is also written or read in between. */
  of(statements: readonly Node[], alias: Alias | undefined): readonly Completion[] | undefined {
    const found = this.search(statements, alias);
    if (!found?.length) return undefined;
    const { tree } = this.facts;
    const writes = this.ownAccesses(statements).filter((a) => a.does !== 'read' && a.does !== 'has');
    const known = new Set(found.map((c) => c.write));
    if (writes.some((w) => !known.has(w))) return undefined;
    const returns = new Set(found.flatMap((c) => [c.finalReturn, c.dropped, c.statement]));
    if (ownReturns(tree, statements).some((r) => !returns.has(r))) return undefined;
    const allowed = found.flatMap((c) => [...c.tail, c.finalReturn, c.dropped].flatMap((n) => n ?? []));
    const reads = this.ownAccesses(statements).filter((a) => a.does === 'read' || a.does === 'has');
    return reads.every((r) => allowed.some((node) => contains(node, r.node))) ? found : undefined;
  }

  /** Accesses in the code itself, functions inside it left out. */
  ownAccesses(nodes: readonly Node[]): Access[] {
    const own = new Set(ownNodes(this.facts.tree, nodes, () => true));
    return this.target.accesses.filter((a) => own.has(a.node));
  }

  private search(statements: readonly Node[], alias: Alias | undefined): Completion[] | undefined {
    const { tree } = this.facts;
    for (let i = statements.length - 1; i >= 0; i--) {
      const setting = this.settingAt(statements[i]!, alias);
      if (!setting) continue;
      const behind = statements.slice(i + 1);
      const last = behind.at(-1);
      const isReturned = last && tree.kind(last) === K.ReturnStatement;
      if (isReturned && !this.returnsValue(last, setting, alias)) return undefined;
      const tail = isReturned ? behind.slice(0, -1) : behind;
      return [{ ...setting, tail, finalReturn: isReturned ? last : undefined }];
    }
    const last = statements.at(-1);
    if (!last || tree.kind(last) !== K.ReturnStatement || !last.expression) return this.nested(statements, alias);
    const branches = this.nested(statements.slice(0, -1), alias);
    const isSame = branches?.length && branches.every((c) => !c.finalReturn && this.returnsValue(last, c, alias));
    return isSame ? branches.map((c) => ({ ...c, dropped: last })) : undefined;
  }

  /** The last statement branches, and each branch sets it or throws. */
  private nested(statements: readonly Node[], alias: Alias | undefined): Completion[] | undefined {
    const { tree } = this.facts;
    const last = statements.at(-1);
    switch (last && tree.kind(last)) {
      case K.Block:
        return this.search(last!.statements ?? [], alias);
      case K.IfStatement:
        return last!.elseStatement ? this.all([last!.thenStatement!, last!.elseStatement], alias) : undefined;
      case K.TryStatement: {
        const handler = last!.catchClause?.block;
        if (last!.finallyBlock && ownReturns(tree, [last!.finallyBlock]).length) return undefined;
        return this.all([last!.tryBlock!, ...(handler ? [handler] : [])], alias);
      }
      default:
        return undefined;
    }
  }

  private all(branches: readonly Node[], alias: Alias | undefined): Completion[] | undefined {
    const { tree } = this.facts;
    const found: Completion[] = [];
    for (const branch of branches) {
      const statements = tree.kind(branch) === K.Block ? (branch.statements ?? []) : [branch];
      const isThrown = neverEnds(tree, statements) && !ownReturns(tree, statements).length;
      const own = this.search(statements, alias);
      if (own) found.push(...own);
      else if (!isThrown) return undefined;
    }
    return found;
  }

  private settingAt(statement: Node, alias: Alias | undefined): Completion | undefined {
    const { tree } = this.facts;
    const made = (value: Node | undefined, more: Partial<Completion> = {}): Completion => ({
      statement,
      value,
      tail: [],
      finalReturn: undefined,
      dropped: undefined,
      local: undefined,
      chain: undefined,
      write: undefined,
      ...more,
    });
    const k = tree.kind(statement);
    if (k === K.VariableStatement) {
      const declarations = statement.declarationList?.declarations ?? [];
      const [only] = declarations;
      const write = declarations.length === 1 && only?.initializer ? this.writeAt(only.initializer) : undefined;
      return write && tree.kind(only!.name!) === K.Identifier
        ? made(write.value, { write, local: only!.name! })
        : undefined;
    }
    if ((k !== K.ExpressionStatement && k !== K.ReturnStatement) || !statement.expression) return undefined;
    const expression = unwrap(tree, statement.expression);
    const write = this.writeAt(expression);
    if (write) {
      // `return (this.client = await connect())`; a flag or an entry is not what it returns.
      if (k === K.ReturnStatement && (this.target.kind !== 'value' || !write.value)) return undefined;
      return made(this.target.kind === 'value' || this.target.kind === 'map' ? write.value : undefined, { write });
    }
    const awaited = tree.kind(expression) === K.AwaitExpression ? unwrap(tree, expression.expression!) : expression;
    if (tree.kind(awaited) !== K.CallExpression) return undefined;
    const isWaitedFor = awaited !== expression || k === K.ReturnStatement;
    const callee = calleeOf(this.facts, awaited);
    if (isWaitedFor && callee && this.helpers.has(callee)) return made(this.isFlag() ? undefined : expression);
    const chain = isWaitedFor ? this.chainAt(awaited, alias) : undefined;
    if (!chain) return undefined;
    const inner = Array.isArray(chain.inner) ? (chain.inner as readonly Completion[]) : undefined;
    const returned = k === K.ReturnStatement;
    // What the chain resolves to must be what it keeps, if it is returned.
    if (returned && inner && !inner.every((c) => c.finalReturn || this.isFlag())) return undefined;
    return made(this.isFlag() ? undefined : expression, {
      chain,
      write: inner ? inner[0]!.write : this.writeOf(chain),
    });
  }

  private isFlag(): boolean {
    return this.target.kind === 'flag' || this.target.kind === 'set';
  }

  private writeAt(node: Node): Access | undefined {
    const access = this.tests.accessAt(node);
    return access?.does === 'write' && !isLogical(this.facts, access) ? access : undefined;
  }

  private writeOf(chain: Chain): Access | undefined {
    return this.writeAt(chain.callback.node.body!);
  }

  /** The last `.then` of a chain keeps the value; a `.finally` may follow. */
  private chainAt(call: Node, alias: Alias | undefined): Chain | undefined {
    const { facts } = this;
    const { tree } = facts;
    let at = call;
    while (calleeName(tree, at) === 'finally') {
      const receiver = at.expression?.expression && unwrap(tree, at.expression.expression);
      if (!receiver || tree.kind(receiver) !== K.CallExpression) return undefined;
      at = receiver;
    }
    if (calleeName(tree, at) !== 'then' || at.arguments?.length !== 1) return undefined;
    const callback = facts.functionAt(unwrap(tree, at.arguments[0]!));
    const body = callback?.node.body;
    if (!callback || !body) return undefined;
    if (tree.kind(body) === K.Block) {
      const inner = this.of(body.statements ?? [], alias);
      return inner?.length === 1 ? { call: at, callback, inner } : undefined;
    }
    const write = this.writeAt(body);
    if (!write?.value && !this.isFlag()) return undefined;
    return write ? { call: at, callback, inner: write.value ?? body } : undefined;
  }

  /** The statement returns what was just set. */
  private returnsValue(statement: Node, setting: Completion, alias: Alias | undefined): boolean {
    const { tree } = this.facts;
    if (!statement.expression) return this.isFlag();
    if (this.isFlag()) return false;
    const value = unwrap(tree, statement.expression);
    const access = this.tests.accessAt(value);
    if (access?.does === 'read') return true;
    if (tree.kind(value) !== K.Identifier) return false;
    const binding = this.facts.resolve(value);
    if (!binding) return false;
    if (alias?.binding === binding) return true;
    if (setting.local && binding.ident === setting.local) return true;
    const kept = setting.value && unwrap(tree, setting.value);
    return !!kept && tree.kind(kept) === K.Identifier && this.facts.resolve(kept) === binding;
  }
}

/** `??=`, `||=`: it tests for itself. */
export function isLogical(facts: Facts, access: Access): boolean {
  const { tree } = facts;
  const operator = access.node.operatorToken && tree.kind(access.node.operatorToken);
  return operator === K.QuestionQuestionEqualsToken || operator === K.BarBarEqualsToken;
}

/** `this.client ?? (this.client = await connect())`: the whole of it. */
export function coalescing(facts: Facts, tests: Tests, access: Access): Node | undefined {
  const { tree } = facts;
  const outer = wrapped(tree, access.node);
  const { parent } = outer;
  const operator = parent?.operatorToken && tree.kind(parent.operatorToken);
  if (!parent || parent.right !== outer) return undefined;
  if (operator !== K.QuestionQuestionToken && operator !== K.BarBarToken) return undefined;
  const left = tests.accessAt(parent.left!);
  return left?.does === 'read' && tests.sameKey(left, access) ? parent : undefined;
}
