/** The function that makes the value: `() => connect()`, or a block with the statements that moved. */
import type { Facts } from '../../../core/facts/facts.ts';
import { unwrap } from '../../../core/facts/shapes.ts';
import { type Draft, dedented, indented } from '../../../core/rewrite/draft.ts';
import { commentsIn, ownAwaits } from '../../../core/rewrite/statements.ts';
import { indentAt, styleOf } from '../../../core/rewrite/style.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import type { Completion } from './completions.ts';
import type { Scene } from './presence.ts';
import { valueMadeBy } from './returns.ts';
import type { Site } from './sites.ts';

/**
 * The one expression that the moved statements come to: `this.c = await make()`, `const c = await make(); this.c = c;`.
 * Comments beside it need a block.
 */
export function singleValue(scene: Scene, site: Site, isVoid: (awaited: Node) => boolean): Node | undefined {
  const { facts } = scene;
  const { tree } = facts;
  const { nodes, completions, form, head, body } = site;
  if (form === 'expression') return nodes[0];
  const [only, ...others] = completions;
  if (!only || others.length || only.tail.length || only.local) return undefined;
  const rest = nodes.filter((n) => n !== only.finalReturn && n !== only.dropped && n !== only.statement);
  const value = scene.isFlag ? awaitedWork(facts, rest, only, isVoid) : only.value && madeBy(facts, rest, only);
  if (!value) return undefined;
  const from = body ? startOf(tree, body) : head.end;
  const to = body ? body.end : nodes.at(-1)!.end;
  const isCommented = commentsIn(tree, from, to).length !== commentsIn(tree, startOf(tree, value), value.end).length;
  return isCommented ? undefined : value;
}

function madeBy(facts: Facts, rest: readonly Node[], only: Completion): Node | undefined {
  if (!rest.length) return only.value;
  return rest.length === 1 && !only.chain ? valueMadeBy(facts, rest[0]!, only) : undefined;
}

/** `await init(); this.ready = true;` */
function awaitedWork(
  { tree }: Facts,
  rest: readonly Node[],
  only: Completion,
  isVoid: (awaited: Node) => boolean,
): Node | undefined {
  const [work, ...more] = rest;
  if (!work || more.length || only.chain || tree.kind(work) !== K.ExpressionStatement) return undefined;
  const awaited = unwrap(tree, work.expression!);
  return tree.kind(awaited) === K.AwaitExpression && isVoid(awaited) ? awaited : undefined;
}

/** `connect()` of `connect().then((c) => (this.c = c))`: the `.then` does nothing but keep the value. */
export function withoutThen(facts: Facts, { chain }: Completion): { from: Node; to: Node } | undefined {
  const { tree } = facts;
  const [parameter, ...others] = chain!.callback.node.parameters ?? [];
  const { block } = chain!;
  const kept = block ? block.value : chain!.value;
  const inner = kept && unwrap(tree, kept);
  const isParameter = inner && tree.kind(inner) === K.Identifier && facts.resolve(inner)?.ident === parameter?.name;
  if (!parameter || others.length || !isParameter) return undefined;
  const length = block?.finalReturn ? 2 : 1;
  if (block && (block.tail.length || chain!.callback.node.body!.statements?.length !== length)) return undefined;
  return { from: chain!.call.expression!.expression!, to: chain!.call };
}

/** @param indent that of the statement with the `get` */
export function arrowText(facts: Facts, draft: Draft, value: Node, indent: string): string {
  const { tree } = facts;
  const inner = unwrap(tree, value);
  const shown = tree.kind(inner) === K.AwaitExpression ? inner.expression! : value;
  const head = ownAwaits(tree, [shown]).length ? 'async () =>' : '() =>';
  const from = startOf(tree, shown);
  const own = indentAt(tree.text, from);
  const text = dedented(draft.text(from, shown.end), own.startsWith(indent) ? own.slice(indent.length) : '');
  // `connect()` with `.finally(…)` on the next line starts a line of its own.
  if (/\n\s*[.?&|+*/%-]/.test(text)) return `${head}\n${indented(indent + text, styleOf(tree).indent)}\n${indent}`;
  const isObject = tree.kind(unwrap(tree, shown)) === K.ObjectLiteralExpression && !text.startsWith('(');
  return `${head} ${isObject ? `(${text})` : text}`;
}

/** @param indent that of the statement with the `get` */
export function blockText(facts: Facts, draft: Draft, site: Site, indent: string, dropped: ReadonlySet<Node>): string {
  const { tree } = facts;
  const { indent: unit } = styleOf(tree);
  const isAsync = ownAwaits(tree, site.nodes).some((node) => !dropped.has(node));
  const head = `${isAsync ? 'async ' : ''}() => {`;
  const { body } = site;
  if (body && tree.kind(body) === K.Block) {
    const inside = withoutBlankEnd(draft.text(startOf(tree, body) + 1, body.end - 1));
    return `${head}${site.condition.length ? indented(inside, unit) + unit : inside}}`;
  }
  const moved = draft.text(body ? body.pos : site.head.end, site.nodes.at(-1)!.end);
  return `${head}\n${ownLines(moved, indent, unit, !body)}\n${indent}}`;
}

/** What is moved in as lines of its own, one level deeper; a comment behind the test comes first. */
function ownLines(moved: string, indent: string, unit: string, isDeeper: boolean): string {
  const behind = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?[ \t]*\r?\n/.exec(moved);
  const rest = behind ? moved.slice(behind[0].length).replace(/^(?:[ \t]*\r?\n)+/, '') : indent + moved.trimStart();
  const lines = behind?.[1] ? `${indent}${behind[1]}\n${rest}` : rest;
  return (isDeeper || !behind ? indented(lines, unit) : lines).replace(/\s+$/, '');
}

/** Statements that went may leave blank lines in front of the closing brace. */
function withoutBlankEnd(text: string): string {
  return text.replace(/\n(?:[ \t]*\r?\n)+([ \t]*)$/, '\n$1');
}
