/** Numbers that are printed as measured must be: time and memory of a process and of what it starts. */
import { equal, ok } from 'node:assert/strict';
import { measure } from './measure.ts';

const work = `
const held = Buffer.alloc(150e6, 1);
const end = performance.now() + 500;
while (performance.now() < end);
console.log(held.length);
`;

describe('measure', function () {
  this.timeout(30_000);

  it('tells output, status and time', async () => {
    const args = ['-e', 'console.log("out"); console.error("err"); process.exit(3)'];
    const { status, stdout, stderr, wallMs } = await measure(process.execPath, args, { cwd: '.' });
    equal(`${status} ${stdout.trim()} ${stderr.trim()}`, '3 out err');
    ok(wallMs > 5 && wallMs < 20_000);
  });

  it('counts the processes that a process starts', async function () {
    if (process.platform !== 'linux') this.skip();
    const spawning = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(work)}])`;
    const { cpuMs = 0, peakBytes = 0 } = await measure(process.execPath, ['-e', spawning], { cwd: '.' });
    ok(peakBytes > 170e6 && peakBytes < 500e6, `${peakBytes} bytes`);
    ok(cpuMs > 100 && cpuMs < 5000, `${cpuMs} ms`);
  });

  it('rejects what can’t be started', async () => {
    const failed = await measure('no-such-command-at-all', [], { cwd: '.' }).then(
      () => 'started',
      (error: NodeJS.ErrnoException) => error.code,
    );
    equal(failed, 'ENOENT');
  });
});
