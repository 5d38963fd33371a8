/** Locks that nobody can give back: what `acquire` gave for that is dropped. */
import type { Facts } from '../../core/facts/facts.ts';
import { acquiredBy, takingCalls } from '../../core/facts/guards/locks.ts';
import { handleOf } from '../../core/facts/handles.ts';
import { wrapped } from '../../core/facts/shapes.ts';
import type { Fix } from '../../core/finding.ts';
import type { Report, RuleContext } from '../../core/rule.ts';
import { K, type Node, startOf } from '../../core/syntax.ts';
import { Steps, spanOf } from '../../core/witness.ts';
import { isTested, receiverText } from './leaks.ts';
import { words } from './words.ts';

/** `LockHandle`, async-mutex's `Releaser`: the only way to give the lock back. */
const isHandle = /LockHandle$|\bReleaser\b|^\(\) => (void|Promise<void>)$/;

/** @param told what is reported already */
export function* droppedLocks(context: RuleContext, told: ReadonlySet<Node>): Iterable<Report> {
  const { facts } = context;
  for (const call of takingCalls(facts)) {
    const { kind } = facts.functionOf(call);
    // The program may hold it as long as it runs.
    if (kind === 'module' || told.has(call)) continue;
    const isTried = acquiredBy(facts, call) === undefined;
    if (!(isTried ? isOnlyTested(facts, call) : isDropped(facts, call))) continue;
    const type = context.ask('type', call);
    const name = isTried ? type?.name : type?.awaitedText;
    if (!type || type.unknown || !name || !isHandle.test(name)) continue;
    // Who tries for a lock between processes may be the one that holds it until it ends.
    if (!isTried || name !== 'FileLockHandle') yield reportOf(context, call, name, isTried);
  }
}

/** `const held = lock.tryAcquire(); if (!held) return;`, and no other use. */
function isOnlyTested(facts: Facts, call: Node): boolean {
  const handle = handleOf(facts, call);
  if (handle?.kind !== 'const' || handle.exported) return false;
  const uses = facts.references(handle);
  return uses.length > 0 && uses.every((use) => isTested(facts, use));
}

/** `await lock.acquire();`, or kept in a variable that is never used. */
function isDropped(facts: Facts, call: Node): boolean {
  const { tree } = facts;
  const { parent } = wrapped(tree, call);
  if (!parent || tree.kind(parent) !== K.AwaitExpression) return false;
  const handle = handleOf(facts, call);
  if (handle) return handle.kind !== 'using' && !handle.exported && facts.references(handle).length === 0;
  const statement = wrapped(tree, parent).parent;
  return !!statement && tree.kind(statement) === K.ExpressionStatement;
}

function reportOf({ facts, target }: RuleContext, call: Node, type: string, isTried: boolean): Report {
  const lock = receiverText(facts, call);
  const { takes, follows, meets } = words[isTried ? 'tried' : 'awaited'];
  const using = !isTried && target.disposables && /LockHandle$/.test(type) ? usingOf(facts, call) : undefined;
  return {
    span: spanOf(facts.tree, call),
    message: `\`${lock}\` is never given back: nobody keeps what would release it, and ${follows}. Release it in \`finally\`, or hold it with \`using\`.`,
    witness: new Steps(facts)
      .a(call, `${takes} ${lock}, and drops what would release it`)
      .a(facts.functionOf(call).node, 'ends, and the lock stays taken')
      .b(call, meets(lock))
      .done(),
    fixes: () => (using ? [using] : []),
  };
}

/** `const held = await …` → `using held = await …` */
function usingOf(facts: Facts, call: Node): Fix | undefined {
  const { tree } = facts;
  const list = handleOf(facts, call)?.declaration.parent;
  if (list?.declarations?.length !== 1) return undefined;
  const start = startOf(tree, list);
  const end = startOf(tree, list.declarations[0]!);
  const edit = { file: tree.fileName, start, end, text: 'using ' };
  return { title: 'Hold it with `using`', tier: 'suggestion', edits: () => [edit] };
}
