/** Writes the `get(…)` of a site: the callback with what makes the value, and what becomes of the code around it. */
import type { Facts } from '../../core/facts/facts.ts';
import { contains, isAssignmentTarget, unwrap } from '../../core/facts/shapes.ts';
import { type Draft, indented } from '../../core/rewrite/draft.ts';
import { freeLocal } from '../../core/rewrite/names.ts';
import { commentsIn, isInTry, ownAwaits, ownNodes } from '../../core/rewrite/statements.ts';
import { indentAt, styleOf, wholeLines } from '../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import type { Completion } from './fix-completions.ts';
import type { Helper, Site } from './fix-sites.ts';
import type { Access, Target } from './fix-target.ts';

export interface Naming {
  /** The place as it is called from now on. */
  place(use: Node): string;
  /** What a function calls the value that it holds in a local. */
  local(at: Node): string;
  /** `init()` for a flag resolves to nothing. */
  isVoid(awaited: Node): boolean;
}

export class Renderer {
  private readonly facts: Facts;
  private readonly target: Target;
  private readonly draft: Draft;
  private readonly naming: Naming;
  private readonly semicolon: string;
  private readonly unit: string;
  /** `await`s that the rewrite takes away. */
  private readonly dropped = new Set<Node>();

  constructor(facts: Facts, target: Target, draft: Draft, naming: Naming) {
    this.facts = facts;
    this.target = target;
    this.draft = draft;
    this.naming = naming;
    const style = styleOf(facts.tree);
    this.semicolon = style.semicolon;
    this.unit = style.indent;
  }

  site(site: Site): void {
    const { draft } = this;
    const single = site.form === 'expression' ? site.nodes[0] : this.singleValue(site);
    if (!single) this.statements(site);
    else if (this.isWholeChain(site, single)) this.keepNothing(site.completions[0]!);
    if (site.alias && site.start > site.alias.statement.pos + 1 && !this.isCovered(site, site.alias.statement)) {
      const { statement } = site.alias;
      const lines = wholeLines(this.facts.tree.text, startOf(this.facts.tree, statement), statement.end);
      draft.remove(lines.start, lines.end);
    }
    const local =
      site.outcome === 'bind' ? (site.alias?.binding.name ?? this.naming.local(site.access.node)) : undefined;
    if (local && !site.alias) for (const read of site.later) this.toLocal(read, local);
    draft.replace(site.start, site.end, () => this.text(site, single, local));
  }

  private statements({ alias, completions, nodes, fn }: Site): void {
    for (const completion of completions) this.completion(completion, fn.node.body!);
    if (!alias) return;
    // `client = await connect();` becomes a local of the callback, unless its value is returned at once.
    const { tree } = this.facts;
    const isReturned = completions.some((c) => c.value && !c.tail.length && this.madeBefore(c));
    const use = this.facts.references(alias.binding).find((n) => nodes.some((outer) => contains(outer, n)));
    const isAssigned = use && isAssignmentTarget(tree, use);
    if (isAssigned && !isReturned) this.draft.insert(startOf(tree, use.parent), 'const ');
  }

  private isCovered(site: Site, statement: Node): boolean {
    return startOf(this.facts.tree, statement) >= site.start && statement.end <= site.end;
  }

  private text(site: Site, single: Node | undefined, local: string | undefined): string {
    const { tree } = this.facts;
    const { use, key } = site.access;
    const outer = indentAt(tree.text, site.start);
    const indent = site.condition.length ? outer + this.unit : outer;
    const callback = single ? this.arrow(single, indent) : this.block(site, indent);
    const get = `${this.naming.place(use)}.get(${key ? `${textOf(tree, key)}, ` : ''}${callback})`;
    const comments = this.comments(site, indent);
    switch (site.outcome) {
      case 'value':
        return `await ${get}`;
      case 'statement':
        return this.conditioned(site, `${comments}await ${get}${this.semicolon}`, outer);
      case 'bind':
        return `${comments}const ${local} = await ${get}${this.semicolon}`;
      case 'return': {
        if (site.form === 'expression' && tree.kind(site.head) !== K.ExpressionStatement) return get;
        return `${comments}return ${site.inTry ? 'await ' : ''}${get}${this.semicolon}`;
      }
    }
  }

  /** Under what else the test asked for. */
  private conditioned({ condition, head }: Site, statement: string, indent: string): string {
    if (!condition.length) return statement;
    const { tree } = this.facts;
    const test = `if (${condition.map((part) => this.draft.textOf(part)).join(' && ')})`;
    const inner = `${indent}${this.unit}`;
    const body = head.thenStatement!;
    if (tree.kind(body) === K.Block) return `${test} {\n${inner}${statement}\n${indent}}`;
    const isBelow = tree.text.slice(body.pos, startOf(tree, body)).includes('\n');
    return isBelow ? `${test}\n${inner}${statement}` : `${test} ${statement}`;
  }

  /** Comments of the code that goes: of the test, and between it and the `return` behind it. */
  private comments(site: Site, indent: string): string {
    const { tree } = this.facts;
    const body = site.head.thenStatement;
    const gaps = !body
      ? [[site.head.end, site.end]]
      : site.form === 'if'
        ? [
            [site.start, startOf(tree, body)],
            [site.head.end, site.end],
          ]
        : [[site.start, site.head.end]];
    return gaps
      .flatMap(([from, to]) => commentsIn(tree, from!, to!))
      .map((comment) => `${comment}\n${indent}`)
      .join('');
  }

  /** The one expression that the moved statements come to: `this.c = await make()`, `const c = await make(); this.c = c;`. */
  private singleValue({ nodes, completions, form, head }: Site): Node | undefined {
    const { tree } = this.facts;
    const [only] = completions;
    if (completions.length !== 1 || !only || only.tail.length || only.local) return undefined;
    const region = form === 'if' ? head.thenStatement! : undefined;
    const from = region ? startOf(tree, region) : head.end;
    const to = region ? region.end : nodes.at(-1)!.end;
    const inside = commentsIn(tree, from, to).length;
    const rest = nodes.filter((n) => n !== only.finalReturn && n !== only.dropped && n !== only.statement);
    const isFlag = this.target.kind === 'flag' || this.target.kind === 'set';
    if (isFlag) {
      const [work, ...more] = rest;
      if (inside || !work || more.length || tree.kind(work) !== K.ExpressionStatement || only.chain) return undefined;
      const awaited = unwrap(tree, work.expression!);
      return tree.kind(awaited) === K.AwaitExpression && this.naming.isVoid(awaited) ? awaited : undefined;
    }
    if (!only.value) return undefined;
    // Comments inside the value move with it.
    if (inside !== commentsIn(tree, startOf(tree, only.value), only.value.end).length) return undefined;
    if (!rest.length) return only.chain && this.isPlainChain(only) ? this.chainValue(only) : only.value;
    if (only.chain) return undefined;
    const made = rest.length === 1 ? this.declaredValue(rest[0]!, only) : undefined;
    return made;
  }

  /** `const c = await make();`, or `c = await make();` of an alias, in front of `this.c = c;`. */
  private declaredValue(statement: Node, { value }: Completion): Node | undefined {
    const { tree } = this.facts;
    const kept = unwrap(tree, value!);
    if (tree.kind(kept) !== K.Identifier) return undefined;
    const binding = this.facts.resolve(kept);
    if (tree.kind(statement) === K.VariableStatement) {
      const declarations = statement.declarationList?.declarations ?? [];
      const [only] = declarations;
      return declarations.length === 1 && only!.name === binding?.ident && !only!.type ? only!.initializer : undefined;
    }
    if (tree.kind(statement) !== K.ExpressionStatement) return undefined;
    const assignment = unwrap(tree, statement.expression!);
    const isOwn =
      tree.kind(assignment) === K.BinaryExpression &&
      tree.kind(assignment.operatorToken!) === K.EqualsToken &&
      tree.kind(assignment.left!) === K.Identifier &&
      this.facts.resolve(assignment.left!) === binding;
    return isOwn ? assignment.right : undefined;
  }

  private isPlainChain({ chain }: Completion): boolean {
    const inner = chain!.inner;
    const { parameters } = chain!.callback.node;
    if (parameters?.length !== 1) return false;
    const { tree } = this.facts;
    const isParameter = (node: Node | undefined) =>
      !!node &&
      tree.kind(unwrap(tree, node)) === K.Identifier &&
      this.facts.resolve(unwrap(tree, node))?.ident === parameters[0]!.name;
    if (!Array.isArray(inner)) return isParameter(inner as Node);
    const [only] = inner as readonly Completion[];
    const { statements } = chain!.callback.node.body!;
    return isParameter(only!.value) && !only!.tail.length && statements?.length === (only!.finalReturn ? 2 : 1);
  }

  private isWholeChain({ completions }: Site, single: Node): boolean {
    return !!completions[0]?.chain && completions[0].value === single;
  }

  /** The `.then` goes on with what it does besides keeping the value. */
  private keepNothing({ chain }: Completion): void {
    const { inner, callback } = chain!;
    if (Array.isArray(inner))
      for (const completion of inner as readonly Completion[]) this.completion(completion, callback.node.body!);
    else this.draft.replaceNode(callback.node.body!, () => this.draft.textOf(inner as Node));
  }

  /** The receiver of a `.then` that does nothing but keep the value. */
  private chainValue({ chain, value }: Completion): Node {
    const { tree } = this.facts;
    const { call } = chain!;
    const receiver = call.expression!.expression!;
    const outer = unwrap(tree, value!);
    const whole = tree.kind(outer) === K.AwaitExpression ? unwrap(tree, outer.expression!) : outer;
    if (whole === call) return receiver;
    this.draft.remove(receiver.end, call.end);
    return whole;
  }

  /** `() => connect()` */
  private arrow(value: Node, indent: string): string {
    const { tree } = this.facts;
    const inner = unwrap(tree, value);
    const isAwait = tree.kind(inner) === K.AwaitExpression;
    const shown = isAwait ? inner.expression! : value;
    const isAsync = ownAwaits(tree, [shown]).length > 0;
    const from = startOf(tree, shown);
    const text = dedented(this.draft.text(from, shown.end), this.deeper(from, indent));
    const body =
      tree.kind(unwrap(tree, shown)) === K.ObjectLiteralExpression && !text.startsWith('(') ? `(${text})` : text;
    return `${isAsync ? 'async ' : ''}() => ${body}`;
  }

  private deeper(pos: number, indent: string): string {
    const own = indentAt(this.facts.tree.text, pos);
    return own.startsWith(indent) ? own.slice(indent.length) : '';
  }

  private block(site: Site, indent: string): string {
    const { tree } = this.facts;
    const awaits = ownAwaits(tree, site.nodes).filter((node) => !this.dropped.has(node));
    const head = `${awaits.length ? 'async ' : ''}() => {`;
    const last = site.nodes.at(-1)!;
    const body = site.form === 'if' ? site.head.thenStatement! : undefined;
    if (body && tree.kind(body) === K.Block) {
      const inside = this.tidy(this.draft.text(startOf(tree, body) + 1, body.end - 1));
      return `${head}${site.condition.length ? indented(inside, this.unit) + this.unit : inside}}`;
    }
    const from = body ? body.pos : site.head.end;
    const lines = this.ownLines(this.draft.text(from, last.end), indent, !body);
    return `${head}\n${lines}\n${indent}}`;
  }

  /** What is moved in as lines of its own, one level deeper; a comment behind the test comes first. */
  private ownLines(moved: string, indent: string, deeper: boolean): string {
    const behind = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?[ \t]*\r?\n/.exec(moved);
    const rest = behind ? moved.slice(behind[0].length).replace(/^(?:[ \t]*\r?\n)+/, '') : indent + moved.trimStart();
    const lines = behind?.[1] ? `${indent}${behind[1]}\n${rest}` : rest;
    const shifted = deeper || !behind ? indented(lines, this.unit) : lines;
    return shifted.replace(/\s+$/, '');
  }

  /** Removed statements may leave blank lines in front of the closing brace. */
  private tidy(text: string): string {
    return text.replace(/\n(?:[ \t]*\r?\n)+([ \t]*)$/, '\n$1');
  }

  /** Within the callback, and in helpers: what was kept is returned instead. */
  completion(completion: Completion, within: Node): void {
    const { tree } = this.facts;
    const { statement, value, tail, finalReturn, dropped, chain, local } = completion;
    if (dropped) this.removeLines(dropped);
    if (chain) return this.chain(completion, within);
    if (!value) {
      if (completion.write) this.removeLines(statement);
      if (finalReturn && !tail.length) this.removeLines(finalReturn);
      return;
    }
    const inTry = isInTry(tree, statement, within);
    const bound = tail.length || local ? this.boundName(completion) : undefined;
    if (bound === undefined) {
      const end =
        finalReturn && !commentsIn(tree, statement.end, finalReturn.end).length ? finalReturn.end : statement.end;
      if (finalReturn && end !== finalReturn.end) this.removeLines(finalReturn);
      const before = this.madeBefore(completion);
      const kept = before?.value ?? value;
      const start = startOf(tree, before?.statement ?? statement);
      this.stripAwait(kept, inTry);
      this.draft.replace(start, end, () => `return ${this.returned(kept, inTry)}${this.semicolon}`);
      return;
    }
    this.bind(completion, bound);
    if (finalReturn) this.draft.replaceNode(finalReturn, `return ${bound}${this.semicolon}`);
    else {
      const last = tail.at(-1) ?? statement;
      const indent = indentAt(tree.text, startOf(tree, statement));
      this.draft.insert(last.end, `\n${indent}return ${bound}${this.semicolon}`);
    }
  }

  /** The statement right before makes the value and nothing else looks at its local: both become one `return`. */
  private madeBefore(completion: Completion): { statement: Node; value: Node } | undefined {
    const { tree } = this.facts;
    const { statement, finalReturn } = completion;
    const kept = unwrap(tree, completion.value!);
    const binding = tree.kind(kept) === K.Identifier ? this.facts.resolve(kept) : undefined;
    const list = statement.parent.statements ?? [];
    const before = list[list.indexOf(statement) - 1];
    const value = before && this.declaredValue(before, completion);
    if (!binding || !value || commentsIn(tree, before.end, statement.end).length) return undefined;
    const isElsewhere = (use: Node) =>
      !contains(before, use) && !contains(statement, use) && !(finalReturn && contains(finalReturn, use));
    const isLocal = contains(statement.parent, binding.ident);
    return isLocal && this.facts.references(binding).some(isElsewhere) ? undefined : { statement: before, value };
  }

  private stripAwait(value: Node, inTry: boolean): void {
    const inner = unwrap(this.facts.tree, value);
    if (!inTry && this.facts.tree.kind(inner) === K.AwaitExpression) this.dropped.add(inner);
  }

  private returned(value: Node, inTry: boolean): string {
    const { tree } = this.facts;
    const inner = unwrap(tree, value);
    return inTry || tree.kind(inner) !== K.AwaitExpression
      ? this.draft.textOf(value)
      : this.draft.textOf(inner.expression!);
  }

  /** What the statements behind call the value: a local that holds it already, or a new one. */
  private boundName({ value, local, statement }: Completion): string {
    const { tree } = this.facts;
    if (local) return local.text!;
    const kept = unwrap(tree, value!);
    if (tree.kind(kept) === K.Identifier) {
      const binding = this.facts.resolve(kept);
      // A `let` that is tested is set once in the code that moves, and becomes a constant there.
      const isAlias = binding?.kind === 'let' && !contains(statement.parent, binding.ident);
      if (binding && (isAlias || this.facts.isConstant(binding))) return kept.text!;
    }
    return this.naming.local(statement);
  }

  private bind({ statement, value, tail, local, write }: Completion, bound: string): void {
    const { tree } = this.facts;
    if (local) this.draft.replaceNode(write!.node, () => this.draft.textOf(value!));
    else if (textOf(tree, unwrap(tree, value!)) === bound) this.removeLines(statement);
    else this.draft.replaceNode(statement, () => `const ${bound} = ${this.draft.textOf(value!)}${this.semicolon}`);
    const accesses = new Map(this.target.accesses.map((a) => [a.node, a]));
    for (const node of ownNodes(tree, tail, (n) => accesses.get(n)?.does === 'read')) this.toLocal(node, bound);
  }

  private chain(completion: Completion, within: Node): void {
    const { tree } = this.facts;
    const { statement, value } = completion;
    this.keepNothing(completion);
    if (tree.kind(statement) === K.ReturnStatement || !value) return;
    const inTry = isInTry(tree, statement, within);
    this.stripAwait(value, inTry);
    this.draft.replaceNode(statement, () => `return ${this.returned(value, inTry)}${this.semicolon}`);
  }

  private removeLines(statement: Node): void {
    const { text } = this.facts.tree;
    const { start, end } = wholeLines(text, startOf(this.facts.tree, statement), statement.end);
    const isLast = statement.parent.statements?.at(-1) === statement;
    // The last one goes with the line break before it: the range that moves ends with the statement.
    if (isLast && end > statement.end) this.draft.remove(/\r?\n?$/.exec(text.slice(0, start))!.index, statement.end);
    else this.draft.remove(start, end);
  }

  /** `this.client`, `this.client!` and `this.client?.x` become `client` and `client.x`. */
  toLocal(read: Node, local: string): void {
    const { tree } = this.facts;
    let outer = read;
    while (outer.parent && tree.kind(outer.parent) === K.NonNullExpression) outer = outer.parent;
    const { parent } = outer;
    const question = parent?.expression === outer ? parent.questionDotToken : undefined;
    if (!question) {
      this.draft.replaceNode(outer, local);
      return;
    }
    const isName = tree.kind(parent) === K.PropertyAccessExpression;
    this.draft.replace(startOf(tree, outer), question.end, `${local}${isName ? '.' : ''}`);
  }

  helper({ fn, completions }: Helper, type: string | undefined): void {
    const { tree } = this.facts;
    for (const completion of completions) this.completion(completion, fn.node.body!);
    const annotation = fn.node.type;
    if (annotation && type && /^Promise\s*<\s*void\s*>$/.test(textOf(tree, annotation)))
      this.draft.replaceNode(annotation, `Promise<${type}>`);
  }
}

/** Without so much of the indentation of the lines behind the first. */
function dedented(text: string, by: string): string {
  return by
    ? text
        .split('\n')
        .map((line, i) => (i && line.startsWith(by) ? line.slice(by.length) : line))
        .join('\n')
    : text;
}

export function localFor(facts: Facts, at: Node, wanted: readonly string[], access: Access): string {
  void access;
  return freeLocal(facts, facts.functionOf(at), wanted);
}
