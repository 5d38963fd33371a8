/**
 * Read after the await. What is awaited gets a name in front of the statement, or the statement that keeps the old
 * value moves down to the write: the update is then one segment, and nobody comes in between.
 */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { contains, unwrap } from '../../../core/facts/shapes.ts';
import { valueLocation } from '../../../core/facts/tests.ts';
import type { TextEdit } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { ownAwaits, type Place, placeOf } from '../../../core/rewrite/statements.ts';
import { K, type Node } from '../../../core/syntax.ts';
import type { Candidate } from '../detect.ts';
import { decidingTests, dependsOn } from './depends.ts';
import { putInBlock, putInFront } from './front.ts';
import { cutOut, declarationOf, splitAt } from './moved.ts';
import { isStill, type Order } from './still.ts';
import { nameParts, takeOut } from './take-out.ts';

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
    const taken = takeOut(this.order, whole, this.value);
    if (!taken?.length || !this.isFree(taken)) return false;
    if (!this.targetIsStill()) return false;
    const lines = this.names(whole, taken);
    if (whole === this.fn.node.body) putInBlock(this.facts, this.draft, this.fn, this.write, lines);
    else this.inFront(whole, lines);
    return true;
  }

  /** `const before = this.total; await f(); this.total = before + 1`: the first statement moves, or its await does. */
  private inTwo(last: Node): boolean {
    const { tree } = this.facts;
    const first = this.statementAround(this.read);
    const place = placeOf(tree, last);
    if (!first || !place || first.parent !== last.parent) return false;
    const declaration = declarationOf(this.facts, first);
    if (!declaration) return false;
    const from = place.statements.indexOf(first);
    const to = place.statements.indexOf(last);
    const between = place.statements.slice(from + 1, to);
    const ownAwait = ownAwaits(tree, [first]).length > 0;
    const laterAwait = ownAwaits(tree, [...between, last]).length > 0;
    if (ownAwait && laterAwait) return false;
    if (ownAwait) {
      // `const next = this.total + (await f()); this.total = next;`
      const taken = takeOut(this.order, first, declaration.initializer!);
      if (!taken?.length || !this.isFree([...taken, ...between])) return false;
      this.inFront(first, this.names(first, taken));
      return true;
    }
    return this.moveDown(place, from, to);
  }

  private moveDown(place: Place, from: number, to: number): boolean {
    const last = place.statements[to]!;
    const parts = splitAt(this.order, place, from, to);
    if (!parts) return false;
    const taken = ownAwaits(this.facts.tree, [last]).length ? takeOut(this.order, last, this.value) : [];
    if (!taken || !this.isFree([...parts.stay, ...taken]) || !this.targetIsStill()) return false;
    const texts = parts.moved.map((statement) => cutOut(this.facts, this.draft, statement));
    this.inFront(last, [...this.names(last, taken), ...texts]);
    return true;
  }

  private statementAround(node: Node): Node | undefined {
    const { tree } = this.facts;
    for (let at = node; at !== this.fn.node && at.parent; at = at.parent) {
      const k = tree.kind(at);
      if (k === K.ExpressionStatement || k === K.ReturnStatement || k === K.VariableStatement) return at;
    }
    return undefined;
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

  private names(whole: Node, taken: readonly Node[]): string[] {
    const { location } = this.hit;
    const updated = location.path.filter((p) => !p.startsWith('[')).at(-1) ?? location.text;
    return nameParts(this.order, this.draft, whole, taken, updated);
  }

  private inFront(statement: Node, lines: readonly string[]): void {
    putInFront(this.facts, this.draft, statement, lines);
  }
}
