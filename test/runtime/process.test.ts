import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

function run(program: string): { status: number | null; stdout: string; stderr: string } {
  const file = fileURLToPath(new URL(`programs/${program}.ts`, import.meta.url));
  return spawnSync(process.execPath, ['--unhandled-rejections=strict', '--expose-gc', file], {
    encoding: 'utf8',
    timeout: 20_000,
  });
}

describe('a process that uses the runtime', function () {
  this.timeout(30_000);

  it('sees no unhandled rejection and no thrown error, and is kept alive by no timer', () => {
    const { status, stdout, stderr } = run('no-unhandled');
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'quiet', stderr: '' });
  });

  it("still hears of a caller's own floating promise", () => {
    const { status, stderr } = run('floating-get');
    assert.equal(status, 1);
    assert.match(stderr, /nobody awaits this/);
  });

  it('works where Symbol.dispose does not exist', () => {
    const { status, stdout, stderr } = run('without-dispose');
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'false,lazy,keyed,task', stderr: '' });
  });
});

describe('diagnostics of a process', function () {
  this.timeout(30_000);

  it('tells of locks and groups that were dropped unreleased, by a warning of the process', () => {
    const { stderr, stdout } = run('dropped');
    assert.equal(stdout, 'end');
    assert.match(
      stderr,
      /\[RACEGUARD_DROPPED\] RaceguardWarning: Mutex "lost", acquired at .*dropped\.ts:\d+.* was dropped unreleased/,
    );
    assert.match(
      stderr,
      /RaceguardWarning: TaskGroup "lost", used at .*dropped\.ts:\d+.* was dropped and never closed/,
    );
    assert.match(
      stderr,
      /RaceguardWarning: FileLock ".*lost\.lock", acquired at .*dropped\.ts:\d+.* was dropped unreleased/,
    );
    assert.doesNotMatch(stderr, /kept/);
  });

  it('tells what still waits when nothing more can happen', () => {
    const { stderr, status } = run('stuck');
    assert.equal(status, 13, 'Node says so of a top-level await that never ends');
    assert.match(
      stderr,
      /\[RACEGUARD_STUCK\].*The process ends while Mutex "db" is still waited for at .*stuck\.ts:\d+/,
    );
    assert.match(stderr, /was it acquired twice\?/);
  });
});
