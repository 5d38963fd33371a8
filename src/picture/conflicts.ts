/** Which accesses of different lanes meet at one location, and which of them make the race. */
import type { Picture, PictureStep } from '../protocol/runner.ts';

/** An access, as indices into a picture; without `access` the step itself stands for what it does. */
export interface Spot {
  /** Number of the step, from 1. */
  readonly step: number;
  /** Index into its accesses. */
  readonly access?: number;
}

/** A read that another lane made stale, and what the reader then did all the same. */
export interface Stale {
  /** Index into `watched`. */
  readonly watched: number;
  /** Without `access`, the step in which a task begins that is overtaken, and then overwrites what is newer. */
  readonly read: Spot;
  readonly write: Spot;
  readonly act: Spot;
}

export interface Join {
  readonly watched: number;
  readonly from: Spot;
  readonly to: Spot;
  /** `stale`: the write that makes a read stale; `act`: what is done on the stale read; `order`: they only meet. */
  readonly kind: 'stale' | 'act' | 'order';
}

const MOST = 3;

interface Use extends Spot {
  readonly access: number;
  readonly task: string;
  readonly kind: 'read' | 'write';
}

/**
 * The stale reads of a schedule that fails, the last act last. What counts: a read, a write of another lane, and then
 *
 * 1. a write of the reader without a new read; else, where there is none of it,
 * 2. a write of the reader in a later step, which only reads anew to compute it (`balance -= amount` after a check); else
 * 3. a step of the reader that does not look again; else
 * 4. without any read, a write over one of a task that is ahead of it: the older answer comes last.
 *
 * Of many, those near the end count: what is said of all says nothing.
 * A schedule that passes has none.
 */
export function staleReads(picture: Picture): Stale[] {
  if (picture.failure === null) return [];
  const all = picture.watched.map((_, watched) => ({ watched, uses: usesOf(picture, watched) }));
  for (const [find, most] of [
    [blindWrites, MOST] as const,
    [laterWrites, 1] as const,
    [blindSteps, 1] as const,
    [overtaken, 1] as const,
  ]) {
    const found = all.flatMap(({ watched, uses }) => find(uses, picture).map((one) => ({ watched, ...one })));
    if (found.length > 0)
      return found.sort((a, b) => a.act.step - b.act.step || a.read.step - b.read.step).slice(-most);
  }
  return [];
}

/** Accesses of different lanes that meet, each joined to the last one it meets; those that make the race among them. */
export function joinsOf(picture: Picture): Join[] {
  const joins: Join[] = [];
  for (const { watched, read, write, act } of staleReads(picture)) {
    joins.push({ watched, from: read, to: write, kind: 'stale' }, { watched, from: write, to: act, kind: 'act' });
  }
  // One line between two steps is enough.
  const seen = new Set(joins.map(keyOf));
  for (let watched = 0; watched < picture.watched.length; watched++) {
    let write: Use | undefined;
    let reads: Use[] = [];
    for (const use of usesOf(picture, watched)) {
      const others = use.kind === 'read' ? [] : reads.filter(({ task }) => task !== use.task);
      const met = others.length > 0 ? others : write && write.task !== use.task ? [write] : [];
      for (const from of met) {
        const join: Join = { watched, from: spot(from), to: spot(use), kind: 'order' };
        const key = keyOf(join);
        if (!seen.has(key)) joins.push(join);
        seen.add(key);
      }
      if (use.kind === 'write') [write, reads] = [use, []];
      else reads.push(use);
    }
  }
  return joins.filter(({ from, to }) => from.step < to.step);
}

/** Whether the program waited for all tasks before it: what it sees has happened. */
export function looksAfter({ label }: PictureStep): boolean {
  return label === 'all tasks have ended';
}

type Found = Omit<Stale, 'watched'>;

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

function laterWrites(uses: readonly Use[]): Found[] {
  const found: Found[] = [];
  for (const act of uses) {
    if (act.kind !== 'write') continue;
    const before = uses.filter((use) => use.step < act.step);
    const read = before.findLast(({ task, kind }) => task === act.task && kind === 'read');
    const write = before.find((use) => read && use.step > read.step && use.task !== act.task && use.kind === 'write');
    if (read && write) found.push({ read: spot(read), write: spot(write), act: spot(act) });
  }
  return found;
}

function blindSteps(uses: readonly Use[], { steps }: Picture): Found[] {
  const found: Found[] = [];
  for (const write of uses) {
    if (write.kind !== 'write') continue;
    for (const task of new Set(uses.map((use) => use.task))) {
      if (task === write.task) continue;
      const own = uses.filter((use) => use.task === task);
      const read = own.findLast((use) => use.step < write.step);
      const act = steps.find((step) => step.n > write.step && step.task === task && !looksAfter(step));
      const again = act && own.some((use) => use.step > write.step);
      if (read?.kind === 'read' && act && !again)
        found.push({ read: spot(read), write: spot(write), act: { step: act.n } });
    }
  }
  return found.filter(
    (one, n) => found.findIndex((other) => other.act.step === one.act.step && other.read.step === one.read.step) === n,
  );
}

function overtaken(uses: readonly Use[], { steps }: Picture): Found[] {
  const found: Found[] = [];
  const writes = uses.filter(({ kind }) => kind === 'write');
  for (const [n, act] of writes.entries()) {
    const write = writes[n - 1];
    const begun = steps.find(({ task }) => task === act.task);
    if (write && write.task !== act.task && begun && begun.n < steps.findIndex(({ task }) => task === write.task) + 1) {
      found.push({ read: { step: begun.n }, write: spot(write), act: spot(act) });
    }
  }
  return found;
}

/** One for each kind of access of a task in a step: a loop that reads a thousand times reads once. */
function usesOf({ steps }: Picture, watched: number): Use[] {
  const uses: Use[] = [];
  for (const { n, accesses, ...step } of steps) {
    const told = new Set<string>();
    for (const [access, { kind, watched: location, task = step.task }] of accesses.entries()) {
      if (location !== watched || told.has(kind + task)) continue;
      told.add(kind + task);
      uses.push({ step: n, access, task, kind });
    }
  }
  return uses;
}

function spot({ step, access }: Use): Spot {
  return { step, access };
}

function keyOf({ watched, from, to }: Join): string {
  return [watched, from.step, to.step].join();
}
