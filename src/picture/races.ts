/** What makes the race in a schedule that fails: which accesses, of all those that meet. */
import type { Picture } from '../protocol/runner.ts';
import { looksAfter, type Spot, spot, type Use, usesOf } from './accesses.ts';

/**
 * - `stale`: a read, then a write of another task, then what the reader does all the same. A write of its own is as good
 *   as a read: it knows what is there.
 * - `late`: a task begins, another one that began later writes, and the first overwrites it with what is older.
 * - `gone`: a task writes, another one writes over it, and the first finds that.
 * - `early`: a task writes and is not done, and another one reads it.
 */
export interface Race {
  readonly kind: 'stale' | 'late' | 'gone' | 'early';
  /** Index into `watched`. */
  readonly watched: number;
  /** The read, or the write of its own; of a `late` race the step in which the task begins, of an `early` one that in which it goes on. */
  readonly read: Spot;
  readonly write: Spot;
  readonly act: Spot;
}

type Found = Omit<Race, 'watched' | 'kind'>;
type Finder = (uses: readonly Use[], picture: Picture) => Found[];

/**
 * In order of how sure they are, and how many of each are told; of many, those near the end. What is said of all says
 * nothing.
 */
const finders: readonly (readonly [kind: Race['kind'], most: number, finder: Finder])[] = [
  ['stale', 3, blindWrites],
  ['stale', 1, laterWrites],
  ['stale', 1, blindOverwrites],
  ['stale', 1, blindSteps],
  ['late', 1, overtaken],
  ['gone', 1, takenAway],
  ['early', 1, halfDone],
];

/** Asked for every step of a list, and by every part of a drawing. */
const known = new WeakMap<Picture, readonly Race[]>();

/** The last act last. A schedule that passes has none. */
export function racesOf(picture: Picture): readonly Race[] {
  let races = known.get(picture);
  if (races === undefined) {
    races = find(picture);
    known.set(picture, races);
  }
  return races;
}

function find(picture: Picture): Race[] {
  if (picture.failure === null) return [];
  const all = picture.watched.map((_, watched) => ({ watched, uses: usesOf(picture, watched) }));
  for (const [kind, most, finder] of finders) {
    const found = all.flatMap(({ watched, uses }) => finder(uses, picture).map((one) => ({ kind, watched, ...one })));
    found.sort((a, b) => a.act.step - b.act.step || a.read.step - b.read.step);
    if (found.length > 0) return found.slice(-most);
  }
  return [];
}

/** A write of the reader, without a new read. */
function blindWrites(uses: readonly Use[]): Found[] {
  const found: Found[] = [];
  const held = new Map<string, { read: Use; write?: Use }>();
  for (const use of uses) {
    if (use.kind === 'read') held.set(use.task, { read: use });
    else {
      const own = held.get(use.task);
      if (own?.write) found.push({ read: spot(own.read), write: spot(own.write), act: spot(use) });
      held.delete(use.task);
      for (const other of held.values()) other.write ??= use;
    }
  }
  return found;
}

/** A write of the reader in a later step, which only reads anew to compute it: `balance -= amount` after a check. */
function laterWrites(uses: readonly Use[]): Found[] {
  const found: Found[] = [];
  for (const [n, act] of uses.entries()) {
    if (act.kind !== 'write') continue;
    const at = uses.findLastIndex(({ step, task }) => step < act.step && task === act.task);
    const read = uses[at];
    const write = uses.slice(at, n).find(({ task, kind }) => task !== act.task && kind === 'write');
    if (read?.kind === 'read' && write) found.push({ read: spot(read), write: spot(write), act: spot(act) });
  }
  return found;
}

/** A write over that of another task, where the writer goes by what it has written itself. */
function blindOverwrites(uses: readonly Use[]): Found[] {
  const found: Found[] = [];
  for (const [n, act] of uses.entries()) {
    const at = uses.slice(0, n).findLastIndex(({ task }) => task === act.task);
    const own = uses[at];
    const write = uses.slice(at + 1, n).find(({ kind }) => kind === 'write');
    if (own?.kind === 'write' && act.kind === 'write' && write) {
      found.push({ read: spot(own), write: spot(write), act: spot(act) });
    }
  }
  return found;
}

/** A step of the reader, which never looks again. */
function blindSteps(uses: readonly Use[], { steps }: Picture): Found[] {
  const found: Found[] = [];
  for (const [n, write] of uses.entries()) {
    if (write.kind !== 'write') continue;
    for (const task of new Set(uses.map((use) => use.task))) {
      if (task === write.task) continue;
      const read = uses.findLast((use, at) => at < n && use.task === task);
      const act = steps.find((step) => step.n > write.step && step.task === task && !looksAfter(step));
      const again = uses.some((use, at) => at > n && use.task === task);
      if (read?.kind === 'read' && act && !again)
        found.push({ read: spot(read), write: spot(write), act: { step: act.n } });
    }
  }
  return found.filter(
    (one, n) => found.findIndex((other) => other.act.step === one.act.step && other.read.step === one.read.step) === n,
  );
}

/** A write over that of a task which began later: the older answer comes last. */
function overtaken(uses: readonly Use[], { steps }: Picture): Found[] {
  const found: Found[] = [];
  const begins = (name: string) => steps.findIndex(({ task }) => task === name) + 1;
  for (const [n, act] of uses.entries()) {
    const write = uses[n - 1];
    if (act.kind !== 'write' || write?.kind !== 'write' || write.task === act.task) continue;
    const begun = begins(act.task);
    if (begun > 0 && begun < begins(write.task))
      found.push({ read: { step: begun }, write: spot(write), act: spot(act) });
  }
  return found;
}

/** A read that finds something else than the reader has written, and does not write anew. */
function takenAway(uses: readonly Use[]): Found[] {
  const found: Found[] = [];
  for (const [n, act] of uses.entries()) {
    const at = uses.slice(0, n).findLastIndex(({ task }) => task === act.task);
    const [own, write] = [uses[at], uses.slice(at + 1, n).findLast(({ kind }) => kind === 'write')];
    if (act.kind !== 'read' || own?.kind !== 'write' || !write || act.value === own.value) continue;
    const copes = uses
      .slice(n)
      .some(({ step, task, kind }) => step === act.step && task === act.task && kind === 'write');
    if (!copes) found.push({ read: spot(own), write: spot(write), act: spot(act) });
  }
  return found;
}

/** A read of what another task has written that goes on only later. */
function halfDone(uses: readonly Use[], { steps }: Picture): Found[] {
  const found: Found[] = [];
  for (const [n, act] of uses.entries()) {
    if (act.kind !== 'read' || looksAfter(steps[act.step - 1]!)) continue;
    const write = uses.slice(0, n).findLast(({ kind }) => kind === 'write');
    const next = write && steps.find((step) => step.n > write.step && step.task === write.task);
    if (write && next && write.task !== act.task && next.n > act.step) {
      found.push({ read: { step: next.n }, write: spot(write), act: spot(act) });
    }
  }
  return found;
}
