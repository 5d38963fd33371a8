/** How long what is awaited lets others run, and whether it does more than look. */
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { SuspendOp } from '../../core/facts/interleave.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { fileCall } from '../../core/files/calls.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import { doesMore, type Range } from './more.ts';

/** `at once`: only as long as what is queued already. `reading`: until a file or the editor has answered. */
export type Pace = 'at once' | 'reading';

/** Undefined where it may be anything: it takes long, or does more than look. */
export class Paces {
  private readonly context: RuleContext;
  private readonly entered = new Map<Fn, Pace | undefined>();

  constructor(context: RuleContext) {
    this.context = context;
  }

  ofAll(facts: Facts, fn: Fn, waits: readonly SuspendOp[], region: Range): Pace | undefined {
    if (doesMore(facts, fn, region)) return undefined;
    return slowest(waits.map((op) => (op.how === 'await' && op.awaited ? this.of(facts, op.awaited) : undefined)));
  }

  /** Of a promise. */
  of(facts: Facts, promise: Node): Pace | undefined {
    const { tree } = facts;
    const node = unwrap(tree, promise);
    const k = tree.kind(node);
    if (k === K.AwaitExpression) return this.of(facts, node.expression!);
    if (k === K.Identifier) {
      const binding = facts.resolve(node);
      return binding?.init && facts.isConstant(binding) && !binding.path?.length
        ? this.of(facts, binding.init)
        : undefined;
    }
    return k === K.CallExpression ? this.ofCall(facts, node) : undefined;
  }

  private ofCall(facts: Facts, call: Node): Pace | undefined {
    const { tree } = facts;
    if (tree.kind(call.expression!) === K.ImportKeyword) return 'reading';
    const name = calleeName(tree, call) ?? '';
    const receiver = receiverOf(tree, call);
    const args = call.arguments ?? [];
    if (receiver && chained.has(name))
      return slowest([this.of(facts, receiver), ...args.map((arg) => this.ofCallback(facts, arg))]);
    if (receiver && tree.kind(receiver) === K.Identifier && receiver.text === 'Promise' && args[0])
      return this.ofMany(facts, args[0]);
    const file = fileCall(facts, call);
    if (file)
      return file.does === 'check' || (file.does === 'read' && !/Stream$/.test(file.name)) ? 'reading' : undefined;
    if (name === 'executeCommand' && args[0] && this.isQuery(facts, args[0])) return 'reading';
    const callee = this.context.resolve(facts, call);
    return callee && this.ofFunction(callee.facts, callee.fn);
  }

  /** `[a, b]`, `items.map((item) => …)` in `Promise.all`. */
  private ofMany(facts: Facts, given: Node): Pace | undefined {
    const inner = unwrap(facts.tree, given);
    if (inner.elements) return slowest(inner.elements.map((element) => this.of(facts, element)));
    const isMap = facts.tree.kind(inner) === K.CallExpression && calleeName(facts.tree, inner) === 'map';
    return isMap && inner.arguments?.[0] ? this.ofCallback(facts, inner.arguments[0]) : undefined;
  }

  private ofCallback(facts: Facts, callback: Node): Pace | undefined {
    const fn = facts.functionAt(unwrap(facts.tree, callback));
    return fn && this.ofFunction(facts, fn);
  }

  private ofFunction(facts: Facts, fn: Fn): Pace | undefined {
    if (this.entered.has(fn)) return this.entered.get(fn);
    this.entered.set(fn, undefined);
    const pace = this.entered.size > most || fn.generator ? undefined : this.work(facts, fn);
    this.entered.set(fn, pace);
    return pace;
  }

  private work(facts: Facts, fn: Fn): Pace | undefined {
    const { tree } = facts;
    const body = fn.node.body;
    if (!body) return undefined;
    const pace = this.ofAll(facts, fn, facts.graph(fn).ops('suspend'), { start: fn.node.pos, end: fn.node.end });
    const returned = returnedBy(facts, fn, body).filter((node) => tree.kind(node) === K.CallExpression);
    return (
      pace && slowest([pace, ...returned.map((call) => (isPlainCall(facts, call) ? 'at once' : this.of(facts, call)))])
    );
  }

  /** The editor's own questions, of which `vscode.executeHoverProvider` is one. */
  private isQuery(facts: Facts, command: Node): boolean {
    const { tree } = facts;
    if (tree.kind(command) === K.StringLiteral) return isQueryName(textOf(tree, command));
    const text = facts === this.context.facts ? this.context.ask('type', command)?.text : undefined;
    if (!text || isQueryName(text)) return !!text;
    const alias = tree.root.forEachChild((node) =>
      tree.kind(node) === K.TypeAliasDeclaration && node.name?.text === text ? node : undefined,
    );
    const types = alias?.type?.types ?? [];
    return types.length > 0 && types.every((type) => isQueryName(textOf(tree, type)));
  }
}

function isQueryName(text: string): boolean {
  return /^["']vscode\.execute\w+["']$/.test(text);
}

const chained = new Set(['then', 'catch', 'finally']);
/** More functions than this are too much to look at for a candidate. */
const most = 12;
const plainCalls =
  /^(map|filter|flatMap|find|slice|trim|split|join|parse|includes|some|every|toString|keys|values|entries|fromEntries|concat|sort|replace|match|test|get|has|String|Number|Boolean)$/;

function isPlainCall({ tree }: Facts, call: Node): boolean {
  return plainCalls.test(calleeName(tree, call) ?? '');
}

function slowest(paces: readonly (Pace | undefined)[]): Pace | undefined {
  if (paces.includes(undefined)) return undefined;
  return paces.includes('reading') ? 'reading' : 'at once';
}

function returnedBy(facts: Facts, fn: Fn, body: Node): Node[] {
  const { tree } = facts;
  if (tree.kind(body) !== K.Block) return [unwrap(tree, body)];
  const found: Node[] = [];
  const visit = (node: Node): undefined => {
    if (tree.kind(node) === K.ReturnStatement && node.expression) found.push(unwrap(tree, node.expression));
    if (node === fn.node || !facts.functionAt(node)) node.forEachChild(visit);
  };
  visit(body);
  return found;
}
