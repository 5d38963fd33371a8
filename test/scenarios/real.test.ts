/** Real forms leave nothing behind, however they end: no process, no thread, no file; and they see nothing of the user's. */
import { deepEqual, match, ok } from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { scenarioIds, scenarioOf } from '../../src/runner/scenarios.ts';
import { type Shipped, ship } from './shipped.ts';

const ids = scenarioIds().filter((id) => scenarioOf(id).real);
const script = fileURLToPath(new URL('run-real.mjs', import.meta.url));
const moments = [
  ['unsafe', 1, 0],
  ['safe', 1, 0],
  ['safe', 2, 30],
  ['safe', 2, 0],
] as const;
const onPosix = process.platform === 'win32' ? it.skip : it;

describe('real forms', function () {
  this.timeout(120_000);
  let shipped: Shipped;
  let folder: string;
  const started = new Set<ChildProcess>();
  before(async () => {
    shipped = await ship();
  });
  after(() => shipped?.dispose());
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'raceguard-left-')));
    mkdirSync(join(folder, 'tmp'));
  });
  afterEach(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  interface Given {
    readonly abortAt?: number;
    readonly after?: number;
    readonly execPath?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly onStep?: (child: ChildProcess) => void;
  }
  interface End {
    readonly ended: string;
    readonly left: readonly string[];
    readonly handles: readonly string[];
    readonly steps: readonly string[];
  }

  /** In a process of its own, whose folder for temporary files holds nothing else. */
  async function run(
    id: string,
    version: string,
    { abortAt = 0, after = 0, execPath = '', env, onStep }: Given = {},
  ): Promise<End> {
    const temporary = join(folder, 'tmp');
    const child = spawn(
      process.execPath,
      [script, pathToFileURL(shipped.bundle).href, id, version, String(abortAt), String(after), execPath],
      {
        env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    started.add(child);
    const closed = once(child, 'close');
    const steps: string[] = [];
    for await (const line of createInterface({ input: child.stdout! })) {
      steps.push(line);
      onStep?.(child);
    }
    await closed;
    started.delete(child);
    const last = steps.pop();
    if (!last?.startsWith('{')) return { ended: '', left: [], handles: [], steps: [...steps, String(last)] };
    return { ...JSON.parse(last), steps };
  }

  /** Processes that name what was made for this test. */
  const processes = () =>
    execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(folder) || line.includes(shipped.folder));

  for (const id of ids) {
    for (const [version, abortAt, after] of moments) {
      onPosix(
        `${id}, ${version}: cancelled ${after} ms after step ${abortAt} it is over, and nothing is left`,
        async () => {
          const { ended, left, handles } = await run(id, version, { abortAt, after });
          deepEqual([left, processes()], [[], []]);
          match(ended, /enough|aborted/);
          deepEqual(
            handles.filter((name) => /Process|MessagePort|Worker/.test(name)),
            [],
          );
        },
      );
    }

    onPosix(`${id} ends with the process that runs it, though that is killed`, async () => {
      const { steps } = await run(id, 'safe', { onStep: (child) => setTimeout(() => child.kill('SIGKILL'), 50) });
      ok(steps.length > 0);
      for (let tries = 0; processes().length > 0 && tries < 100; tries++) await sleep(50);
      deepEqual(processes(), []);
    });
  }

  onPosix('repository runs with a program that has to be told to be Node, and sees no settings of git', async () => {
    const execPath = join(folder, 'electron');
    writeFileSync(execPath, `#!/bin/sh\n[ "$ELECTRON_RUN_AS_NODE" = 1 ] || exit 99\nexec '${process.execPath}' "$@"\n`);
    chmodSync(execPath, 0o755);
    writeFileSync(
      join(folder, '.gitconfig'),
      '[protocol]\nallow = never\n[core]\nhooksPath = /none\nfsync = invalid\n[',
    );
    const env = { HOME: folder, GIT_DIR: join(folder, 'none'), GIT_CONFIG_COUNT: '1', ELECTRON_RUN_AS_NODE: undefined };
    const { ended, left } = await run('repository', 'safe', { execPath, env });
    deepEqual([ended, left], ['passed', []]);
  });

  onPosix('repository says so where there is no git', async () => {
    const { ended, left } = await run('repository', 'unsafe', { env: { PATH: folder } });
    match(ended, /no `git` to clone with\. Install it/);
    deepEqual(left, []);
  });
});
