/** Groups of real processes, ended by each way that systems have. */
import { equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { endGroup, MARK } from '../../src/runner/group.ts';
import { descendants, hasProc, isAlive, until } from '../service/support.ts';

const idle = 'setInterval(() => {}, 1000);';
const start = (how: object): string =>
  `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(idle)}], ${JSON.stringify({ stdio: 'ignore', ...how })});`;

describe('a group of processes', () => {
  // Elsewhere than on Linux nobody tells of environments: there the table of processes has to do.
  for (const platform of ['linux', 'darwin'] as const) {
    it(`is ended with what has left it, as on ${platform}`, async function () {
      if (!hasProc) this.skip();
      const mark = `test-${process.pid}-${platform}`;
      const leader = spawn(process.execPath, ['-e', start({}) + start({ detached: true }) + idle], {
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, [MARK]: platform === 'linux' ? mark : '' },
      });
      await until(() => descendants(leader.pid!).length === 2);
      const all = [leader.pid!, ...descendants(leader.pid!)];
      ok(all.every(isAlive));
      const real = process.platform;
      Object.defineProperty(process, 'platform', { value: platform });
      try {
        await endGroup(leader.pid!, mark);
      } finally {
        Object.defineProperty(process, 'platform', { value: real });
      }
      equal(all.filter(isAlive).join(), '');
    });
  }

  it('that has ended already is nothing to end', async () => {
    const child = spawn(process.execPath, ['-e', ''], { detached: true, stdio: 'ignore' });
    await new Promise((resolve) => child.on('exit', resolve));
    await endGroup(child.pid!, 'none');
  });
});
