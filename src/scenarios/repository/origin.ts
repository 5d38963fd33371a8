/** A bare repository to clone from, made on the spot. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

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
  const run = promisify(execFile);
  const env = gitEnvironment();
  try {
    await run('git', ['init', '--quiet', '--bare', path], { env, signal });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('There is no `git` to clone with. Install it, or see to it that it is on the PATH.');
  }
  const filling = spawn('git', ['fast-import', '--quiet'], {
    cwd: path,
    env,
    signal,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  filling.stderr.on('data', (data) => (said += data));
  filling.stdin.on('error', () => {}); // it has ended, which is told by its code
  filling.stdin.end(commit());
  const [code] = await once(filling, 'close');
  if (code !== 0) throw new Error(`git fast-import ended with ${code}: ${said}`);
  await run('git', ['symbolic-ref', 'HEAD', 'refs/heads/main'], { cwd: path, env, signal });
  return (await run('git', ['rev-parse', 'HEAD'], { cwd: path, env, signal })).stdout.trim();
}

function commit(): string {
  const files = Array.from({ length: FILES }, (_, n) => {
    const text = `${n}\n`.repeat(LINES);
    return `M 100644 inline flow-${n}.txt\ndata ${text.length}\n${text}\n`;
  });
  return `commit refs/heads/main\ncommitter t <t@localhost> 0 +0000\ndata 5\nfirst\n${files.join('')}`;
}
