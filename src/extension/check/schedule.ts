/**
 * When which file is checked. One check runs at a time, for whoever answers has one thread. An edit stops the check
 * that runs, whatever its file: a keystroke never waits for us. Files in view go first; the others follow one by one,
 * with a pause behind each, while nothing else is to be done. Imports nothing of the editor.
 */

/** `again`: it goes on where it ended; `later`: soon; `retry`: in a while, for what is broken may come back. */
export type Outcome = 'done' | 'again' | 'later' | 'retry';

export interface Timers {
  now(): number;
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

/** Milliseconds. */
export const delays = {
  /** After the last edit: TypeScript asks for its own errors 300 after it. */
  quiet: 450,
  /** The latest edit is this old before anything is asked, whatever else happens. */
  atLeast: 250,
  /** A file that comes into view is opened by TypeScript first, which asks for its errors after 300. */
  shown: 400,
  /** Between files that nobody looks at. */
  pause: 250,
  again: 0,
  later: 500,
  retry: 5000,
} as const;

interface Entry {
  readonly lane: 'view' | 'background';
  due: number;
}

const clock: Timers = {
  now: () => performance.now(),
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

export class Schedule {
  private readonly run: (key: string, signal: AbortSignal) => Promise<Outcome>;
  private readonly timers: Timers;
  private readonly entries = new Map<string, Entry>();
  private running: { readonly key: string; readonly lane: Entry['lane']; readonly abort: AbortController } | undefined;
  private timer: unknown;
  private disposed = false;
  /** Files that nobody looks at wait until then. */
  private restUntil = 0;
  private readonly waiting = new Map<string, (() => void)[]>();
  /** Called when work on files in view begins and when the last of it is done. */
  onBusy: (busy: boolean) => void = () => {};

  /** `run` never rejects; it ends soon after its signal aborts, and what it says then is not heard. */
  constructor(run: (key: string, signal: AbortSignal) => Promise<Outcome>, timers: Timers = clock) {
    this.run = run;
    this.timers = timers;
  }

  /** By a person, who sees it, or by a program, which may edit many at once. */
  edited(key: string, lane: Entry['lane'] = 'view'): void {
    this.interrupt();
    this.put(key, lane, delays.quiet);
  }

  shown(key: string): void {
    const entry = this.entries.get(key);
    if (entry?.lane !== 'view') this.put(key, 'view', delays.shown);
  }

  /** For files that nobody looks at. */
  opened(key: string): void {
    if (!this.entries.has(key)) this.put(key, 'background', delays.later);
  }

  /** What the compiler had to do first is done: a check that waits for it needn't. */
  ready(key: string): void {
    const entry = this.entries.get(key);
    if (entry?.lane !== 'view') return;
    const left = entry.due - this.timers.now();
    if (left > 0 && left <= delays.quiet - delays.atLeast) this.put(key, 'view', 0);
  }

  /** Checks it at once. */
  now(key: string): void {
    const { running } = this;
    if (running?.key === key && !running.abort.signal.aborted && !this.entries.has(key)) return;
    this.put(key, 'view', 0);
  }

  forget(key: string): void {
    this.entries.delete(key);
    if (this.running?.key === key) this.running.abort.abort();
    else this.settle(key);
    this.plan();
  }

  /** Resolves when nothing is left to do for the file. */
  settled(key: string): Promise<void> {
    if (!this.isPending(key)) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.waiting.get(key) ?? [];
      waiting.push(resolve);
      this.waiting.set(key, waiting);
    });
  }

  isPending(key: string): boolean {
    return this.entries.has(key) || this.running?.key === key;
  }

  dispose(): void {
    this.disposed = true;
    this.entries.clear();
    this.timers.clear(this.timer);
    this.running?.abort.abort();
    for (const key of [...this.waiting.keys()]) this.settle(key);
  }

  private put(key: string, lane: Entry['lane'], delay: number): void {
    if (this.disposed) return;
    this.entries.set(key, { lane, due: this.timers.now() + delay });
    this.plan();
  }

  /** What runs is stopped and comes back when the typing ends. */
  private interrupt(): void {
    const { running } = this;
    if (!running || running.abort.signal.aborted) return;
    running.abort.abort();
    if (!this.entries.has(running.key)) this.put(running.key, running.lane, delays.quiet);
  }

  private plan(): void {
    this.timers.clear(this.timer);
    this.timer = undefined;
    if (this.running || this.disposed) return;
    const next = this.next();
    if (!next) return;
    const due = next.entry.lane === 'view' ? next.entry.due : Math.max(next.entry.due, this.restUntil);
    const wait = Math.max(0, due - this.timers.now());
    this.timer = this.timers.set(() => this.start(next.key, next.entry), wait);
  }

  private next(): { key: string; entry: Entry } | undefined {
    let best: { key: string; entry: Entry } | undefined;
    for (const [key, entry] of this.entries) if (!best || compare(entry, best.entry) < 0) best = { key, entry };
    return best;
  }

  private start(key: string, entry: Entry): void {
    this.entries.delete(key);
    const abort = new AbortController();
    this.running = { key, lane: entry.lane, abort };
    if (entry.lane === 'view') this.onBusy(true);
    void this.run(key, abort.signal).then((outcome) => this.ended(key, entry.lane, abort.signal.aborted, outcome));
  }

  private ended(key: string, lane: Entry['lane'], aborted: boolean, outcome: Outcome): void {
    this.running = undefined;
    if (!aborted && outcome !== 'done' && !this.entries.has(key))
      this.put(key, outcome === 'retry' ? 'background' : lane, delays[outcome]);
    if (!this.entries.has(key)) this.settle(key);
    this.restUntil = this.timers.now() + delays.pause;
    if (lane === 'view' && this.next()?.entry.lane !== 'view') this.onBusy(false);
    this.plan();
  }

  private settle(key: string): void {
    const waiting = this.waiting.get(key);
    this.waiting.delete(key);
    for (const resolve of waiting ?? []) resolve();
  }
}

function compare(a: Entry, b: Entry): number {
  if (a.lane !== b.lane) return a.lane === 'view' ? -1 : 1;
  return a.due - b.due;
}
