/** Where a file gets or creates the value: each such place becomes one `get(…)`. */
import { callbackOf, calleeOf, uses } from '../../core/facts/callgraph.ts';
import type { Binding, Facts, Fn } from '../../core/facts/facts.ts';
import { contains, isAssignmentTarget, unwrap, wrapped } from '../../core/facts/shapes.ts';
import { captureProblem } from '../../core/rewrite/captures.ts';
import { reachOf } from '../../core/rewrite/reach.ts';
import {
  bodyStatements,
  isInTry,
  isLoop,
  jumpsOut,
  neverEnds,
  ownAwaits,
  ownNodes,
  ownYields,
  placeOf,
  targetOf,
} from '../../core/rewrite/statements.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';
import { type Completion, Completions, coalescing, isLogical } from './fix-completions.ts';
import type { Access, Target } from './fix-target.ts';
import type { Alias, Presence, Tests } from './fix-tests.ts';

export interface Site {
  readonly fn: Fn;
  /** The place and the key, as this function names them. */
  readonly access: Access;
  readonly alias: Alias | undefined;
  readonly exact: boolean;
  /** `expression`: `x ??= …` in place. `if`: a block under a test. `rest`: what follows a test that leaves. */
  readonly form: 'expression' | 'if' | 'rest';
  /** What moves into the callback: statements, or the one expression. */
  readonly nodes: readonly Node[];
  readonly completions: readonly Completion[];
  /** What the whole becomes: a value in place, a statement, the function's result, or a local. */
  readonly outcome: 'value' | 'statement' | 'return' | 'bind';
  readonly start: number;
  readonly end: number;
  /** The test's statement: `if (…) return …;`, or the whole `if`. */
  readonly head: Node;
  /** What else the test asks for, and still does: `options.cached` of `if (options.cached && !this.cache)`. */
  readonly condition: readonly Node[];
  readonly inTry: boolean;
  /** Reads behind it that get the local. */
  readonly later: readonly Node[];
}

/** A private function that sets the location, and only runs where a test has just missed it. */
export interface Helper {
  readonly fn: Fn;
  readonly completions: readonly Completion[];
}

export interface Sites {
  readonly sites: readonly Site[];
  readonly helpers: readonly Helper[];
  /** Awaited calls of helpers without a test: they make the value anew. */
  readonly renewals: readonly Node[];
}

export function sitesOf(facts: Facts, target: Target, tests: Tests): Sites | string {
  return new Finder(facts, target, tests).find();
}

class Finder {
  private readonly facts: Facts;
  private readonly target: Target;
  private readonly tests: Tests;
  private readonly helpers = new Set<Fn>();
  private completions: Completions;

  constructor(facts: Facts, target: Target, tests: Tests) {
    this.facts = facts;
    this.target = target;
    this.tests = tests;
    this.completions = new Completions(facts, target, tests, this.helpers);
  }

  find(): Sites | string {
    const sites: Site[] = [];
    const renewals: Node[] = [];
    const helpers: Helper[] = [];
    for (const access of this.target.accesses) {
      if (access.does !== 'write' || sites.some((s) => contains2(s, access.node))) continue;
      const site = this.siteOf(access);
      if (site) sites.push(site);
      else {
        const helper = this.helperOf(access);
        if (!helper || helpers.some((h) => h.fn === helper.fn)) continue;
        this.helpers.add(helper.fn);
        const calls = uses(this.facts, helper.fn).map((use) => use.call!);
        const own = calls.map((call) => this.around(this.statementOf(call), access));
        const plain = calls.filter((_, i) => !own[i]);
        const isRenewal = (call: Node) => this.isAwaitedStatement(call) && this.target.kind === 'value';
        if (own.some(Boolean) && plain.every(isRenewal)) {
          helpers.push(helper);
          renewals.push(...plain);
          sites.push(...own.flatMap((s) => s ?? []));
        } else this.helpers.delete(helper.fn);
      }
    }
    if (!sites.length) return `the initialisation of \`${this.target.storage.name}\` does not fit into a callback`;
    return this.deadlock(sites, helpers) ?? { sites, helpers, renewals };
  }

  private siteOf(access: Access): Site | undefined {
    if (isLogical(this.facts, access)) return this.inPlace(access, access.node);
    const whole = coalescing(this.facts, this.tests, access);
    if (whole) return this.inPlace(access, whole);
    let at: Node | undefined = access.node;
    for (let depth = 0; at && depth < 3; depth++) {
      const site = this.around(at, access);
      if (site) return site;
      // `.then((client) => { this.client = client; })`: the test is around the chain.
      const fn: Fn = this.facts.functionOf(at);
      at = fn.kind === 'arrow' || fn.kind === 'function' ? callbackOf(this.facts, fn.node)?.call : undefined;
    }
    return undefined;
  }

  private statementOf(call: Node): Node | undefined {
    for (let at: Node | undefined = call; at; at = at.parent) {
      const k = this.facts.tree.kind(at);
      if (k === K.ExpressionStatement || k === K.ReturnStatement || k === K.VariableStatement) return at;
    }
    return undefined;
  }

  private isAwaitedStatement(call: Node): boolean {
    const { tree } = this.facts;
    const parent = wrapped(tree, call).parent;
    return !!parent && tree.kind(parent) === K.AwaitExpression && tree.kind(parent.parent) === K.ExpressionStatement;
  }

  /** `x ??= await make()`, `x ?? (x = await make())`. */
  private inPlace(access: Access, whole: Node): Site | undefined {
    const { tree } = this.facts;
    const { value } = access;
    const fn = this.facts.functionOf(whole);
    if (!value || !fn.async || fn.generator || !ownAwaits(tree, [value]).length) return undefined;
    if (captureProblem(this.facts, fn, [value]) || ownYields(tree, [value]).length) return undefined;
    const outer = wrapped(tree, whole);
    const { parent } = outer;
    const k = parent && tree.kind(parent);
    const operator = tree.kind(whole.operatorToken!);
    const exact = operator === K.QuestionQuestionToken || operator === K.QuestionQuestionEqualsToken;
    const isReturned = k === K.ReturnStatement || (!!parent && parent === fn.node);
    const isStatement = k === K.ExpressionStatement;
    const place = isStatement && parent ? placeOf(tree, parent) : undefined;
    const next = place?.statements[place.index + 1];
    const isNextReturn = !!next && tree.kind(next) === K.ReturnStatement && this.isRead(next.expression, access);
    const later = isStatement && parent && !isNextReturn ? this.laterReads(parent, fn, access) : [];
    const inTry = isInTry(tree, whole, fn.node);
    const node = isStatement && parent ? parent : outer;
    const isOwn = isStatement || this.isLoose(parent);
    return {
      fn,
      access,
      alias: undefined,
      exact,
      form: 'expression',
      nodes: [value],
      completions: [],
      outcome: isNextReturn
        ? 'return'
        : isStatement
          ? later.length
            ? 'bind'
            : 'statement'
          : isReturned && !inTry
            ? 'return'
            : 'value',
      start: startOf(tree, isOwn ? node : whole),
      end: isNextReturn ? next.end : isOwn ? node.end : whole.end,
      head: node,
      condition: [],
      inTry,
      later,
    };
  }

  private isRead(node: Node | undefined, access: Access): boolean {
    const read = node && this.tests.accessAt(node);
    return read?.does === 'read' && this.tests.sameKey(read, access);
  }

  /** Parentheses around the whole are not needed once it is `await …`. */
  private isLoose(parent: Node | undefined): boolean {
    const k = parent && this.facts.tree.kind(parent);
    return (
      k === K.VariableDeclaration || k === K.ReturnStatement || k === K.ArrowFunction || k === K.PropertyAssignment
    );
  }

  /** The nearest test around some code that makes it run only where the value is missing. */
  private around(node: Node | undefined, access: Access): Site | undefined {
    const { tree } = this.facts;
    const fn = node && this.facts.functionOf(node);
    if (!fn || fn.generator || fn.kind === 'constructor' || fn.kind === 'module') return undefined;
    for (let at = node; at !== fn.node && at.parent; at = at.parent) {
      const { parent } = at;
      if (tree.kind(parent) === K.IfStatement && parent.thenStatement === at && !parent.elseStatement) {
        const site = this.underTest(fn, parent, access);
        if (site) return site;
      }
      const place = placeOf(tree, at);
      for (const before of place?.statements.slice(0, place.index).reverse() ?? []) {
        const site = tree.kind(before) === K.IfStatement ? this.afterTest(fn, before, access) : undefined;
        if (site) return site;
      }
    }
    return undefined;
  }

  /** `if (!x) { … }` */
  private underTest(fn: Fn, statement: Node, access: Access): Site | undefined {
    const { tree } = this.facts;
    const whole = this.presenceOf(statement, access);
    const part = whole ? undefined : this.conjunct(statement, access);
    const presence = whole ?? part?.presence;
    if (!presence || presence.whenPresent || (part && presence.alias)) return undefined;
    const nodes = bodyStatements(tree, statement.thenStatement!);
    const completions = this.movable(fn, nodes, presence);
    const place = placeOf(tree, statement);
    if (!completions || !place) return undefined;
    const next = place.statements[place.index + 1];
    const isReturn = !!next && tree.kind(next) === K.ReturnStatement && this.isValue(next.expression, presence);
    const returnsInside = completions.some((c) => this.isReturning(c));
    if (returnsInside && (!isReturn || part)) return undefined;
    if ((!isReturn || part) && !fn.async) return undefined;
    const { alias } = presence;
    if (part) return { ...this.site(fn, presence, 'if', statement, nodes, completions), condition: part.others };
    const later = isReturn
      ? []
      : alias
        ? this.laterUses(alias, statement)
        : this.laterReads(statement, fn, presence.access);
    if (!later || (alias && !this.aliasIsOnlyHere(alias, statement, nodes))) return undefined;
    const first = alias && this.isAdjacent(alias.statement, statement) ? alias.statement : statement;
    return {
      ...this.site(fn, presence, 'if', statement, nodes, completions),
      outcome: isReturn ? 'return' : later.length ? 'bind' : 'statement',
      start: startOf(tree, first),
      end: isReturn ? next.end : statement.end,
      later,
    };
  }

  private site(
    fn: Fn,
    { access, alias, exact }: Presence,
    form: Site['form'],
    head: Node,
    nodes: readonly Node[],
    completions: readonly Completion[],
  ): Site {
    const { tree } = this.facts;
    return {
      fn,
      access,
      alias,
      exact,
      form,
      nodes,
      completions,
      outcome: 'statement',
      start: startOf(tree, head),
      end: head.end,
      head,
      condition: [],
      inTry: isInTry(tree, head, fn.node),
      later: [],
    };
  }

  /** `if (options.cached && !this.cache)`: one part asks for the value, and the others may be asked first. */
  private conjunct(statement: Node, access: Access): { presence: Presence; others: Node[] } | undefined {
    const { tree } = this.facts;
    const parts: Node[] = [];
    const split = (node: Node): void => {
      const inner = tree.kind(node) === K.ParenthesizedExpression ? node.expression! : node;
      if (tree.kind(inner) !== K.BinaryExpression || tree.kind(inner.operatorToken!) !== K.AmpersandAmpersandToken) {
        parts.push(node);
        return;
      }
      split(inner.left!);
      split(inner.right!);
    };
    split(statement.expression!);
    const at = parts.findIndex((part) => this.tests.presence(part));
    const presence = at < 0 ? undefined : this.tests.presence(parts[at]!);
    if (!presence || !this.tests.sameKey(presence.access, access)) return undefined;
    const others = parts.filter((_, i) => i !== at);
    if (this.completions.ownAccesses(others).length) return undefined;
    const isAct = (n: Node) => [K.CallExpression, K.NewExpression, K.AwaitExpression].includes(tree.kind(n));
    return ownNodes(tree, parts.slice(at + 1), isAct).length ? undefined : { presence, others };
  }

  /** `if (x) return x; …` */
  private afterTest(fn: Fn, statement: Node, access: Access): Site | undefined {
    const { tree } = this.facts;
    const presence = this.presenceOf(statement, access);
    const place = placeOf(tree, statement);
    if (!presence?.whenPresent || statement.elseStatement || !place) return undefined;
    const [leave, ...others] = bodyStatements(tree, statement.thenStatement!);
    if (!leave || others.length) return undefined;
    const nodes = place.statements.slice(place.index + 1);
    const completions = nodes.length ? this.movable(fn, nodes, presence, place.list) : undefined;
    if (!completions) return undefined;
    const k = tree.kind(leave);
    const hasValue = k === K.ReturnStatement && !!leave.expression;
    if (hasValue && !this.isValue(leave.expression, presence)) return undefined;
    const isFlag = this.target.kind === 'flag' || this.target.kind === 'set';
    const returns = completions.map((c) => this.isReturning(c));
    if (!isFlag && returns.some((r) => r !== hasValue)) return undefined;
    if (isFlag && hasValue) return undefined;
    const isEnd = place.list === fn.node.body;
    const isLoopEnd = isLoop(tree, place.list.parent) && place.list.parent.statement === place.list;
    if (
      k === K.ReturnStatement
        ? !isEnd && !(hasValue && neverEnds(tree, nodes))
        : k !== K.ContinueStatement || !isLoopEnd
    )
      return undefined;
    if (k === K.ContinueStatement && targetOf(tree, leave) !== place.list.parent) return undefined;
    if (!hasValue && !fn.async) return undefined;
    const { alias } = presence;
    if (alias && !this.aliasIsOnlyHere(alias, statement, nodes)) return undefined;
    const first = alias && this.isAdjacent(alias.statement, statement) ? alias.statement : statement;
    return {
      ...this.site(fn, presence, 'rest', statement, nodes, completions),
      outcome: hasValue ? 'return' : 'statement',
      start: startOf(tree, first),
      end: nodes.at(-1)!.end,
    };
  }

  private isReturning({ finalReturn, dropped, statement }: Completion): boolean {
    return !!finalReturn?.expression || !!dropped || this.facts.tree.kind(statement) === K.ReturnStatement;
  }

  private presenceOf(statement: Node, access: Access): Presence | undefined {
    const presence = this.tests.presence(statement.expression!);
    return presence && this.tests.sameKey(presence.access, access) ? presence : undefined;
  }

  /** The statements can become the body of a callback that returns the value. */
  private movable(fn: Fn, nodes: readonly Node[], presence: Presence, list?: Node): readonly Completion[] | undefined {
    const { tree } = this.facts;
    const { alias } = presence;
    void list;
    const completions = this.completions.of(nodes, alias);
    if (!completions) return undefined;
    if (jumpsOut(tree, nodes).length || ownYields(tree, nodes).length) return undefined;
    if (!ownAwaits(tree, nodes).length && !completions.some((c) => c.chain)) return undefined;
    const except = new Set<Binding>(alias ? [alias.binding] : []);
    return captureProblem(this.facts, fn, nodes, except) ? undefined : completions;
  }

  /** `this.client`, an alias of it, `Promise.resolve(this.client)`. */
  private isValue(node: Node | undefined, presence: Presence): boolean {
    if (!node) return false;
    const { tree } = this.facts;
    const inner = unwrap(tree, node);
    if (tree.kind(inner) === K.AwaitExpression) return false;
    const call =
      tree.kind(inner) === K.CallExpression && /^Promise\s*\.\s*resolve$/.test(this.textOf(inner.expression!));
    const value = call ? inner.arguments?.[0] : inner;
    const operand = value && this.tests.operand(value);
    if (!operand) return false;
    if (operand.alias) return operand.alias.binding === presence.alias?.binding && operand.access.does === 'read';
    return operand.access.does === 'read' && this.tests.sameKey(operand.access, presence.access);
  }

  private textOf(node: Node): string {
    return this.facts.tree.text.slice(startOf(this.facts.tree, node), node.end);
  }

  /** Reads of the place in the statements behind, up to the first write: the `get` has just given their value. */
  private laterReads(statement: Node, fn: Fn, access: Access): Node[] {
    const { facts } = this;
    if (this.target.kind === 'flag' || this.target.kind === 'set') return [];
    const place = placeOf(facts.tree, statement);
    if (!place) return [];
    const own = this.completions.ownAccesses(place.statements.slice(place.index + 1));
    const reads: Node[] = [];
    for (const next of own.sort((a, b) => a.node.pos - b.node.pos)) {
      if (next.does === 'write' || next.does === 'reset' || next.does === 'renew') break;
      const isSame = next.does === 'read' && this.tests.sameKey(next, access);
      if (isSame && facts.functionOf(next.node) === fn) reads.push(next.node);
    }
    return reads;
  }

  /** Every use of the alias behind the statement; undefined where one writes it. */
  private laterUses(alias: Alias, statement: Node): Node[] | undefined {
    const { facts } = this;
    const later = facts.references(alias.binding).filter((use) => use.pos >= statement.end);
    return later.some((use) => isAssignmentTarget(facts.tree, use)) ? undefined : later;
  }

  /** Nothing between the alias and the test, and nothing else in the moved code, looks at the alias. */
  private aliasIsOnlyHere(alias: Alias, statement: Node, nodes: readonly Node[]): boolean {
    const { facts } = this;
    const place = placeOf(facts.tree, alias.statement);
    const inSameList = place?.statements.includes(statement);
    if (!inSameList) return false;
    const between = place!.statements.slice(place!.index + 1, place!.statements.indexOf(statement));
    if (ownAwaits(facts.tree, between).length) return false;
    const uses = facts.references(alias.binding);
    if (between.some((node) => uses.some((use) => contains(node, use)))) return false;
    const inside = uses.filter((use) => nodes.some((node) => contains(node, use)));
    const completions = nodes.length ? (this.completions.of(nodes, alias) ?? []) : [];
    if (inside.filter((use) => isAssignmentTarget(facts.tree, use)).length > 1) return false;
    const first = inside[0];
    if (first && this.isOwnAssignment(first, nodes)) return true;
    return inside.every((use) => completions.some((c) => [c.finalReturn, c.value].some((n) => n && contains(n, use))));
  }

  /** `client = await connect();` as a statement of its own: it becomes a local of the callback. */
  private isOwnAssignment(use: Node, nodes: readonly Node[]): boolean {
    const { tree } = this.facts;
    const { parent } = use;
    return isAssignmentTarget(tree, use) && parent.left === use && nodes.includes(parent.parent);
  }

  private isAdjacent(first: Node, second: Node): boolean {
    const place = placeOf(this.facts.tree, first);
    return place?.statements[place.index + 1] === second;
  }

  private helperOf(access: Access): Helper | undefined {
    const { facts } = this;
    const fn = facts.functionOf(access.node);
    if (!fn.async || fn.generator || fn.kind === 'module' || fn.kind === 'constructor') return undefined;
    const isPrivate = fn.member ? fn.member.access === 'private' : !this.isExported(fn);
    const calls = uses(facts, fn);
    if (!isPrivate || !calls.length || calls.some((use) => !use.call)) return undefined;
    const body = fn.node.body;
    if (!body || facts.tree.kind(body) !== K.Block) return undefined;
    const completions = this.completions.of(body.statements ?? [], undefined);
    return completions && { fn, completions };
  }

  private isExported(fn: Fn): boolean {
    const binding = fn.name ? this.facts.lookup(fn.name, fn.node.parent ?? fn.node) : undefined;
    return !binding || binding.exported;
  }

  /**
   * An attempt that asks for its own value waits for itself; and what runs behind the setting but inside the attempt
   * no longer finds the value there.
   */
  private deadlock(sites: readonly Site[], helpers: readonly Helper[]): string | undefined {
    const { facts } = this;
    const getters = new Set(sites.map((site) => site.fn));
    const users = new Set(this.target.accesses.map((a) => facts.functionOf(a.node)));
    for (const site of sites) {
      const reached = reachOf(facts, site.nodes).functions;
      const again = [...reached].find((fn) => getters.has(fn));
      if (again) return `the initialisation of \`${this.target.storage.name}\` comes back to itself`;
    }
    for (const { tail, statement } of [...sites, ...helpers].flatMap((s) => s.completions)) {
      const reached = reachOf(facts, tail).functions;
      const reader = [...reached].find((fn) => users.has(fn) && !contains(statement.parent, fn.node));
      if (reader)
        return `\`${reader.name ?? 'a function'}\` uses \`${this.target.storage.name}\` before its initialisation has ended`;
    }
    return undefined;
  }
}

function contains2(site: Site, node: Node): boolean {
  return site.nodes.some((outer) => contains(outer, node)) || (node.pos >= site.start && node.end <= site.end);
}

export function calledHelper(facts: Facts, helpers: readonly Helper[], call: Node): Helper | undefined {
  const callee = calleeOf(facts, call);
  return helpers.find((h) => h.fn === callee);
}

export function assignedIn(facts: Facts, nodes: readonly Node[], binding: Binding): Node[] {
  return ownNodes(
    facts.tree,
    nodes,
    (n) => facts.tree.kind(n) === K.Identifier && isAssignmentTarget(facts.tree, n) && facts.resolve(n) === binding,
  );
}
