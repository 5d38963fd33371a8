import { ANYTHING } from './access.ts';
import { context } from './context.ts';
import type { Lane, Step } from './lane.ts';
import type { Run } from './run.ts';
import { type Site, sitesAbove } from './sites.ts';

type Callback = (...args: unknown[]) => void;

const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;

/** What Node's timers offer besides being an id. */
class Timer {
  step: Step | undefined;
  readonly #clear: (timer: Timer) => void;

  constructor(clear: (timer: Timer) => void) {
    this.#clear = clear;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  close(): this {
    this.#clear(this);
    return this;
  }
}

/** Timers are of no task: who set one may meanwhile be woken by something else. */
function clockOf(run: Run): Lane {
  let lane = run.lanes.find(({ name }) => name === 'time');
  if (lane === undefined) {
    lane = run.addLane('time', true);
  }
  return lane;
}

/**
 * Puts the global timers and `Date.now` under virtual time, for the run that `current` gives. Returns what puts them
 * back. `AbortSignal.timeout` and timers that were imported (`node:timers`) stay real.
 *
 * @internal
 */
export function virtualTimers(current: () => Run | undefined): () => void {
  const host = globalThis as unknown as Record<string, unknown>;
  const real = NAMES.map((name) => [name, host[name]] as const);
  const realNow = Date.now;

  const park = (
    timer: Timer,
    repeat: boolean,
    callback: Callback,
    ms: number,
    args: unknown[],
    sites: readonly Site[] | undefined,
  ): void => {
    const run = current();
    if (run === undefined) return;
    const delay = ms >= 1 ? ms : 1; // as timers of Node and browsers
    const setter = run.here();
    timer.step = run.park(
      clockOf(run),
      `${repeat ? 'interval' : 'timer'} of ${delay} ms`,
      ANYTHING,
      () => {
        if (repeat) park(timer, repeat, callback, ms, args, sites);
        if (context === undefined) callback(...args);
        else context.run(setter, () => callback(...args));
      },
      { due: run.now + delay, sites },
    );
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof Timer && timer.step !== undefined) current()?.unpark(timer.step);
  };
  const set = (repeat: boolean) => {
    const setter = (callback: Callback, ms = 0, ...args: unknown[]): Timer => {
      const timer = new Timer(clear);
      park(timer, repeat, callback, ms, args, current()?.recording && sitesAbove(setter));
      return timer;
    };
    return setter;
  };

  Object.assign(host, {
    setTimeout: set(false),
    clearTimeout: clear,
    setInterval: set(true),
    clearInterval: clear,
  });
  Date.now = () => {
    const run = current();
    return run === undefined ? realNow() : run.now;
  };
  return () => {
    for (const [name, value] of real) host[name] = value;
    Date.now = realNow;
  };
}
