/** A graph under construction: the block that is being filled, and what lies on the ways out of it. */
import type { Kind, Node } from '../../syntax.ts';
import type { Facts, Fn } from '../facts.ts';
import type { Block, Op } from '../graph.ts';

/** A way out of the statement being built: where it goes, and which `finally` blocks lie on it. */
export interface Jump {
  readonly label: string | undefined;
  readonly breakTo: number;
  readonly continueTo: number | undefined;
  readonly finalizers: number;
}

/** The body of a `finally`, or what the end of a scope of `using` does; `handler`: where an exception in it goes. */
export interface Finalizer {
  readonly run: () => void;
  readonly handler: number | undefined;
}

export class Flow {
  readonly facts: Facts;
  readonly fn: Fn;
  readonly blocks: Block[] = [];
  readonly exit: number;
  /** The block that is being filled. */
  at: number;
  /** Where an exception goes; undefined: out of the function. */
  handler: number | undefined = undefined;
  /** Innermost last. */
  readonly jumps: Jump[] = [];
  /** Innermost last. */
  readonly finalizers: Finalizer[] = [];

  constructor(facts: Facts, fn: Fn) {
    this.facts = facts;
    this.fn = fn;
    this.exit = this.newBlock();
    this.at = this.newBlock();
  }

  kind(node: Node): Kind {
    return this.facts.tree.kind(node);
  }

  newBlock(): number {
    this.blocks.push({
      id: this.blocks.length,
      ops: [],
      next: undefined,
      also: [],
      branch: undefined,
      handler: this.handler,
    });
    return this.blocks.length - 1;
  }

  get block(): Block {
    return this.blocks[this.at]!;
  }

  emit(op: Op): void {
    this.block.ops.push(op);
  }

  /** Ends the current block with a jump; what follows is built into a new, so far unreachable block. */
  goto(target: number): void {
    this.block.next = target;
    this.at = this.newBlock();
  }

  /** Ends the current block and goes on in `target`. */
  continueIn(target: number): void {
    this.block.next = target;
    this.at = target;
  }
}
