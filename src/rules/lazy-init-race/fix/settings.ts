/** Single statements that set the location: an assignment, a helper's call, the last `.then` of a chain. */
import { calleeOf } from '../../../core/facts/callgraph.ts';
import type { Fn } from '../../../core/facts/facts.ts';
import { calleeName, unwrap, wrapped } from '../../../core/facts/shapes.ts';
import { K, type Node } from '../../../core/syntax.ts';
import type { Completion } from './completions.ts';
import type { Scene } from './presence.ts';
import type { Access } from './target.ts';

/** `connect().then((client) => { this.client = client; return client; })` */
export interface Chain {
  /** The `.then(…)` call. */
  readonly call: Node;
  readonly callback: Fn;
  /** How the callback's block ends; undefined where its body is an expression. */
  readonly block: Completion | undefined;
  /** What a callback without a block keeps. */
  readonly value: Node | undefined;
}

export interface Setting {
  readonly statement: Node;
  /** What is kept; undefined for a flag. */
  readonly value: Node | undefined;
  /** A local that the statement declares: `const c = (this.client = …)`. */
  readonly local: Node | undefined;
  readonly chain: Chain | undefined;
  /** Of the location itself; a helper's call has none. */
  readonly write: Access | undefined;
}

export interface SettingOptions {
  readonly helpers: ReadonlySet<Fn>;
  completions(statements: readonly Node[]): readonly Completion[] | undefined;
}

export function settingAt(scene: Scene, statement: Node, options: SettingOptions): Setting | undefined {
  const { tree } = scene.facts;
  const none = { statement, value: undefined, local: undefined, chain: undefined, write: undefined };
  const k = tree.kind(statement);
  if (k === K.VariableStatement) {
    const [only, ...others] = statement.declarationList?.declarations ?? [];
    const write = only?.initializer && !others.length ? writeAt(scene, only.initializer) : undefined;
    const isName = only?.name && tree.kind(only.name) === K.Identifier;
    return write && isName ? { ...none, value: write.value, write, local: only.name } : undefined;
  }
  if ((k !== K.ExpressionStatement && k !== K.ReturnStatement) || !statement.expression) return undefined;
  const expression = unwrap(tree, statement.expression);
  const write = writeAt(scene, expression);
  if (write) {
    // `return (this.client = await connect())`; a flag or an entry is not what such a `return` returns.
    if (k === K.ReturnStatement && scene.target.kind !== 'value') return undefined;
    return { ...none, value: scene.isFlag ? undefined : write.value, write };
  }
  const call = tree.kind(expression) === K.AwaitExpression ? unwrap(tree, expression.expression!) : expression;
  if (tree.kind(call) !== K.CallExpression || (call === expression && k !== K.ReturnStatement)) return undefined;
  const value = scene.isFlag ? undefined : expression;
  const callee = calleeOf(scene.facts, call);
  if (callee && options.helpers.has(callee)) return { ...none, value };
  const chain = chainAt(scene, call, options);
  if (!chain) return undefined;
  // What the chain resolves to must be what it keeps, if it is returned.
  if (k === K.ReturnStatement && chain.block && !chain.block.finalReturn && !scene.isFlag) return undefined;
  return { ...none, value, chain, write: chain.block?.write ?? writeAt(scene, chain.callback.node.body!) };
}

function writeAt(scene: Scene, node: Node): Access | undefined {
  const access = scene.accessAt(node);
  return access?.does === 'write' && !isLogical(scene, access) ? access : undefined;
}

/** The last `.then` of a chain keeps the value; a `.finally` may follow. */
function chainAt(scene: Scene, outermost: Node, options: SettingOptions): Chain | undefined {
  const { facts } = scene;
  const { tree } = facts;
  let call = outermost;
  while (calleeName(tree, call) === 'finally') {
    const receiver = call.expression?.expression && unwrap(tree, call.expression.expression);
    if (!receiver || tree.kind(receiver) !== K.CallExpression) return undefined;
    call = receiver;
  }
  if (calleeName(tree, call) !== 'then' || call.arguments?.length !== 1) return undefined;
  const callback = facts.functionAt(unwrap(tree, call.arguments[0]!));
  const body = callback?.node.body;
  if (!callback || !body) return undefined;
  if (tree.kind(body) === K.Block) {
    const [block, ...others] = options.completions(body.statements ?? []) ?? [];
    return block && !others.length ? { call, callback, block, value: undefined } : undefined;
  }
  const write = writeAt(scene, body);
  return write?.value && !scene.isFlag ? { call, callback, block: undefined, value: write.value } : undefined;
}

/** `??=`, `||=`: it tests for itself. */
export function isLogical({ facts: { tree } }: Scene, access: Access): boolean {
  const operator = access.node.operatorToken && tree.kind(access.node.operatorToken);
  return operator === K.QuestionQuestionEqualsToken || operator === K.BarBarEqualsToken;
}

/** `this.client ?? (this.client = await connect())`, `this.client ? this.client : (…)`: the whole of it. */
export function coalescing(scene: Scene, access: Access): Node | undefined {
  const { tree } = scene.facts;
  const outer = wrapped(tree, access.node);
  const { parent } = outer;
  if (parent && tree.kind(parent) === K.ConditionalExpression) return conditional(scene, access, parent, outer);
  const operator = parent?.operatorToken && tree.kind(parent.operatorToken);
  if (!parent || parent.right !== outer) return undefined;
  if (operator !== K.QuestionQuestionToken && operator !== K.BarBarToken) return undefined;
  const left = scene.accessAt(parent.left!);
  return left?.does === 'read' && scene.sameKey(left, access) ? parent : undefined;
}

function conditional(scene: Scene, access: Access, whole: Node, made: Node): Node | undefined {
  const presence = scene.presence(whole.condition!);
  const other = whole.whenFalse === made ? whole.whenTrue! : whole.whenFalse!;
  const read = scene.accessAt(other);
  const isMiss = presence && !presence.alias && presence.whenPresent === (whole.whenFalse === made);
  const isSame =
    read?.does === 'read' && scene.sameKey(read, access) && isMiss && scene.sameKey(presence.access, access);
  return isSame && whole.condition !== made ? whole : undefined;
}
