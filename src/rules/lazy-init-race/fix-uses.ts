/** Everything else that is done to the value: looking at it, resetting it, setting it outright. */
import type { TypeAnswer } from '../../core/answers.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains, isUndefinedOrNull, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Draft } from '../../core/rewrite/draft.ts';
import { isLoop, ownAwaits, placeOf, statementOf } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';
import type { Naming } from './fix-render.ts';
import type { Access, Target } from './fix-target.ts';

/** How a read stands in its expression. */
type Standing =
  /** Its truth is asked. */
  | 'test'
  /** Compared with undefined or null. */
  | 'compared'
  /** `x?.y`, `x!`: whatever it is, it is allowed for. */
  | 'safe'
  /** `x.y`, `x()`: it must be there. */
  | 'member'
  | 'value';

export interface UsesInput {
  readonly facts: Facts;
  readonly target: Target;
  readonly draft: Draft;
  readonly naming: Naming;
  readonly typeOf: (node: Node) => TypeAnswer;
  /** The declared type lets `null` in: then what is handed on stays null where nothing is there. */
  readonly nullable: boolean;
}

/** Undefined when all could be rewritten; else the reason why not. */
export function rewriteUses(input: UsesInput, accesses: readonly Access[]): string | undefined {
  return new Uses(input).all(accesses);
}

class Uses {
  private readonly facts: Facts;
  private readonly target: Target;
  private readonly draft: Draft;
  private readonly naming: Naming;
  private readonly typeOf: (node: Node) => TypeAnswer;
  private readonly nullable: boolean;

  constructor({ facts, target, draft, naming, typeOf, nullable }: UsesInput) {
    this.facts = facts;
    this.target = target;
    this.draft = draft;
    this.naming = naming;
    this.typeOf = typeOf;
    this.nullable = nullable;
  }

  all(accesses: readonly Access[]): string | undefined {
    const byFn = new Map<Fn, Access[]>();
    for (const access of [...accesses].sort((a, b) => a.node.pos - b.node.pos)) {
      const fn = this.facts.functionOf(access.node);
      byFn.set(fn, [...(byFn.get(fn) ?? []), access]);
    }
    for (const own of byFn.values()) {
      const problem = this.target.kind === 'value' ? this.values(own) : this.each(own);
      if (problem) return problem;
    }
    return undefined;
  }

  private each(accesses: readonly Access[]): string | undefined {
    for (const access of accesses) {
      const problem = access.does === 'read' || access.does === 'has' ? this.look(access) : this.change(access);
      if (problem) return problem;
    }
    return undefined;
  }

  /** `undefined` when done. */
  private look(access: Access): string | undefined {
    const { draft, naming, target } = this;
    const { node, use, key } = access;
    const place = naming.place(use);
    switch (target.kind) {
      case 'flag':
        draft.replaceNode(node, `${place}.settled`);
        return undefined;
      case 'set':
      case 'map':
        if (access.does === 'read') this.rename(node.expression!, `${place}.peek`);
        else draft.replaceNode(use, place);
        void key;
        return undefined;
      case 'value':
        return this.peek(access);
    }
  }

  private rename(callee: Node, text: string): void {
    this.draft.replaceNode(callee, text);
  }

  private peek({ node, use }: Access): string | undefined {
    const { tree } = this.facts;
    const peek = `${this.naming.place(use)}.peek()`;
    const standing = this.standing(node);
    if (standing === 'compared') {
      const other = this.comparedWith(node)!;
      this.draft.replaceNode(node, peek);
      if (tree.kind(unwrap(tree, other)) === K.NullKeyword) this.draft.replaceNode(other, 'undefined');
      return undefined;
    }
    const { parent } = wrapped(tree, node);
    const shorthand = parent && tree.kind(parent) === K.ShorthandPropertyAssignment;
    const value = standing === 'value' && this.nullable ? this.orNull(node, peek) : peek;
    this.draft.replaceNode(node, shorthand ? `${node.text}: ${value}` : value);
    return undefined;
  }

  private orNull(node: Node, peek: string): string {
    const { tree } = this.facts;
    const { parent } = wrapped(tree, node);
    const k = parent && tree.kind(parent);
    const isLoose =
      k === K.ReturnStatement ||
      k === K.VariableDeclaration ||
      k === K.CallExpression ||
      k === K.PropertyAssignment ||
      k === K.ShorthandPropertyAssignment ||
      k === K.ArrowFunction ||
      k === K.ParenthesizedExpression;
    return isLoose ? `${peek} ?? null` : `(${peek} ?? null)`;
  }

  private standing(node: Node): Standing {
    const { tree } = this.facts;
    const outer = wrapped(tree, node);
    for (let at = node; at !== outer; at = at.parent) if (tree.kind(at.parent) === K.NonNullExpression) return 'safe';
    const { parent } = outer;
    if (!parent) return 'value';
    switch (tree.kind(parent)) {
      case K.PropertyAccessExpression:
      case K.ElementAccessExpression:
      case K.CallExpression:
        if (parent.expression !== outer) return 'value';
        return parent.questionDotToken ? 'safe' : 'member';
      case K.PrefixUnaryExpression:
      case K.IfStatement:
      case K.WhileStatement:
      case K.DoStatement:
        return 'test';
      case K.ConditionalExpression:
        return parent.condition === outer ? 'test' : 'value';
      case K.BinaryExpression: {
        if (this.comparedWith(node)) return 'compared';
        const operator = tree.kind(parent.operatorToken!);
        const isLogical = operator === K.AmpersandAmpersandToken || operator === K.BarBarToken;
        if (operator === K.QuestionQuestionToken && parent.left === outer) return 'safe';
        return isLogical && (parent.left === outer || this.isTested(parent)) ? 'test' : 'value';
      }
      default:
        return 'value';
    }
  }

  private isTested(node: Node): boolean {
    const { tree } = this.facts;
    const { parent } = wrapped(tree, node);
    const k = parent && tree.kind(parent);
    if (k === K.IfStatement || k === K.WhileStatement || k === K.PrefixUnaryExpression) return true;
    return k === K.BinaryExpression && this.isTested(parent);
  }

  private comparedWith(node: Node): Node | undefined {
    const { tree } = this.facts;
    const outer = wrapped(tree, node);
    const { parent } = outer;
    if (!parent || tree.kind(parent) !== K.BinaryExpression) return undefined;
    const other = parent.left === outer ? parent.right! : parent.left!;
    return isUndefinedOrNull(tree, other) ? other : undefined;
  }

  /** The accesses of one function to a value that TypeScript may have narrowed between them. */
  private values(accesses: readonly Access[]): string | undefined {
    const narrowed = accesses.filter((a) => a.does === 'read' && this.isNarrowed(a.node));
    if (!narrowed.length) return this.each(accesses);
    const written = accesses.find((a) => a.does === 'write' && a.node.end <= narrowed[0]!.node.pos);
    if (written) return this.afterWrite(accesses, written);
    return this.throughLocal(accesses, narrowed);
  }

  /** Its type here is the declared one without undefined: a test, or an assignment, before it says so. */
  private isNarrowed(node: Node): boolean {
    const standing = this.standing(node);
    if (standing !== 'member' && standing !== 'value') return false;
    const type = this.typeOf(node);
    return type.unknown ? standing === 'member' : !type.nullable;
  }

  /** `const client = this.client.peek();` in front of the first test, and the reads that it governs use that. */
  private throughLocal(accesses: readonly Access[], narrowed: readonly Access[]): string | undefined {
    const { facts, draft } = this;
    const { tree } = facts;
    const first = accesses.find((a) => a.does === 'read')!;
    const firstStanding = this.standing(first.node);
    const why = `\`${tree.text.slice(startOf(tree, first.node), first.node.end)}\` is relied on without a test in the same function`;
    if (firstStanding !== 'test' && firstStanding !== 'compared' && firstStanding !== 'value') return why;
    if (narrowed.includes(first)) return why;
    let statement = statementOf(tree, first.node);
    while (statement && !this.holdsAll(statement, narrowed)) statement = statementOf(tree, statement.parent);
    const place = statement && placeOf(tree, statement);
    if (!statement || !place || facts.functionOf(statement) !== facts.functionOf(first.node)) return why;
    const stop = accesses.find((a) => a.does !== 'read' && a.node.pos > first.node.pos)?.node;
    if (stop && narrowed.some((a) => a.node.pos > stop.pos && !this.isOtherWay(stop, a.node)))
      return `${why} since it was set`;
    const reads = accesses.filter((a) => a.does === 'read' && place.statements.some((s) => contains(s, a.node)));
    const suspension = ownAwaits(tree, place.statements).find((n) => n.pos > first.node.pos);
    const last = Math.max(...narrowed.map((a) => a.node.end));
    const isFresh = (at: Node) => (!suspension || at.end <= suspension.end) && (!stop || at.end <= stop.pos);
    const governed = reads.filter((a) => a.node.pos < last || isFresh(a.node));
    const retested = governed.find(
      (a) => suspension && a.node.pos > suspension.end && this.standing(a.node) !== 'member' && !narrowed.includes(a),
    );
    if (retested)
      return `\`${tree.text.slice(startOf(tree, retested.node), retested.node.end)}\` is looked at again after a suspension`;
    const loop = governed.find((a) => this.isInLoopBelow(a.node, place.list) && suspension);
    if (loop) return why;
    const local = this.naming.local(first.node);
    const at = startOf(tree, statement);
    const { semicolon } = styleOf(tree);
    draft.insert(at, `const ${local} = ${this.naming.place(first.use)}.peek()${semicolon}\n${indentAt(tree.text, at)}`);
    for (const { node } of governed) this.toLocal(node, local);
    return this.each(accesses.filter((a) => !governed.includes(a)));
  }

  private holdsAll(statement: Node, accesses: readonly Access[]): boolean {
    const list = statement.parent;
    return accesses.every((a) => contains(list, a.node));
  }

  /** They stand in different branches of one statement: what one does the other never sees. */
  private isOtherWay(a: Node, b: Node): boolean {
    const { tree } = this.facts;
    for (let at: Node | undefined = a; at; at = at.parent) {
      if (tree.kind(at) !== K.IfStatement) continue;
      const inThen = contains(at.thenStatement!, a);
      if (inThen && at.elseStatement && contains(at.elseStatement, b)) return true;
    }
    return false;
  }

  private isInLoopBelow(node: Node, list: Node): boolean {
    for (let at = node.parent; at && at !== list; at = at.parent) if (isLoop(this.facts.tree, at)) return true;
    return false;
  }

  private toLocal(node: Node, local: string): void {
    const { tree } = this.facts;
    const compared = this.comparedWith(node);
    if (compared && tree.kind(unwrap(tree, compared)) === K.NullKeyword) this.draft.replaceNode(compared, 'undefined');
    const { parent } = wrapped(tree, node);
    const shorthand = parent && tree.kind(parent) === K.ShorthandPropertyAssignment && node.text !== local;
    this.draft.replaceNode(node, shorthand ? `${node.text}: ${local}` : local);
  }

  /** `this.client = make(); this.client.start();`: the new value in a local first. */
  private afterWrite(accesses: readonly Access[], write: Access): string | undefined {
    const { facts, draft } = this;
    const { tree } = facts;
    const statement = write.node.parent;
    const place = placeOf(tree, statement);
    const after = accesses.filter((a) => a.node.pos >= write.node.end);
    const why = `\`${this.target.storage.name}\` is set and then relied on`;
    if (!place || after.some((a) => a.does !== 'read' || !contains(place.list, a.node))) return why;
    if (accesses.some((a) => a.node.pos < write.node.pos && a.does === 'read' && this.isNarrowed(a.node))) return why;
    const value = unwrap(tree, write.value!);
    const binding = tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
    const own = binding && facts.isConstant(binding) ? value.text! : undefined;
    const local = own ?? this.naming.local(write.node);
    const { semicolon } = styleOf(tree);
    const indent = indentAt(tree.text, startOf(tree, statement));
    const set = `${this.naming.place(write.use)}.set(${local})${semicolon}`;
    if (own) draft.replaceNode(statement, set);
    else
      draft.replaceNode(statement, () => `const ${local} = ${draft.textOf(write.value!)}${semicolon}\n${indent}${set}`);
    for (const { node } of after) this.toLocal(node, local);
    return this.each(accesses.filter((a) => a.node.pos < write.node.pos));
  }

  private change(access: Access): string | undefined {
    const { draft, naming, target } = this;
    const { tree } = this.facts;
    const { node, use, value, does } = access;
    const place = naming.place(use);
    if (does === 'same') {
      draft.replaceNode(use, place);
      return undefined;
    }
    const { parent } = wrapped(tree, node);
    const k = parent && tree.kind(parent);
    if (target.kind === 'map' || target.kind === 'set') {
      if (does === 'renew') {
        if (k !== K.ExpressionStatement) return `\`${this.target.storage.name}\` is set in the middle of an expression`;
        draft.replaceNode(node, `${place}.clear()`);
      } else if (target.kind === 'set' && does === 'write') {
        draft.replace(startOf(tree, node), node.arguments![0]!.pos, `${place}.set(`);
        draft.insert(node.arguments![0]!.end, ', undefined');
      } else draft.replaceNode(use, place);
      return undefined;
    }
    if (k !== K.ExpressionStatement && k !== K.ArrowFunction && k !== K.VoidExpression)
      return `\`${this.target.storage.name}\` is set in the middle of an expression`;
    const outer = wrapped(tree, node);
    const stored = target.kind === 'flag' ? () => '' : () => draft.textOf(value!);
    if (does === 'reset') draft.replaceNode(outer, `${place}.reset()`);
    else draft.replaceNode(outer, () => `${place}.set(${stored()})`);
    return undefined;
  }
}
