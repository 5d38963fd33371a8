/**
 * A process that pulls the repository as often as it is told to, or takes its lock and holds it. It says when it is
 * ready, and how each order went. It ends with the process that has started it, and so does its git.
 */
import type { ChildProcess, execFile } from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const PATIENCE_MS = 300;

const [program, url, head] = process.argv.slice(2) as [string, string, string];

export interface Order {
  readonly does: 'pull' | 'hold';
  readonly kind: 'GitRepository' | 'LockedRepository';
  /** The folder to pull into. */
  readonly base: string;
}

const modules = createRequire(import.meta.url)('node:child_process') as { execFile: typeof execFile };
const plain = modules.execFile;
const running = new Set<ChildProcess>();
/** As `promisify(execFile)`, but what it starts is known. */
const run = ((...args: Parameters<typeof started>) => {
  const ended = started(...args);
  running.add(ended.child);
  ended.child.once('exit', () => running.delete(ended.child));
  return ended;
}) as typeof started;
const started = promisify(plain);
// The program's own git is to be ended, too.
modules.execFile = Object.assign(plain.bind(undefined), { [promisify.custom]: run }) as typeof execFile;
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

process.on('message', async ({ does, kind, base }: Order) => {
  const repository = new repositories[kind]({ url }, base);
  try {
    if (does === 'pull') say(await wrongIn(await repository.pullCode()));
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
  const args = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch'];
  const lines = (await run('git', args, { cwd: folder })).stdout.trim().split('\n');
  if (!lines.includes(`# branch.oid ${head}`)) return `the clone is not whole: ${lines[0]}, and not ${head}`;
  const changes = lines.filter((line) => !line.startsWith('#')).length;
  return changes === 0 ? 'whole' : `the clone is not whole: git tells ${changes} changes`;
}

function say(text: string): void {
  process.send?.(text);
}
