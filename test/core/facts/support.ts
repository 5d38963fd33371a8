/**
 * Small programs in, canonical text out: the tests of the flow analysis are tables of the two.
 *
 *     paths('if (c()) a(); b();')  ->  'c+ a b', 'c- b'
 *     guards('this.busy …')         ->  'flag:this.busy'
 *     races('class …')              ->  ['this.x: test !this.x, await f(), write this.x = …']
 */
import { buildFacts } from '../../../src/core/facts/build.ts';
import type { Facts, Fn } from '../../../src/core/facts/facts.ts';
import type { Block, Graph, Op } from '../../../src/core/facts/graph.ts';
import { guardsOf } from '../../../src/core/facts/guards.ts';
import { type Interleaving, interleavings } from '../../../src/core/facts/interleave.ts';
import { calleeName } from '../../../src/core/facts/shapes.ts';
import { K, type Node, startOf, textOf } from '../../../src/core/syntax.ts';
import { parse } from '../../support/parse.ts';

export function factsOf(source: string, fileName?: string): Facts {
  return buildFacts(parse(source, fileName));
}

/** The function or member of that name. */
export function fnOf(facts: Facts, name: string): Fn {
  const found = facts.functions.find((fn) => (fn.name ?? fn.member?.name) === name && fn.kind !== 'initializer');
  if (!found) throw new Error(`The program has no function ${name}.`);
  return found;
}

/** The smallest node that starts right behind a marker such as `/*1*\/` and satisfies `is`. */
export function nodeAt(facts: Facts, marker: string, is: (node: Node) => boolean = () => true): Node {
  const { tree } = facts;
  const from = tree.text.indexOf(marker);
  if (from < 0) throw new Error(`The program has no marker ${marker}.`);
  const at = from + marker.length;
  let found: Node | undefined;
  const visit = (node: Node): undefined => {
    if (startOf(tree, node) === at + (/^\s*/.exec(tree.text.slice(at))?.[0].length ?? 0) && is(node)) found = node;
    if (node.pos <= at + 1 && node.end >= at) node.forEachChild(visit);
  };
  visit(tree.root);
  if (!found) throw new Error(`Nothing that is asked for starts at ${marker}.`);
  return found;
}

/**
 * Every way through the body of an async function, as the names of the functions it calls: `c+` and `c-` are the
 * outcomes of the test `c()`, `~` a suspension, `a!` a call that throws (with `throws`, inside `try` and `using`),
 * `x=` a write. No way takes the same choice twice, so that a loop is left out or taken once.
 */
export function paths(body: string, options: { throws?: boolean; head?: string } = {}): string[] {
  const facts = factsOf(`${options.head ?? 'async function f()'} { ${body} }`);
  return [...new Set(new Walk(facts, fnOf(facts, 'f'), options.throws ?? false).run())].sort();
}

const most = 400;

class Walk {
  private readonly out: string[] = [];
  private readonly facts: Facts;
  private readonly graph: Graph;
  private readonly throws: boolean;

  constructor(facts: Facts, fn: Fn, throws: boolean) {
    this.facts = facts;
    this.graph = facts.graph(fn);
    this.throws = throws;
  }

  run(): string[] {
    this.step(this.graph.entry, [], [], []);
    return this.out;
  }

  /** `jumps`: blocks entered without a choice since the last one; a second time round is an endless loop. */
  private step(id: number, trail: readonly string[], taken: readonly string[], jumps: readonly number[]): void {
    if (this.out.length > most) throw new Error(`More than ${most} ways.`);
    if (id === this.graph.exit) {
      this.out.push(trail.join(' '));
      return;
    }
    if (jumps.includes(id)) return;
    const { facts } = this;
    const block = this.graph.blocks[id]!;
    const choose = (to: number, word: string, choice: string, path = here) => {
      if (!taken.includes(choice)) this.step(to, word ? [...path, word] : path, [...taken, choice], []);
    };
    let here = trail;
    for (const [i, op] of block.ops.entries()) {
      const word = wordOf(facts, op, block);
      if (word === undefined) continue;
      const mayThrow = this.throws && block.handler !== undefined && (op.op === 'call' || op.op === 'suspend');
      if (mayThrow) choose(block.handler, `${word}!`, `${id}:${i}`);
      here = [...here, word];
    }
    const { branch } = block;
    const test = branch && wordOfTest(facts, branch.test);
    if (branch) choose(branch.onTrue, `${test}+`, `${id}+`);
    if (branch) choose(branch.onFalse, `${test}-`, `${id}-`);
    for (const to of block.also) choose(to, '', `${id}>${to}`);
    if (block.next !== undefined) this.step(block.next, here, taken, [...jumps, id]);
  }
}

function wordOf(facts: Facts, op: Op, block: Block): string | undefined {
  switch (op.op) {
    case 'call':
      return isTested(op.node, block)
        ? undefined
        : (calleeName(facts.tree, op.node) ?? textOf(facts.tree, op.node.tag ?? op.node));
    case 'suspend':
      return op.how === 'await' ? '~' : `~${op.how}`;
    case 'dispose':
      return 'dispose';
    case 'write':
      return op.how === 'declare' ? undefined : `${op.location.text}=`;
    case 'read':
      return undefined;
  }
}

function isTested(call: Node, block: Block): boolean {
  return block.branch?.test === call;
}

function wordOfTest(facts: Facts, test: Node): string {
  return (facts.tree.kind(test) === K.CallExpression && calleeName(facts.tree, test)) || textOf(facts.tree, test);
}

/** The guards that are held at the call of `probe()`, and `tested:` what this segment tested there. */
export function guards(source: string, fileName?: string): string {
  const facts = factsOf(source, fileName);
  const probe = facts.calls.find((call) => calleeName(facts.tree, call) === 'probe');
  if (!probe) throw new Error('The program never calls probe().');
  const fn = facts.functionOf(probe);
  for (const block of facts.graph(fn).blocks)
    for (const op of block.ops)
      if (op.op === 'call' && op.node === probe) {
        const held = guardsOf(facts, fn).at(op);
        if (!held) return 'unreachable';
        return [...held.guards]
          .map((guard) => readable(facts, guard))
          .sort()
          .join(' ');
      }
  throw new Error('probe() is not in its graph.');
}

/** Keys name owners and bindings by number: `this0.busy` is shown as `this.busy`, `b3` by its name. */
function readable(facts: Facts, guard: string): string {
  return guard.replace(/\bthis\d+/g, 'this').replace(/\bb(\d+)/g, (_, id) => facts.bindings[Number(id)]?.name ?? '?');
}

/** Every interleaving of the program: `location: test …, suspension, write …`; `!` marks a test for nothing there. */
export function races(source: string, options: { fileName?: string; shared?: boolean } = {}): string[] {
  const facts = factsOf(source, options.fileName);
  const found = new Set<string>();
  for (const fn of facts.functions)
    for (const block of facts.graph(fn).blocks)
      for (const op of block.ops) {
        if (op.op !== 'read' || isOwn(op.location.root, fn)) continue;
        for (const hit of interleavings(facts, fn, op, { ignoreSharedPromises: options.shared ?? true }))
          found.add(describeRace(facts, hit));
      }
  return [...found].sort();
}

/** Locals of the invocation itself are not shared. */
function isOwn(root: Interleaving['location']['root'], fn: Fn): boolean {
  return root.kind === 'binding' && (root.binding.scope.fn === fn || root.binding.kind === 'parameter');
}

function describeRace(facts: Facts, hit: Interleaving): string {
  const text = (node: Node) => textOf(facts.tree, node).replace(/\s+/g, ' ');
  const test = hit.test ? `${hit.test.absent ? 'unset' : hit.test.absent === false ? 'set' : 'test'} ` : '';
  const data = hit.data ? 'data ' : '';
  const through = hit.through ? ` in ${hit.through.fn.name}` : '';
  return `${hit.location.text}: ${test}${data}${shorten(text(hit.suspension))} -> ${shorten(text(hit.write.node))}${through}`;
}

function shorten(text: string): string {
  return text.length > 48 ? `${text.slice(0, 45)}...` : text;
}
