/** Writes the `get(…)` of each site, and what becomes of the code around it. */
import { contains, isAssignmentTarget, unwrap } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { commentsIn } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf, wholeLines } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import { assignmentStatement } from './aliases.ts';
import { arrowText, blockText, singleValue, withoutThen } from './callback.ts';
import { becomeValue } from './edits.ts';
import type { Naming } from './naming.ts';
import type { Scene } from './presence.ts';
import { madeBefore, Returns } from './returns.ts';
import { type Helper, isWithin, type Site } from './sites.ts';

export class Renderer {
  private readonly scene: Scene;
  private readonly draft: Draft;
  private readonly naming: Naming;
  private readonly isVoid: (awaited: Node) => boolean;
  private readonly returns: Returns;

  /** @param isVoid an awaited expression has no value */
  constructor(scene: Scene, draft: Draft, naming: Naming, isVoid: (awaited: Node) => boolean) {
    this.scene = scene;
    this.draft = draft;
    this.naming = naming;
    this.isVoid = isVoid;
    this.returns = new Returns(scene, draft, naming);
  }

  site(site: Site): void {
    const { facts } = this.scene;
    const { alias } = site;
    const single = singleValue(this.scene, site, this.isVoid);
    if (single) this.single(site, single);
    else this.statements(site);
    if (alias && !isWithin(this.scene, alias.access.node, site)) {
      const { start, end } = wholeLines(facts.tree.text, startOf(facts.tree, alias.statement), alias.statement.end);
      this.draft.remove(start, end);
    }
    const bind = site.outcome === 'bind';
    const local = bind ? (site.local ?? this.naming.local(site.access.node)) : undefined;
    if (local && local !== alias?.binding.name)
      for (const read of site.later) becomeValue(facts, this.draft, read, local);
    this.draft.replace(site.start, site.end, () => this.text(site, single, local));
  }

  private single({ completions }: Site, value: Node): void {
    const [only] = completions;
    if (!only?.chain || only.value !== value) return;
    const gone = withoutThen(this.scene.facts, only);
    if (gone) this.draft.remove(gone.from.end, gone.to.end);
    else this.returns.keepNothing(only.chain);
  }

  private statements({ alias, completions, nodes, fn }: Site): void {
    const { facts } = this.scene;
    for (const completion of completions) this.returns.complete(completion, fn.node.body!);
    if (!alias) return;
    // `client = await connect();` declares a local of the callback, unless its value is returned at once.
    const use = facts.references(alias.binding).find((n) => nodes.some((outer) => contains(outer, n)));
    const statement = use && isAssignmentTarget(facts.tree, use) ? assignmentStatement(nodes, use) : undefined;
    const isReturned = completions.some((c) => c.value && !c.tail.length && madeBefore(facts, c));
    if (statement && !isReturned) this.draft.insert(startOf(facts.tree, statement), 'const ');
  }

  private text(site: Site, single: Node | undefined, local: string | undefined): string {
    const { facts } = this.scene;
    const { tree } = facts;
    const { semicolon, indent: unit } = styleOf(tree);
    const outer = indentAt(tree.text, site.start);
    const indent = site.condition.length ? outer + unit : outer;
    const callback = single
      ? arrowText(facts, this.draft, single, indent)
      : blockText(facts, this.draft, site, indent, this.returns.droppedAwaits);
    const { use, key } = site.access;
    const get = `${this.naming.place(use)}.get(${key ? `${textOf(tree, key)}, ` : ''}${callback})`;
    const comments = this.comments(site, outer);
    switch (site.outcome) {
      case 'value':
        return `await ${get}`;
      case 'statement':
        return comments + this.conditioned(site, `await ${get}${semicolon}`, outer);
      case 'bind':
        return `${comments}const ${local} = await ${get}${semicolon}`;
      case 'return':
        if (site.form === 'expression' && tree.kind(site.head) !== K.ExpressionStatement) return get;
        return `${comments}return ${site.inTry ? 'await ' : ''}${get}${semicolon}`;
    }
  }

  /** Under what else the test asked for. */
  private conditioned({ condition, body }: Site, statement: string, indent: string): string {
    if (!condition.length) return statement;
    const { tree } = this.scene.facts;
    const test = `if (${condition.map((part) => this.draft.textOf(part)).join(' && ')})`;
    const inner = indent + styleOf(tree).indent;
    if (!body || tree.kind(body) === K.Block) return `${test} {\n${inner}${statement}\n${indent}}`;
    const isBelow = tree.text.slice(body.pos, startOf(tree, body)).includes('\n');
    return isBelow ? `${test}\n${inner}${statement}` : `${test} ${statement}`;
  }

  /** Comments of code that goes: of the test, and between it and the `return` behind it. */
  private comments({ form, head, body, start, end }: Site, indent: string): string {
    const { tree } = this.scene.facts;
    const before = form === 'expression' ? [] : commentsIn(tree, start, body ? startOf(tree, body) : head.end);
    const behind = form === 'rest' ? [] : commentsIn(tree, head.end, end);
    return [...before, ...behind].map((comment) => `${comment}\n${indent}`).join('');
  }

  /** The helper returns what it kept, and says so. */
  helper({ fn, completions }: Helper, type: string | undefined): void {
    for (const completion of completions) this.returns.complete(completion, fn.node.body!);
    const annotation = fn.node.type;
    if (annotation && type && /^Promise\s*<\s*void\s*>$/.test(textOf(this.scene.facts.tree, annotation)))
      this.draft.replaceNode(annotation, `Promise<${type}>`);
  }

  /** `await this.connect()` where nothing is tested: makes the value anew. */
  renewal(call: Node): void {
    const { facts, target } = this.scene;
    let statement = call;
    while (facts.tree.kind(statement) !== K.ExpressionStatement) statement = statement.parent;
    const self = facts.functionOf(call).self;
    const near = target.accesses.find((a) => facts.functionOf(a.node).self === self) ?? target.accesses[0]!;
    const awaited = unwrap(facts.tree, statement.expression!);
    this.draft.replaceNode(awaited, () => `${this.naming.place(near.use)}.set(await ${this.draft.textOf(call)})`);
  }
}
