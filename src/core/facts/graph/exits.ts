/** The ways out of a statement: jumps, exceptions, and the `finally` blocks that each of them passes. */
import type { Node } from '../../syntax.ts';
import { K } from '../../syntax.ts';
import type { Flow, Jump } from './flow.ts';
import { statement } from './statements.ts';

/** Builds `body`, in which `break` and `continue` lead to the places that `jump` names. */
export function within(flow: Flow, jump: Omit<Jump, 'finalizers'>, body: () => void): void {
  flow.jumps.push({ ...jump, finalizers: flow.finalizers.length });
  body();
  flow.jumps.pop();
}

export function breakOrContinue(flow: Flow, node: Node): void {
  const isBreak = flow.kind(node) === K.BreakStatement;
  const label = node.label?.text;
  const jump = flow.jumps.findLast((j) =>
    label ? j.label === label : j.continueTo !== undefined || (isBreak && !j.label),
  );
  if (jump) leave(flow, jump.finalizers, isBreak ? jump.breakTo : (jump.continueTo ?? jump.breakTo));
}

/** Jumps to `target` through the finalizers above `depth`, innermost first. */
export function leave(flow: Flow, depth: number, target: number): void {
  const passed = flow.finalizers.splice(depth);
  const { handler } = flow;
  for (let i = passed.length - 1; i >= 0; i--) {
    flow.finalizers.push(...passed.slice(0, i));
    flow.handler = passed[i]!.handler;
    flow.continueIn(flow.newBlock());
    passed[i]!.run();
    flow.finalizers.splice(depth);
  }
  flow.finalizers.push(...passed);
  flow.handler = handler;
  flow.goto(target);
}

export function tryStatement(flow: Flow, node: Node): void {
  const { catchClause, finallyBlock } = node;
  const guarded = () => {
    if (!catchClause) {
      statement(flow, node.tryBlock!);
      return;
    }
    const after = flow.newBlock();
    const caught = flow.newBlock();
    withHandler(flow, caught, () => statement(flow, node.tryBlock!));
    flow.block.next ??= after;
    flow.at = caught;
    statement(flow, catchClause.block!);
    flow.block.next ??= after;
    flow.at = after;
  };
  if (finallyBlock) withFinalizer(flow, guarded, () => statement(flow, finallyBlock));
  else guarded();
}

/** Exceptions in `body` go to `handler`. */
function withHandler(flow: Flow, handler: number, body: () => void): void {
  const outer = flow.handler;
  flow.handler = handler;
  flow.continueIn(flow.newBlock());
  body();
  flow.handler = outer;
  const next = flow.newBlock();
  flow.block.next ??= next;
  flow.at = next;
}

/** Runs `finalizer` on every way out of `body`: its end, exceptions, and each jump through it (see `leave`). */
export function withFinalizer(flow: Flow, body: () => void, finalizer: () => void): void {
  const thrown = flow.newBlock();
  flow.finalizers.push({ run: finalizer, handler: flow.handler });
  withHandler(flow, thrown, body);
  flow.finalizers.pop();
  finalizer();
  const after = flow.newBlock();
  flow.block.next ??= after;
  flow.at = thrown;
  finalizer();
  flow.block.next ??= flow.handler ?? flow.exit;
  flow.at = after;
}
