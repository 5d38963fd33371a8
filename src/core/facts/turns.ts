/** Functions that a protocol calls one at a time: the next step of an iterator, the next chunk of a stream. */
import { K, textOf } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import { calleeName, wrapped } from './shapes.ts';

const streamMethods = /^_(read|write|writev|transform|flush|final)$/;
const streams = /^(Readable|Writable|Transform|Duplex|ReadableStream|WritableStream|TransformStream)$/;

export function isRunInTurn({ tree }: Facts, { member }: Fn): boolean {
  if (!member) return false;
  const { owner, name } = member;
  if (owner.kind === 'class')
    return streamMethods.test(name) || (name === 'next' && /\[Symbol\.asyncIterator\]/.test(textOf(tree, owner.node)));
  if (name === 'next') return true;
  const { parent } = wrapped(tree, owner.node);
  return !!parent && tree.kind(parent) === K.NewExpression && streams.test(calleeName(tree, parent) ?? '');
}
