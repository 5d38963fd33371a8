/** A bare repository to clone from, made on the spot. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';

const FILES = 200;
const LINES = 500;

/** Nothing that a user or machine has set for git is to be seen, and no other repository. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const set = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  return { ...Object.fromEntries(own), ...set };
}

/**
 * With enough in it that a clone takes its time.
 *
 * @returns the commit that a clone has to have
 * @throws Error that says so where there is no git
 */
export async function makeOrigin(path: string, signal: AbortSignal): Promise<string> {
  await git(['init', '--quiet', '--bare', path], signal);
  await git(['-C', path, 'fast-import', '--quiet'], signal, commit());
  await git(['-C', path, 'symbolic-ref', 'HEAD', 'refs/heads/main'], signal);
  return (await git(['-C', path, 'rev-parse', 'HEAD'], signal)).trim();
}

/** What it prints. It is gone when this settles, also when it was cancelled. */
async function git(args: readonly string[], signal: AbortSignal, input = ''): Promise<string> {
  signal.throwIfAborted();
  const child = spawn('git', args, { env: gitEnvironment() });
  const kill = () => child.kill();
  signal.addEventListener('abort', kill);
  child.stdin.on('error', () => {}); // it has ended, which its code tells
  child.stdin.end(input);
  let [printed, said] = ['', ''];
  child.stdout.on('data', (data) => (printed += data));
  child.stderr.on('data', (data) => (said += data));
  try {
    const [code] = await once(child, 'close');
    signal.throwIfAborted();
    if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code}: ${said.trim()}`);
    return printed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('There is no `git` to clone with. Install it, or see to it that it is on the PATH.');
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

function commit(): string {
  const files = Array.from({ length: FILES }, (_, n) => {
    const text = `${n}\n`.repeat(LINES);
    return `M 100644 inline flow-${n}.txt\ndata ${text.length}\n${text}\n`;
  });
  return `commit refs/heads/main\ncommitter t <t@localhost> 0 +0000\ndata 5\nfirst\n${files.join('')}`;
}
