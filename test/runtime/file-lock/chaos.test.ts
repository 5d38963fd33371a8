/** The short form of `npm run chaos`. */
import assert from 'node:assert/strict';
import { chaos } from './chaos/chaos.ts';

const load = { processes: 12, deaths: 0.08, killEvery: 1500 };

describe('12 processes on one lock, with delays in every call and SIGKILL inside the region', function () {
  this.timeout(240_000);
  before(function () {
    if (process.platform !== 'linux') this.skip(); // the witness reads /proc
  });

  const sound = { FileLock: 150, 'FileLock, synchronous': 40, 'FileLock without hard links': 40 };
  for (const [contestant, acquisitions] of Object.entries(sound)) {
    it(`${contestant}: no overlap, nobody waits for ever, nothing is left`, async () => {
      const { acquired, wrong, killed, left } = await chaos({ ...load, contestant, acquisitions });
      assert.deepEqual({ wrong, left }, { wrong: [], left: [] });
      assert.ok(acquired >= acquisitions && killed > 0);
    });
  }

  for (const contestant of ['stale pid file unlinked', 'takeover without the guard']) {
    it(`${contestant}: the same load finds the overlap`, async () => {
      const { wrong } = await chaos({ ...load, contestant, acquisitions: 5000, once: true });
      assert.ok(wrong.length > 0);
    });
  }
});
