/** Code that only serves a lock made by hand: it goes with the lock. */
import { calleeOf } from '../../../core/facts/callgraph.ts';
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { calleeName, contains, isLoop, receiverOf, unwrap } from '../../../core/facts/shapes.ts';
import { mentions } from '../../../core/facts/tests.ts';
import type { AdhocLock } from '../../../core/files/adhoc-lock.ts';
import { ownNodes } from '../../../core/rewrite/statements.ts';
import { K, type Node, textOf } from '../../../core/syntax.ts';

/** Waiting, clocks, processes, texts and logs. */
const serving =
  /^(?:sleep\w*|delay|wait\w*|pause|setTimeout|setInterval|clearTimeout|clearInterval|Promise|resolve|now|Date|parse\w*|stringify|String|Number|isNaN|isFinite|isInteger|trim|toString|dirname|join|kill|hostname|randomUUID|random|floor|min|max|\w*Error|log|debug|info|warn|error|then|catch|close|closeSync|sync|fsync|fsyncSync|getTime|toISOString|includes|startsWith|split|test|Int32Array|SharedArrayBuffer)$/;

export class Protocol {
  private readonly facts: Facts;
  private readonly calls: ReadonlySet<Node>;
  private readonly known = new Map<Fn, boolean>();

  constructor(facts: Facts, { steps }: AdhocLock) {
    this.facts = facts;
    this.calls = new Set(steps.map(({ call }) => call));
  }

  /** It does something to the lock. */
  touches(node: Node): boolean {
    return [...this.calls].some((call) => contains(node, call));
  }

  /** Nothing in it is there for more than the lock. */
  isOnly(nodes: readonly Node[]): boolean {
    const { tree } = this.facts;
    const isCall = (n: Node) => tree.kind(n) === K.CallExpression || tree.kind(n) === K.NewExpression;
    return ownNodes(tree, nodes, isCall).every((call) => this.serves(call)) && this.writesNothing(nodes);
  }

  private serves(call: Node): boolean {
    const { tree } = this.facts;
    if (this.calls.has(call) || serving.test(calleeName(tree, call) ?? '')) return true;
    if (this.isOnHandle(call)) return true;
    const fn = calleeOf(this.facts, call);
    if (!fn) return tree.kind(unwrap(tree, call.expression!)) === K.Identifier && this.isPassedOn(call);
    const known = this.known.get(fn);
    if (known !== undefined) return known;
    this.known.set(fn, true);
    const { body } = fn.node;
    const is = !!body && this.isOnly([body]);
    this.known.set(fn, is);
    return is;
  }

  /** `file.writeFile(pid)` of `const file = await open(lockPath, 'wx')`. */
  private isOnHandle(call: Node): boolean {
    const receiver = receiverOf(this.facts.tree, call);
    const binding =
      receiver && this.facts.tree.kind(receiver) === K.Identifier ? this.facts.resolve(receiver) : undefined;
    return !!binding?.init && this.touches(binding.init);
  }

  /** `resolve` of a promise that waits. */
  private isPassedOn(call: Node): boolean {
    const binding = this.facts.resolve(unwrap(this.facts.tree, call.expression!));
    return binding?.kind === 'parameter' && binding.scope.fn !== this.facts.functionOf(call).parent;
  }

  /** No field and no variable of others is set; flags of the lock itself go with it. */
  private writesNothing(nodes: readonly Node[]): boolean {
    const { tree } = this.facts;
    const isWrite = (n: Node) =>
      tree.kind(n) === K.BinaryExpression &&
      /^=(?!=)/.test(textOf(tree, n.operatorToken!)) &&
      tree.kind(unwrap(tree, n.left!)) === K.PropertyAccessExpression;
    return !ownNodes(tree, nodes, isWrite).some((n) => !/held|lock|own|fd|handle/i.test(textOf(tree, n.left!)));
  }
}

/** How a function takes its lock: what the new code does in its place. */
export interface Taking {
  /** Runs where somebody else has the lock: `return false;`. None: it waits. */
  readonly refusal: Node | undefined;
  /** It gave up after some time; `limit`: that a caller sets. */
  readonly gaveUp: boolean;
  readonly limit: Node | undefined;
}

/** @param except what stays */
export function takingOf(
  facts: Facts,
  fn: Fn,
  nodes: readonly Node[],
  except: readonly Node[] = [],
): Taking | undefined {
  const { tree } = facts;
  const leaves = ownNodes(tree, nodes, (n) => {
    const k = tree.kind(n);
    return k === K.ThrowStatement || (k === K.ReturnStatement && isRefusing(textOf(tree, n)));
  }).filter((n) => !isRethrow(tree, n) && !except.some((outer) => contains(outer, n)));
  if (ownNodes(tree, nodes, (n) => isLoop(tree, n)).length) {
    // In a loop a plain `return` says that it was got.
    const gaveUp = leaves.some((n) => n.expression);
    const limit = gaveUp ? limitIn(facts, fn, nodes) : undefined;
    return { refusal: undefined, gaveUp: gaveUp && !limit, limit };
  }
  // Two ways to say no: which of them is meant can't be told.
  const [refusal] = leaves;
  const isGone = (n: Node) => {
    const ident = tree.kind(n) === K.Identifier ? facts.resolve(n)?.ident : undefined;
    return !!ident && nodes.some((node) => contains(node, ident));
  };
  if (leaves.length > 1 || (refusal && mentions(facts, refusal, isGone))) return undefined;
  return { refusal, gaveUp: false, limit: undefined };
}

/** `timeout` of `const deadline = Date.now() + timeout`, where it is a parameter. */
function limitIn({ tree, resolve }: Facts, fn: Fn, nodes: readonly Node[]): Node | undefined {
  const sums = ownNodes(tree, nodes, (n) => /^(?:Date|performance)\.now\(\) \+ \w+$/.test(textOf(tree, n)));
  const [limit] = sums.flatMap(({ right }) => right ?? []);
  const binding = limit && tree.kind(limit) === K.Identifier ? resolve(limit) : undefined;
  return binding?.kind === 'parameter' && binding.scope.fn === fn ? limit : undefined;
}

function isRefusing(text: string): boolean {
  return /^return(?:\s+(?:false|null|undefined))?\s*;?$/.test(text);
}

/** `throw error` of what was caught: the lock itself throws that now. */
function isRethrow(tree: Facts['tree'], node: Node): boolean {
  if (tree.kind(node) !== K.ThrowStatement || tree.kind(node.expression!) !== K.Identifier) return false;
  for (let at: Node | undefined = node.parent; at; at = at.parent)
    if (tree.kind(at) === K.CatchClause) return at.variableDeclaration?.name?.text === node.expression?.text;
  return false;
}
