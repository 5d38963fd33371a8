import { Bell } from './bell.ts';
import { ForeignFile } from './errors.ts';
import { parseToken } from './identity.ts';
import { isForeign, parseRecord } from './names.ts';
import { type Attempt, attempt, breakOwner, type Held } from './protocol.ts';
import type { OwnRecord } from './record.ts';
import { type AsyncDisk, type Disk, run, runSync, type Steps } from './steps.ts';

/** Milliseconds between two looks at who holds the lock; files that are watched tell sooner that it is free. */
const FIRST_LOOK = 20;
const LONGEST_LOOK = 100;
/** Attempts that find something changed under them, before one that only waits. */
const HASTY = 20;

/** How an attempt ended that is not to be repeated at once. */
export type Outcome = Form | Held;
export type Form = 'file' | 'directory';

/** An acquisition on its way: it has its thread's turn and tries for the file. */
export class Contender {
  stopped = false;
  /** What it tries with, and holds the lock with if it got it. */
  record: OwnRecord;
  readonly #open: () => OwnRecord;
  readonly #disk: Disk;
  readonly #asyncDisk: AsyncDisk;
  readonly #lease = new LeaseClock();
  #bell: Bell | undefined;
  #spare = HASTY;

  /** @param open gives this thread's record at the lock, written if need be */
  constructor(open: () => OwnRecord, disk: Disk, asyncDisk: AsyncDisk) {
    this.#open = open;
    this.#disk = disk;
    this.#asyncDisk = asyncDisk;
    this.record = open();
    this.record.join();
  }

  /** Tries once, blocking the thread. */
  trySync(): Outcome {
    for (;;) {
      const outcome = this.#judged(runSync(attempt(this.record.names), this.#disk));
      if (outcome !== 'again') return outcome;
    }
  }

  /** Tries once. In this step if the lock is free. */
  try(): Outcome | Promise<Outcome> {
    const outcome = run(attempt(this.record.names), this.#disk, this.#asyncDisk);
    if (outcome instanceof Promise) return this.#tryOn(outcome);
    const judged = this.#judged(outcome);
    return judged === 'again' ? this.#tryOn('again') : judged;
  }

  async #tryOn(begun: Attempt | Promise<Attempt>): Promise<Outcome> {
    let outcome = this.#judged(await begun);
    while (outcome === 'again') {
      if (this.stopped) return { by: NOBODY, verdict: 'unknown' };
      outcome = this.#judged(await run(attempt(this.record.names), this.#disk, this.#asyncDisk));
    }
    return outcome;
  }

  /** Blocks the thread until the lock is got or it is later than `until`. */
  waitSync(until: number): Form | undefined {
    for (let pause = 0.05; ; pause = Math.min(pause * 1.5, 5)) {
      const outcome = this.trySync();
      if (typeof outcome === 'string') return outcome;
      const left = until - performance.now();
      if (left <= 0) return undefined;
      const stale = this.#lease.over(this.record, outcome, this.#disk);
      if (stale) runSync(stale, this.#disk);
      else this.#disk.pause(Math.min(left, pause * (0.5 + Math.random())));
    }
  }

  /** Goes on after a first try, until the lock is got or nobody wants it any more. */
  async wait(tried?: Outcome | Promise<Outcome>): Promise<Form | undefined> {
    try {
      let outcome = await (tried ?? this.try());
      let delay = FIRST_LOOK;
      while (typeof outcome === 'object') {
        if (this.stopped) return undefined;
        const stale = this.#lease.over(this.record, outcome, this.#disk);
        if (stale) {
          await run(stale, this.#disk, this.#asyncDisk);
        } else {
          const got = await this.#rest(delay);
          if (got !== undefined) return got;
          delay = Math.min(delay * 1.5, LONGEST_LOOK);
        }
        if (this.stopped) return undefined;
        outcome = await this.try();
      }
      return outcome;
    } finally {
      this.#bell?.close();
    }
  }

  stop(): void {
    this.stopped = true;
    this.#bell?.ring();
  }

  /** Until it is time to look who holds the lock. Each ring only tries for it: one call, in the step of the ring. */
  async #rest(delay: number): Promise<Form | undefined> {
    const { own, lock, folder, base } = this.record.names;
    const until = performance.now() + delay * (0.5 + Math.random());
    if (this.#bell === undefined) {
      this.#bell = new Bell(folder, base);
      this.#bell.ring(); // for what has changed before it was there
    }
    for (let left = delay; left > 0; left = until - performance.now()) {
      if (!(await this.#bell.wait(left)) || this.stopped) return undefined;
      if (this.#disk.link(own, lock) === undefined) return 'file';
    }
    return undefined;
  }

  /** Throws on a file that is no lock; turns what does not come to an end into a wait. */
  #judged(outcome: Attempt): Outcome | 'again' {
    if (typeof outcome === 'object' && 'got' in outcome) return outcome.got;
    if (outcome === 'no record') this.#openAgain();
    if (typeof outcome === 'string') return this.#spare-- > 0 ? 'again' : { by: NOBODY, verdict: 'unknown' };
    this.#spare = HASTY;
    const { form, text, token } = outcome.by;
    const foreign = form === 'file' ? isForeign(text) : token !== undefined && parseToken(token) === undefined;
    if (foreign) throw new ForeignFile();
    return outcome;
  }

  #openAgain(): void {
    this.record.drop();
    const fresh = this.#open();
    this.record.leave();
    this.record = fresh;
    fresh.join();
  }
}

const NOBODY = { form: 'file', token: undefined, text: '' } as const;

/** Watches, on this thread's own clock, whether an owner that can't be judged still renews its lease. */
class LeaseClock {
  #seen = '';
  #since = 0;

  /** The steps that free the lock, when its owner has promised to renew it and has not for the whole lease. */
  over({ names, lease }: OwnRecord, { by, verdict }: Held, disk: Disk): Steps<unknown> | undefined {
    if (lease === undefined || verdict !== 'unknown' || by.token === undefined || by.form !== 'file') return undefined;
    const promised = parseRecord(by.text)?.about.lease;
    if (typeof promised !== 'number') return undefined;
    const stamp = disk.stamp(names.lock);
    const seen = `${by.token} ${stamp}`;
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#since = performance.now();
      return undefined;
    }
    if (performance.now() - this.#since < Math.max(lease, promised)) return undefined;
    this.#seen = '';
    return breakOwner(names, by, stamp);
  }
}
