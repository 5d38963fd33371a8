/** The command line as users start it: a process of its own, with the real compilers and rules. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/raceguard.js', import.meta.url));
/** Two rules for `BAD` (safe fix) and `SLOW` (takes 50 ms a file). */
export const testRules = fileURLToPath(new URL('./test-rules.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `onStart` gets the running process: to send it signals. Colours are off unless `env` says otherwise. */
export function start(
  cwd: string,
  args: readonly string[],
  { env = {}, onStart }: { env?: NodeJS.ProcessEnv; onStart?: (child: ChildProcess) => void } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { FORCE_COLOR, NO_COLOR, ...inherited } = process.env;
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => (stdout += data));
    child.stderr.on('data', (data) => (stderr += data));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    onStart?.(child);
  });
}
