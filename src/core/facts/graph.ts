/**
 * The control-flow graph of one function: blocks of operations in evaluation order, branches on single tests
 * (`&&`, `||`, `!` and `?:` are taken apart), edges of exceptions, and every `finally` repeated on each way out.
 */
import type { Node } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import { graphOf } from './graph/body.ts';
import type { Location } from './locations.ts';

export type WriteHow = '=' | 'compound' | 'logical' | 'update' | 'delete' | 'declare' | 'mutate';

export type Op =
  | { readonly op: 'read'; readonly location: Location; readonly node: Node }
  | {
      readonly op: 'write';
      readonly location: Location;
      /** The assignment, update, declaration or call. */
      readonly node: Node;
      readonly how: WriteHow;
      /** What is written: the right-hand side, or the value given to `set`, `add`, `push`. */
      readonly value: Node | undefined;
      /** For mutating calls: the method. */
      readonly method?: string;
    }
  | {
      readonly op: 'suspend';
      readonly node: Node;
      readonly how: 'await' | 'yield' | 'for-await' | 'using';
      readonly awaited: Node | undefined;
    }
  | { readonly op: 'call'; readonly node: Node }
  /** The end of the scope of a `using` declaration. */
  | { readonly op: 'dispose'; readonly node: Node };

export interface Branch {
  /** A single test: no `&&`, `||`, `!` at its top. */
  readonly test: Node;
  /** `value`: on its truth; `nullish`: `onTrue` is taken when it is undefined or null (`??`, `??=`). */
  readonly on: 'truth' | 'nullish';
  /** For a `case`: what it is compared with. */
  readonly subject?: Node;
  onTrue: number;
  onFalse: number;
}

export interface Block {
  readonly id: number;
  readonly ops: Op[];
  next: number | undefined;
  /** More than one way on without a single test: a loop over values, a `switch` default. */
  also: number[];
  branch: Branch | undefined;
  /** Where an exception in this block goes; undefined: out of the function. */
  readonly handler: number | undefined;
}

export interface Graph {
  readonly fn: Fn;
  readonly blocks: readonly Block[];
  readonly entry: number;
  /** The one block that every way out reaches. */
  readonly exit: number;
  /** Of all blocks, in their order. */
  ops<Kind extends Op['op']>(kind: Kind): readonly OpOf<Kind>[];
}

export type OpOf<Kind extends Op['op']> = Extract<Op, { readonly op: Kind }>;

export function successors(block: Block): number[] {
  const out = [...block.also];
  if (block.next !== undefined) out.push(block.next);
  if (block.branch) out.push(block.branch.onTrue, block.branch.onFalse);
  return out;
}

export function buildGraph(facts: Facts, fn: Fn): Graph {
  const built = graphOf(facts, fn);
  let byKind: ReturnType<typeof sorted> | undefined;
  return {
    fn,
    ...built,
    ops(kind) {
      byKind ??= sorted(built.blocks);
      return byKind[kind];
    },
  };
}

function sorted(blocks: readonly Block[]): { [Kind in Op['op']]: OpOf<Kind>[] } {
  const byKind = { read: [], write: [], suspend: [], call: [], dispose: [] };
  for (const { ops } of blocks) for (const op of ops) (byKind[op.op] as Op[]).push(op);
  return byKind;
}
