/** One lock from the test to the act, a local for what others may clear, or a flag that goes up in the step of its test. */
import type { Facts } from '../../core/facts/facts.ts';
import { contains, isEmptyConstant } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { guard } from '../../core/rewrite/guard.ts';
import type { Node } from '../../core/syntax.ts';
import { sizedBy } from './acts.ts';
import type { Act } from './detect.ts';
import { raiseEarly } from './early.ts';
import { keepInLocal } from './keep.ts';

export function fixesOf(facts: Facts, act: Act, keyType: string | undefined): Fix[] {
  const { kind, hit } = act;
  // Who clears it is mostly an event, which can wait for no lock.
  if (kind === 'gone') {
    const kept = keepInLocal(facts, act);
    return kept ? [kept] : [];
  }
  const { fn, read, test, suspension, write, through, writer } = hit;
  if (writer !== fn && !through) return [];
  const location = sizedBy(hit.location) ?? hit.location;
  const nodes = [read.node, test!.node, suspension, through?.call ?? write.node];
  const made = guard(facts, { fn, location, read: read.node, nodes, keyType, handsOn: true });
  const edits = made?.draft.edits();
  if (kind === 'busy' && (!edits || holdsWork(facts, hit, edits)))
    return [raiseEarly(facts, act)].filter((fix) => !!fix);
  if (!made || !edits) return [];
  const [one, ...more] = made.others.map((other) => other.name ?? other.member?.name);
  const rest = one ? `; \`${one}\`${more.length ? ` and ${more.length} more change` : ' changes'} it without` : '';
  const title = `Hold \`${made.lock}\` from the test to the act${rest}`;
  // From now on callers wait for each other.
  return [{ title: title.length <= 100 ? title : title.replace(rest, ''), tier: 'suggestion', edits: () => edits }];
}

/** The lock would be held until the flag is down again: who was to be turned away would wait, and then run. */
function holdsWork(facts: Facts, { fn, location }: Act['hit'], edits: readonly TextEdit[]): boolean {
  const isInside = (node: Node) => edits.some((edit) => edit.start <= node.pos && node.end <= edit.end);
  return facts
    .graph(fn)
    .blocks.some(({ ops }) =>
      ops.some(
        (op) =>
          op.op === 'write' &&
          op.location.key === location.key &&
          (!op.value || isEmptyConstant(facts.tree, op.value)) &&
          contains(fn.node, op.node) &&
          isInside(op.node),
      ),
    );
}
