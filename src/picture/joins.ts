/** Accesses of different lanes that meet at one location. */
import type { Picture } from '../protocol/runner.ts';
import { type Spot, spot, type Use, usesOf } from './accesses.ts';
import { type Race, racesOf } from './races.ts';

export interface Join {
  readonly watched: number;
  readonly from: Spot;
  readonly to: Spot;
  /** `stale`: to the write that makes it so; `act`: from there to what is done all the same; `order`: they only meet. */
  readonly kind: 'stale' | 'act' | 'order';
}

/** Accesses of different lanes that meet, each joined to the last one it meets; those that make the race among them. */
export function joinsOf(picture: Picture): Join[] {
  const joins = racesOf(picture).flatMap(joinsOfRace);
  // One line between two steps is enough, and what leads to an act is told.
  const seen = new Set(joins.map(keyOf));
  const acts = new Set(joins.filter(({ kind }) => kind === 'act').map(({ watched, to }) => `${watched} ${to.step}`));
  for (let watched = 0; watched < picture.watched.length; watched++) {
    let write: Use | undefined;
    /** The last one of each task since that write, in order. */
    const reads = new Map<string, Use>();
    for (const use of usesOf(picture, watched)) {
      const others = use.kind === 'read' ? [] : [...reads.values()].filter(({ task }) => task !== use.task);
      const met = others.length > 0 ? others : write && write.task !== use.task ? [write] : [];
      for (const from of met) {
        const join: Join = { watched, from: spot(from), to: spot(use), kind: 'order' };
        const key = keyOf(join);
        if (!seen.has(key) && !acts.has(`${watched} ${use.step}`)) joins.push(join);
        seen.add(key);
      }
      if (use.kind === 'write') {
        write = use;
        reads.clear();
      } else {
        reads.delete(use.task);
        reads.set(use.task, use);
      }
    }
  }
  return joins.filter(({ from, to }) => from.step < to.step);
}

function joinsOfRace({ kind, watched, read, write, act }: Race): Join[] {
  const last: Join = { watched, from: write, to: act, kind: 'act' };
  return kind === 'early' ? [last] : [{ watched, from: read, to: write, kind: 'stale' }, last];
}

function keyOf({ watched, from, to }: Join): string {
  return [watched, from.step, to.step].join();
}
