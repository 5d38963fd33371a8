/** Functions that a protocol calls one at a time: the next step of an iterator, the next chunk of a stream. */
import { K, textOf } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import { calleeName, wrapped } from './shapes.ts';

const streamMethods = /^_(read|write|writev|transform|flush|final)$/;
const streams = /^(Readable|Writable|Transform|Duplex|ReadableStream|WritableStream|TransformStream)$/;

export function isRunInTurn(facts: Facts, fn: Fn): boolean {
  const { member } = fn;
  const { tree } = facts;
  if (takesStreamController(facts, fn)) return true;
  if (!member) return false;
  const { owner, name } = member;
  if (owner.kind === 'class')
    return streamMethods.test(name) || (name === 'next' && /\[Symbol\.asyncIterator\]/.test(textOf(tree, owner.node)));
  if (name === 'next') return true;
  const { parent } = wrapped(tree, owner.node);
  return !!parent && tree.kind(parent) === K.NewExpression && streams.test(calleeName(tree, parent) ?? '');
}

/** By the index of the parameter that is the controller. */
const withController: ReadonlyMap<string, number> = new Map([
  ['transform', 1],
  ['flush', 0],
  ['pull', 0],
]);

/** `transform(chunk, controller) { controller.enqueue(…) }`: the stream waits for it before it brings the next chunk. */
function takesStreamController({ tree, bindings, references }: Facts, { member, node }: Fn): boolean {
  const holder = wrapped(tree, node).parent;
  const name = member?.name ?? (tree.kind(holder) === K.PropertyAssignment ? holder.name?.text : undefined);
  const parameter = withController.get(name ?? '');
  const controller = parameter === undefined ? undefined : node.parameters?.[parameter]?.name;
  const binding = controller && bindings.find(({ ident }) => ident === controller);
  return (
    !!binding &&
    references(binding).some(({ parent }) => {
      const called = tree.kind(parent) === K.PropertyAccessExpression && parent.name?.text;
      return called === 'enqueue' || called === 'terminate';
    })
  );
}
