/** Commands that are run to their end, and processes that never outlive this one. */
import { type ChildProcess, spawn } from 'node:child_process';

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

/** The process is killed when this one ends, however it ends but for SIGKILL. */
export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** @throws Error with the command and all it printed, when it fails. */
export async function command(name: string, args: readonly string[], cwd?: string): Promise<string> {
  const child = spawn(name, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && name === 'npm',
    // What a lifecycle script of npm was started with isn't meant for the npm that it starts.
    env: Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(command|lifecycle)/.test(key))),
  });
  running.add(child);
  let output = '';
  child.stdout?.on('data', (data) => (output += data));
  child.stderr?.on('data', (data) => (output += data));
  const failed = await new Promise<string | undefined>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('close', (code, signal) => done(code === 0 ? undefined : `it ended with ${signal ?? `code ${code}`}`));
  });
  running.delete(child);
  if (failed) throw new Error(`${name} ${args.join(' ')}: ${failed}\n${output.trimEnd()}`);
  return output;
}

/** Returns when it is gone. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(impatient);
}
