/**
 * Read after the await. What is awaited gets a name in front of the statement, or the statement that keeps the old
 * value moves down to the write: the update is then one segment, and nobody comes in between.
 */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import { contains, isAssignmentTarget, unwrap } from '../../core/facts/shapes.ts';
import { valueLocation } from '../../core/facts/tests.ts';
import type { TextEdit } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { linesOf, ownAwaits, ownNodes, type Place, placeOf } from '../../core/rewrite/statements.ts';
import { indentAt, lineStart, styleOf, wholeLines } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Candidate } from './detect.ts';
import { decidingTests, dependsOn } from './fix-depends.ts';
import { nameFor } from './fix-names.ts';
import { canComeFirst, isStill, type Order } from './fix-order.ts';
import { isResultUsed } from './fix-results.ts';

/** `undefined` where the two orders are not the same to code that runs alone. */
export function readAfterAwait(facts: Facts, { hit }: Candidate): readonly TextEdit[] | undefined {
  const { tree } = facts;
  const { fn, location, read, write } = hit;
  if (!fn.async || fn.generator || hit.writer !== fn || hit.through) return undefined;
  if (tree.kind(hit.suspension) !== K.AwaitExpression || !write.value) return undefined;
  const isSubject = (node: Node) => valueLocation(facts, node)?.key === location.key;
  return new Reorder({ facts, fn, isSubject }, hit, read.node, write.node, write.value).edits();
}

class Reorder {
  private readonly facts: Facts;
  private readonly fn: Fn;
  private readonly order: Order;
  private readonly hit: Candidate['hit'];
  private readonly read: Node;
  private readonly write: Node;
  private readonly value: Node;
  private readonly draft: Draft;

  constructor(order: Order, hit: Candidate['hit'], read: Node, write: Node, value: Node) {
    this.order = order;
    this.facts = order.facts;
    this.fn = order.fn;
    this.hit = hit;
    this.read = read;
    this.write = write;
    this.value = value;
    this.draft = new Draft(order.facts.tree);
  }

  edits(): readonly TextEdit[] | undefined {
    const { fn, facts } = this;
    const { body } = fn.node;
    const whole = body && facts.tree.kind(body) !== K.Block ? body : this.statementAround(this.write);
    if (!whole) return undefined;
    const { test } = this.hit;
    // `(totals.get(k) ?? 0) + …` tests what it reads in the same breath.
    if (test && !(contains(whole, this.read) && contains(whole, test.node))) return undefined;
    const done = contains(whole, this.read) ? this.inOne(whole) : this.inTwo(whole);
    return done ? this.draft.edits() : undefined;
  }

  /** `this.total += await f()`: read and write in one statement, or in the expression that an arrow function returns. */
  private inOne(whole: Node): boolean {
    const taken = this.takeOut(whole, this.value);
    if (!taken?.length || !this.isFree(taken)) return false;
    if (!this.targetIsStill()) return false;
    const lines = this.name(whole, taken);
    if (whole === this.fn.node.body) this.intoBlock(whole, lines);
    else this.inFront(whole, lines);
    return true;
  }

  /** `const before = this.total; await f(); this.total = before + 1`: the first statement moves, or its await does. */
  private inTwo(last: Node): boolean {
    const { tree } = this.facts;
    const first = this.statementAround(this.read);
    const place = placeOf(tree, last);
    if (!first || !place || first.parent !== last.parent) return false;
    const declaration = this.declarationOf(first);
    if (!declaration) return false;
    const from = place.statements.indexOf(first);
    const to = place.statements.indexOf(last);
    const between = place.statements.slice(from + 1, to);
    const ownAwait = ownAwaits(tree, [first]).length > 0;
    const laterAwait = ownAwaits(tree, [...between, last]).length > 0;
    if (ownAwait && laterAwait) return false;
    if (ownAwait) {
      // `const next = this.total + (await f()); this.total = next;`
      const taken = this.takeOut(first, declaration.initializer!);
      if (!taken?.length || !this.isFree([...taken, ...between])) return false;
      this.inFront(first, this.name(first, taken));
      return true;
    }
    return this.moveDown(place, from, to);
  }

  private moveDown(place: Place, from: number, to: number): boolean {
    const { tree } = this.facts;
    const moved: Node[] = [];
    const stay: Node[] = [];
    const names = new Set<string>();
    for (const statement of place.statements.slice(from, to)) {
      const declaration = this.declarationOf(statement);
      const uses = ownOrInner(this.facts, statement, (n) => names.has(n.text ?? '') && tree.kind(n) === K.Identifier);
      if (statement !== place.statements[from] && !uses) {
        stay.push(statement);
        continue;
      }
      if (!declaration?.initializer || !isStill(this.order, declaration.initializer, [])) return false;
      const binding = this.facts.lookup(declaration.name!.text ?? '', declaration.name!);
      if (!binding || !this.facts.isConstant(binding)) return false;
      moved.push(statement);
      names.add(binding.name);
    }
    const last = place.statements[to]!;
    const end = startOf(tree, last);
    const isLate = (statement: Node) => {
      const ident = this.declarationOf(statement)!.name!;
      const binding = this.facts.lookup(ident.text ?? '', ident)!;
      return this.facts.references(binding).every((use) => use.pos >= end - 1 || moved.some((m) => contains(m, use)));
    };
    if (!moved.every(isLate) || this.inputsChange(moved, stay)) return false;
    const taken = ownAwaits(tree, [last]).length ? this.takeOut(last, this.value) : [];
    if (!taken || !this.isFree([...stay, ...taken]) || !this.targetIsStill()) return false;
    const texts = moved.map((statement) => {
      const own = linesOf(tree, statement, statement);
      const isAlone = own.start === lineStart(tree.text, own.start);
      const range = isAlone ? own : { start: startOf(tree, statement), end: statement.end };
      const gone = wholeLines(tree.text, range.start, range.end);
      this.draft.remove(gone.start, gone.end);
      return tree.text.slice(range.start, range.end).trim();
    });
    this.inFront(last, [...this.name(last, taken), ...texts]);
    return true;
  }

  /** What the moved declarations read beside the location is assigned by what they move past. */
  private inputsChange(moved: readonly Node[], stay: readonly Node[]): boolean {
    const { facts } = this;
    const read = new Set(
      ownNodes(facts.tree, moved, (n) => facts.tree.kind(n) === K.Identifier).map((n) => facts.resolve(n)),
    );
    return ownNodes(facts.tree, stay, (n) => isAssignmentTarget(facts.tree, n)).some((n) => {
      const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
      return !!binding && read.has(binding);
    });
  }

  private declarationOf(statement: Node): Node | undefined {
    const { tree } = this.facts;
    const list = tree.kind(statement) === K.VariableStatement ? statement.declarationList : undefined;
    const only = list?.declarations?.length === 1 ? list.declarations[0] : undefined;
    return only?.initializer && only.name && tree.kind(only.name) === K.Identifier ? only : undefined;
  }

  private statementAround(node: Node): Node | undefined {
    const { tree } = this.facts;
    for (let at = node; at !== this.fn.node && at.parent; at = at.parent) {
      const k = tree.kind(at);
      if (k === K.ExpressionStatement || k === K.ReturnStatement || k === K.VariableStatement) return at;
    }
    return undefined;
  }

  /** The largest parts of `root` around each await that don't read the location; undefined: one can't be taken out. */
  private takeOut(whole: Node, root: Node): Node[] | undefined {
    const { tree } = this.facts;
    const taken: Node[] = [];
    for (const awaiting of ownAwaits(tree, [whole])) {
      if (!contains(root, awaiting)) return undefined;
      if (taken.some((part) => contains(part, awaiting))) continue;
      let best: Node | undefined;
      let isInLiteral = false;
      for (let at = awaiting; at !== root.parent; at = at.parent) {
        if (!isExpression(tree.kind(at))) isInLiteral = true;
        else if (this.readsSubject(at)) break;
        else if (!(best && isInLiteral) && !isCallee(at) && canComeFirst(this.order, at, whole, taken)) best = at;
      }
      if (!best) return undefined;
      taken.push(best);
    }
    return taken;
  }

  private readsSubject(node: Node): boolean {
    return contains(node, this.read) || ownNodes(this.facts.tree, [node], this.order.isSubject).length > 0;
  }

  /** Nothing that runs before the read from now on has to do with the location, and no test relies on an earlier read. */
  private isFree(parts: readonly Node[]): boolean {
    const { facts, fn, hit } = this;
    return !dependsOn(facts, parts, hit.location) && !decidingTests(facts, fn, hit.location, this.write).length;
  }

  /** `items[next()]`, `find(id).count`: what is written to is found before the value is computed, and must stay so. */
  private targetIsStill(): boolean {
    const target = this.write.left ?? this.write.expression;
    return !!target && isStill(this.order, unwrap(this.facts.tree, target), []);
  }

  private name(whole: Node, taken: readonly Node[]): string[] {
    const { tree } = this.facts;
    const { semicolon } = styleOf(tree);
    const updated = this.hit.location.path.filter((p) => !p.startsWith('[')).at(-1) ?? this.hit.location.text;
    const list = placeOf(tree, whole)?.list ?? whole;
    return taken.map((part) => {
      const name = nameFor(this.facts, this.fn, list, part, updated);
      const text = textOf(
        tree,
        inParentheses(tree.kind(part) === K.ParenthesizedExpression ? part : undefined) ?? part,
      );
      const property = part.parent;
      const isShorthand = tree.kind(property) === K.PropertyAssignment && property.name?.text === name;
      this.draft.replaceNode(isShorthand ? property : part, name);
      return `const ${name} = ${text}${semicolon}`;
    });
  }

  private inFront(statement: Node, lines: readonly string[]): void {
    const { tree } = this.facts;
    const start = startOf(tree, statement);
    const indent = indentAt(tree.text, start);
    const { indent: unit } = styleOf(tree);
    const place = placeOf(tree, statement);
    if (place) {
      const isFirstOnLine = tree.text.slice(lineStart(tree.text, start), start).trim() === '';
      this.draft.insert(start, lines.map((line) => line + (isFirstOnLine ? `\n${indent}` : ' ')).join(''));
      if (isClause(tree.kind(place.list))) this.braces(place);
      return;
    }
    const outer = indentAt(tree.text, startOf(tree, statement.parent));
    const otherwise = statement === statement.parent.thenStatement ? statement.parent.elseStatement : undefined;
    const end = otherwise ? tree.text.lastIndexOf('else', otherwise.pos) : statement.end;
    this.draft.replace(statement.pos, end, () => {
      const body = [...lines, this.draft.textOf(statement)].map((line) => `\n${outer}${unit}${line}`);
      return ` {${body.join('')}\n${outer}}${otherwise ? ' ' : ''}`;
    });
  }

  /** `case 'a': {`: a name in one clause would be one in all of them. */
  private braces({ list, statements }: Place): void {
    const { tree } = this.facts;
    const last = linesOf(tree, statements.at(-1)!, statements.at(-1)!);
    this.draft.insert(statements[0]!.pos, ' {');
    this.draft.insert(last.end, `\n${indentAt(tree.text, startOf(tree, list))}}`);
  }

  /** `async (i) => (total += await f(i))` */
  private intoBlock(body: Node, lines: readonly string[]): void {
    const { facts } = this;
    const { tree } = facts;
    const { semicolon, indent: unit } = styleOf(tree);
    const indent = indentAt(tree.text, startOf(tree, body));
    const isUsed = isResultUsed(facts, this.fn);
    const inner = isUsed ? body : unwrap(tree, body);
    this.draft.replaceNode(body, () => {
      const text = this.draft.textOf(inner);
      const isBare = isUsed && tree.kind(inner) === K.BinaryExpression && contains(inner, this.write);
      const last = `${isUsed ? 'return ' : ''}${isBare ? `(${text})` : text}${semicolon}`;
      return `{${[...lines, last].map((line) => `\n${indent}${unit}${line}`).join('')}\n${indent}}`;
    });
  }
}

function isClause(kind: number): boolean {
  return kind === K.CaseClause || kind === K.DefaultClause;
}

function inParentheses(node: Node | undefined): Node | undefined {
  return node?.expression;
}

const notExpressions = new Set<number>([
  K.SpreadElement,
  K.SpreadAssignment,
  K.PropertyAssignment,
  K.TemplateSpan,
  K.ArrayLiteralExpression,
  K.ObjectLiteralExpression,
]);

function isExpression(kind: number): boolean {
  return !notExpressions.has(kind);
}

/** `a.b` of `a.b()`: taken out alone it would lose its `this`. */
function isCallee(node: Node): boolean {
  return node.parent?.expression === node && !!node.parent.arguments;
}

function ownOrInner(facts: Facts, node: Node, is: (node: Node) => boolean): boolean {
  void facts;
  const visit = (at: Node): true | undefined => (is(at) ? true : at.forEachChild(visit));
  return visit(node) === true;
}
