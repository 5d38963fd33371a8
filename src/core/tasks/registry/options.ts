/** What `track` is told besides the task: the key that an entry of a Map or a record had. */
import { guardsOf } from '../../facts/guards.ts';
import { calleeName, contains, unwrap } from '../../facts/shapes.ts';
import { styleOf } from '../../rewrite/style.ts';
import type { Node } from '../../syntax.ts';
import { K, textOf } from '../../syntax.ts';
import type { Use } from '../uses.ts';
import type { Job } from './job.ts';

/**
 * The key becomes the id, if somebody asks for entries by it. Where it may be in use, the newer task takes it over, as
 * an entry of a Map is overwritten.
 */
export function optionsOf({ facts, collection }: Job, add: Use): string[] {
  const { tree } = facts;
  const isAsked = collection.uses.some((use) => use.kind === 'query');
  if (!add.key || (!isAsked && isUsedBesides(facts, collection, add.key))) return [];
  const key = textOf(tree, add.key);
  const { quote } = styleOf(tree);
  const id = key === 'id' ? 'id' : `id: ${key}`;
  return [isFree(facts, collection, add) ? `{ ${id} }` : `{ ${id}, onDuplicate: ${quote}replace${quote} }`];
}

/** Without the id, the variable of the key would be left unused. */
function isUsedBesides(facts: Job['facts'], { uses }: Job['collection'], key: Node): boolean {
  const inner = unwrap(facts.tree, key);
  const binding = facts.tree.kind(inner) === K.Identifier ? facts.resolve(inner) : undefined;
  if (!binding) return true;
  const isOurs = (node: Node) =>
    uses.some((use) => (use.kind === 'add' || use.kind === 'remove') && contains(use.key ?? use.node, node));
  return !facts.references(binding).every(isOurs);
}

const unique = /^(Symbol|randomUUID|uuid\w*|v4|nanoid|createId|ulid|cuid)$/;

/** No entry has the key: that is tested in this segment, or the key is new. */
function isFree(facts: Job['facts'], { location }: Job['collection'], add: Use): boolean {
  const prefix = `${location.key}[`;
  const ops = facts.graph(add.fn).blocks.flatMap((block) => block.ops);
  const op = ops.find((o) => o.node === add.at && o.op === 'write');
  if (op && [...(guardsOf(facts, add.fn).at(op)?.tested ?? [])].some((key) => key.startsWith(prefix))) return true;
  const key = unwrap(facts.tree, add.key!);
  const init = facts.tree.kind(key) === K.Identifier ? facts.resolve(key)?.init : undefined;
  return !!init && facts.tree.kind(init) === K.CallExpression && unique.test(calleeName(facts.tree, init) ?? '');
}
