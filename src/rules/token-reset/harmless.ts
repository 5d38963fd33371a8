/** What makes a reset harmless: nothing under way can be met by it. */
import { callbackOf } from '../../core/facts/callgraph.ts';
import { effectsOf } from '../../core/facts/effects.ts';
import type { Facts, Fn } from '../../core/facts/facts.ts';
import type { Op } from '../../core/facts/graph.ts';
import { guardsOf } from '../../core/facts/guards.ts';
import { calleeName } from '../../core/facts/shapes.ts';
import { textOf } from '../../core/syntax.ts';
import type { Flag, Site } from './flags.ts';

/** Work that has seen the flag takes it down itself, or does so as it ends. */
export function isEnd(facts: Facts, { kind, location }: Flag, { fn, node }: Site, op: Op): boolean {
  const asked = kind === 'token' ? `${location.key}.cancelled` : location.key;
  if (guardsOf(facts, fn).at(op)?.tested.has(asked)) return true;
  for (let at = node; at !== fn.node && at.parent; at = at.parent) if (at.parent.finallyBlock === at) return true;
  return false;
}

/** `useEffect(() => { ref.current = false; return () => { ref.current = true; }; }, [])`: as the component comes, and goes. */
export function isEffect(facts: Facts, fn: Fn, atMount = false): boolean {
  const call = callbackOf(facts, fn.node)?.call;
  if (!call || !/^use\w*Effect$/.test(calleeName(facts.tree, call) ?? '')) return false;
  return !atMount || call.arguments?.[1]?.elements?.length === 0;
}

const busy = /^(?:is)?_?(?:pending|busy|(?!cancel|abort|stopp|clos)\w+ing)$|status$|state$/i;

/** One run at a time: a lock, or a flag that says that one is under way and that the canceller leaves alone. */
export function isGuarded(facts: Facts, { location, cancels }: Flag, op: Op, { fn }: Site): boolean {
  const held = guardsOf(facts, fn).at(op);
  if (!held) return true;
  const isBroken = (key: string) =>
    cancels.some((cancel) => cancel.fn !== fn && effectsOf(facts, cancel.fn).sync.has(key));
  const isBusy = (key: string) =>
    key !== location.key && (writes(facts, fn, key) || busy.test(nameOf(facts, key))) && !isBroken(key);
  return (
    [...held.guards].some((guard) => !isBroken(guard.replace(/^flag:|[+-]$/g, ''))) ||
    [...held.tested].some((key) => isBusy(key.replace(/[+-]$/, '')))
  );
}

function writes(facts: Facts, fn: Fn, key: string): boolean {
  return facts
    .graph(fn)
    .blocks.some(({ ops }) => ops.some((op) => op.op === 'write' && op.how !== 'declare' && op.location.key === key));
}

function nameOf({ bindings }: Facts, key: string): string {
  const last = key.split('.').at(-1)!;
  const id = /^b(\d+)$/.exec(last)?.[1];
  return id ? (bindings[Number(id)]?.name ?? '') : last;
}

/** `const run = ++this.runs; … if (run !== this.runs) return;`: each run knows if it is still the latest. */
export function hasGeneration({ tree }: Facts, fn: Fn): boolean {
  const text = textOf(tree, fn.node);
  return [...text.matchAll(/\b(?:const|let)\s+(\w+)\s*=\s*(?:\+\+)?([\w.#]+)(?:\+\+|\s*\+=?\s*1)?\s*[;\n]/g)].some(
    ([, local, path]) =>
      new RegExp(
        `\\b${local}\\s*[!=]==?\\s*${path!.replace(/[.$]/g, '\\$&')}(?![\\w.])|(?<![\\w.])${path!.replace(/[.$]/g, '\\$&')}\\s*[!=]==?\\s*${local}\\b`,
      ).test(text),
  );
}
