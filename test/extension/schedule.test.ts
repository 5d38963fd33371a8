import { deepEqual, equal } from 'node:assert/strict';
import { delays, type Outcome, Schedule, type Timers } from '../../src/extension/check/schedule.ts';

/** A clock that stands still until it is moved, and checks that end when they are told to. */
function bench() {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const clock: Timers = {
    now: () => now,
    set(callback, ms) {
      const timer = { at: now + ms, callback };
      timers.push(timer);
      return timer;
    },
    clear(timer) {
      timers = timers.filter((t) => t !== timer);
    },
  };
  const log: string[] = [];
  let running: { key: string; signal: AbortSignal; end: (outcome: Outcome) => void } | undefined;
  const schedule = new Schedule((key, signal) => {
    log.push(`${now} ${key}`);
    equal(running, undefined, 'one at a time');
    return new Promise((resolve) => {
      running = {
        key,
        signal,
        end(outcome) {
          running = undefined;
          resolve(outcome);
        },
      };
    });
  }, clock);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    schedule,
    log,
    running: () => running,
    async wait(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter((t) => t.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((t) => t !== next);
        now = Math.max(now, next.at);
        next.callback();
        await settle();
      }
      now = until;
    },
    async end(outcome: Outcome = 'done') {
      running!.end(outcome);
      await settle();
    },
  };
}
const { quiet, atLeast, shown, pause, later, retry } = delays;

describe('the schedule of checks', () => {
  it('waits for the last of several edits', async () => {
    const { schedule, log, wait } = bench();
    schedule.edited('a');
    await wait(quiet - 1);
    schedule.edited('a');
    await wait(quiet - 1);
    deepEqual(log, []);
    await wait(1);
    deepEqual(log, [`${2 * quiet - 1} a`]);
  });

  it('stops what runs when something is typed, and comes back to it', async () => {
    const { schedule, log, running, wait, end } = bench();
    schedule.shown('a');
    await wait(shown);
    schedule.edited('b');
    equal(running()!.signal.aborted, true);
    await end();
    await wait(quiet);
    await end();
    await wait(0);
    deepEqual(log.map((line) => line.split(' ')[1]).sort(), ['a', 'a', 'b']);
  });

  it('what a stopped check says is not heard', async () => {
    const { schedule, log, wait, end } = bench();
    schedule.edited('a');
    await wait(quiet);
    schedule.edited('a');
    await end('again');
    await wait(quiet - 1);
    equal(log.length, 1);
    await wait(1);
    equal(log.length, 2);
  });

  it('takes files in view first, and the others one by one with pauses', async () => {
    const { schedule, log, wait, end } = bench();
    for (let i = 0; i < 500; i++) schedule.opened(`hidden ${i}`);
    await wait(later);
    schedule.shown('view');
    await end();
    await wait(shown);
    await end();
    const begun = later + shown;
    await wait(pause);
    await end();
    await wait(pause);
    await end();
    deepEqual(log, [
      `${later} hidden 0`,
      `${begun} view`,
      `${begun + pause} hidden 1`,
      `${begun + 2 * pause} hidden 2`,
    ]);
  });

  it('takes the file in view before those that a program has edited', async () => {
    const { schedule, log, wait } = bench();
    for (let i = 0; i < 500; i++) schedule.edited(`hidden ${i}`, 'background');
    await wait(quiet - shown);
    schedule.shown('view');
    await wait(shown);
    deepEqual(log, [`${quiet} view`]);
  });

  it('goes on with what is unfinished, and asks again later', async () => {
    const { schedule, log, wait, end } = bench();
    schedule.now('a');
    await wait(0);
    await end('again');
    await wait(0);
    await end('later');
    await wait(later - 1);
    equal(log.length, 2);
    await wait(1);
    equal(log.length, 3);
    await end('retry');
    await wait(retry - 1);
    equal(log.length, 3);
    await wait(1);
    equal(log.length, 4);
  });

  it('need not wait any longer once the compiler is done', async () => {
    const { schedule, log, wait } = bench();
    schedule.edited('a');
    schedule.opened('b');
    await wait(atLeast - 1);
    schedule.ready('a');
    await wait(0);
    deepEqual(log, [], 'somebody is typing');
    await wait(1);
    for (const key of ['a', 'b', 'c']) schedule.ready(key);
    await wait(0);
    deepEqual(log, [`${atLeast} a`]);
  });

  it('tells when all is done for a file', async () => {
    const { schedule, wait, end } = bench();
    let settled = 0;
    await schedule.settled('a');
    schedule.edited('a');
    void schedule.settled('a').then(() => settled++);
    schedule.now('a');
    await wait(0);
    await end('again');
    equal(settled, 0);
    await wait(0);
    await end();
    equal(settled, 1);
  });

  it('forgets: what runs is stopped, who waits is told', async () => {
    const { schedule, log, running, wait, end } = bench();
    let settled = 0;
    schedule.edited('a');
    void schedule.settled('a').then(() => settled++);
    schedule.forget('a');
    await wait(quiet);
    deepEqual([log, settled], [[], 1]);
    schedule.now('b');
    await wait(0);
    void schedule.settled('b').then(() => settled++);
    schedule.forget('b');
    equal(running()!.signal.aborted, true);
    await end('later');
    await wait(10_000);
    deepEqual([log.length, settled], [1, 2]);
  });

  it('a file that is opened again while its stopped check ends is checked anew', async () => {
    const { schedule, log, wait, end } = bench();
    schedule.now('a');
    await wait(0);
    schedule.forget('a');
    schedule.now('a');
    let settled = false;
    void schedule.settled('a').then(() => {
      settled = true;
    });
    await end();
    await wait(0);
    deepEqual([log.length, settled], [2, false]);
    await end();
    equal(settled, true);
  });

  it('says when it is busy', async () => {
    const { schedule, wait, end } = bench();
    const said: boolean[] = [];
    schedule.onBusy = (busy) => said.push(busy);
    schedule.now('a');
    schedule.now('b');
    await wait(0);
    await end();
    await wait(0);
    await end();
    deepEqual(said, [true, true, false]);
    schedule.opened('c');
    await wait(later);
    await end();
    equal(said.length, 3, 'what nobody looks at is no news');
  });

  it('does nothing once disposed', async () => {
    const { schedule, log, wait } = bench();
    schedule.now('a');
    schedule.dispose();
    schedule.now('b');
    await wait(10_000);
    deepEqual(log, []);
  });
});
