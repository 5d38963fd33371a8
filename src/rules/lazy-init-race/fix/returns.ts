/** In the callback, and in helpers, what was kept is returned instead. */
import type { Facts } from '../../../core/facts/facts.ts';
import { contains, unwrap, wrapped } from '../../../core/facts/shapes.ts';
import type { Draft } from '../../../core/rewrite/draft.ts';
import { commentsIn, isInTry, ownNodes } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Completion } from './completions.ts';
import { becomeValue, removeLines } from './edits.ts';
import type { Naming } from './naming.ts';
import type { Scene } from './presence.ts';
import type { Chain } from './settings.ts';

export class Returns {
  /** `await`s that go: what is returned need not be awaited first. */
  readonly droppedAwaits = new Set<Node>();
  private readonly scene: Scene;
  private readonly facts: Facts;
  private readonly draft: Draft;
  private readonly naming: Naming;
  private readonly semicolon: string;

  constructor(scene: Scene, draft: Draft, naming: Naming) {
    this.scene = scene;
    this.facts = scene.facts;
    this.draft = draft;
    this.naming = naming;
    this.semicolon = styleOf(scene.facts.tree).semicolon;
  }

  /** @param within the body of the function that the code stands in so far */
  complete(completion: Completion, within: Node): void {
    const { tree } = this.facts;
    const { statement, value, dropped, finalReturn, tail, chain } = completion;
    if (dropped) removeLines(this.facts, this.draft, dropped);
    const inTry = isInTry(tree, statement, within);
    if (chain) {
      this.keepNothing(chain);
      if (value && tree.kind(statement) !== K.ReturnStatement)
        this.draft.replaceNode(statement, this.returning(value, inTry));
      return;
    }
    if (!value) {
      if (completion.write) removeLines(this.facts, this.draft, statement);
      if (finalReturn && !tail.length) removeLines(this.facts, this.draft, finalReturn);
      return;
    }
    if (tail.length || completion.local) this.bind(completion);
    else this.returnAtOnce(completion, value, inTry);
  }

  /** The `.then` goes on with what it does besides keeping the value. */
  keepNothing({ block, value, callback }: Chain): void {
    const body = callback.node.body!;
    if (block) this.complete(block, body);
    else this.draft.replaceNode(body, () => this.draft.textOf(value!));
  }

  /** `this.client = await connect(); return this.client;` → `return connect();` */
  private returnAtOnce(completion: Completion, value: Node, inTry: boolean): void {
    const { tree } = this.facts;
    const { statement, finalReturn } = completion;
    const joins = !!finalReturn && !commentsIn(tree, statement.end, finalReturn.end).length;
    if (finalReturn && !joins) removeLines(this.facts, this.draft, finalReturn);
    const made = madeBefore(this.facts, completion);
    const start = startOf(tree, made?.statement ?? statement);
    this.draft.replace(start, joins ? finalReturn.end : statement.end, this.returning(made?.value ?? value, inTry));
  }

  private returning(value: Node, inTry: boolean): () => string {
    const { tree } = this.facts;
    const inner = unwrap(tree, value);
    const isStripped = !inTry && tree.kind(inner) === K.AwaitExpression;
    if (isStripped) this.droppedAwaits.add(inner);
    return () => `return ${this.draft.textOf(isStripped ? inner.expression! : value)}${this.semicolon}`;
  }

  /** `this.client = await connect(); this.client.on(…);` → `const client = …; client.on(…); return client;` */
  private bind(completion: Completion): void {
    const { draft, facts } = this;
    const { tree } = facts;
    const { statement, value, tail, local, write, finalReturn } = completion;
    const bound = local?.text ?? this.heldIn(completion) ?? this.naming.local(statement);
    if (local) draft.replaceNode(wrapped(tree, write!.node), () => draft.textOf(value!));
    else if (textOf(tree, unwrap(tree, value!)) === bound) removeLines(facts, draft, statement);
    else draft.replaceNode(statement, () => `const ${bound} = ${draft.textOf(value!)}${this.semicolon}`);
    for (const node of ownNodes(tree, tail, (n) => this.scene.accessAt(n)?.node === n))
      becomeValue(facts, draft, node, bound);
    if (finalReturn) {
      draft.replaceNode(finalReturn, `return ${bound}${this.semicolon}`);
      return;
    }
    const indent = indentAt(tree.text, startOf(tree, statement));
    draft.insert((tail.at(-1) ?? statement).end, `\n${indent}return ${bound}${this.semicolon}`);
  }

  /** A local that holds the value already, and goes on holding it. */
  private heldIn({ value, statement }: Completion): string | undefined {
    const { tree } = this.facts;
    const kept = unwrap(tree, value!);
    const binding = tree.kind(kept) === K.Identifier ? this.facts.resolve(kept) : undefined;
    if (!binding) return undefined;
    // A `let` that is tested is set once in the code that moves, and becomes a constant there.
    const isAlias = binding.kind === 'let' && !contains(statement.parent, binding.ident);
    return isAlias || this.facts.isConstant(binding) ? kept.text : undefined;
  }
}

/** The statement right before makes the value, and nothing else looks at its local. */
export function madeBefore(facts: Facts, completion: Completion): { statement: Node; value: Node } | undefined {
  const { tree } = facts;
  const { statement, finalReturn } = completion;
  const list = statement.parent.statements ?? [];
  const before = list[list.indexOf(statement) - 1];
  const value = before && valueMadeBy(facts, before, completion);
  if (!value || commentsIn(tree, before.end, statement.end).length) return undefined;
  const binding = facts.resolve(unwrap(tree, completion.value!))!;
  const isElsewhere = (use: Node) => ![before, statement, finalReturn].some((node) => node && contains(node, use));
  const isLocal = contains(statement.parent, binding.ident);
  return isLocal && facts.references(binding).some(isElsewhere) ? undefined : { statement: before, value };
}

/** `const c = await make();`, or `c = await make();` of an alias, in front of `this.c = c;`. */
export function valueMadeBy(facts: Facts, statement: Node, { value }: Completion): Node | undefined {
  const { tree } = facts;
  const kept = value && unwrap(tree, value);
  const binding = kept && tree.kind(kept) === K.Identifier ? facts.resolve(kept) : undefined;
  if (!binding) return undefined;
  if (tree.kind(statement) === K.VariableStatement) {
    const [only, ...others] = statement.declarationList?.declarations ?? [];
    return only && !others.length && only.name === binding.ident && !only.type ? only.initializer : undefined;
  }
  if (tree.kind(statement) !== K.ExpressionStatement) return undefined;
  const assignment = unwrap(tree, statement.expression!);
  const isOwn =
    tree.kind(assignment) === K.BinaryExpression &&
    tree.kind(assignment.operatorToken!) === K.EqualsToken &&
    tree.kind(assignment.left!) === K.Identifier &&
    facts.resolve(assignment.left!) === binding;
  return isOwn ? assignment.right : undefined;
}
