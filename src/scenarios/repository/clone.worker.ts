/**
 * A process that pulls the repository when it is told to `pull`, or takes its lock when told to `hold` it. It says when
 * it is ready, and how it went. It ends with the process that has started it, and so does its git.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const PATIENCE_MS = 300;

const [program, kind, url, base, head] = process.argv.slice(2) as [string, Kind, string, string, string];
export type Kind = 'GitRepository' | 'LockedRepository';

const run = promisify(execFile);
const running = new Set<ChildProcess>();
// The program's own git is to be ended, too.
const modules = createRequire(import.meta.url)('node:child_process') as { execFile: object };
modules.execFile = Object.assign((...args: Parameters<typeof execFile>) => execFile(...args), {
  [promisify.custom](...args: Parameters<typeof run>) {
    const ended = run(...args);
    running.add(ended.child);
    ended.child.once('exit', () => running.delete(ended.child));
    return ended;
  },
});
syncBuiltinESMExports();

process.once('disconnect', async () => {
  for (const child of running) child.kill();
  await Promise.race([
    Promise.all([...running].map((child) => new Promise((gone) => child.once('exit', gone)))),
    sleep(PATIENCE_MS),
  ]);
  for (const child of running) child.kill('SIGKILL');
  process.exit();
});

if (!process.connected) process.exit();
const repositories = (await import(program)) as typeof import('./unsafe.ts');

process.once('message', async (order: 'pull' | 'hold') => {
  const repository = new repositories[kind]({ url }, base);
  try {
    if (order === 'pull') say(await wrongIn(await repository.pullCode()));
    else {
      await (repository as unknown as { lock(): Promise<void> }).lock();
      say('holds');
    }
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const lines = (stderr || message).trim().split('\n');
    const line = lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1)!;
    say(line.replaceAll(join(base, '/'), ''));
  }
});
say('ready');

/** `whole`, or how the clone is not. */
async function wrongIn(folder: string): Promise<string> {
  const git = async (...args: string[]) => (await run('git', args, { cwd: folder })).stdout.trim();
  const [found, state] = [await git('rev-parse', 'HEAD'), await git('--no-optional-locks', 'status', '--porcelain')];
  if (found !== head) return `the clone is not whole: it stands at ${found}, not ${head}`;
  return state === '' ? 'whole' : `the clone is not whole: git tells ${state.split('\n').length} changes`;
}

function say(text: string): void {
  process.send?.(text);
}
