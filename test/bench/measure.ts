/**
 * Runs a command and measures it with all processes that it starts: wall time, CPU time and the greatest sum of
 * resident memory, sampled every 25 ms from /proc. Elsewhere than on Linux only the wall time is known.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMs: number;
  /** User and system, of all processes; up to a sample too low for each of them. */
  readonly cpuMs: number | undefined;
  /** Pages that processes share count once for each. */
  readonly peakBytes: number | undefined;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

const every = 25;
/** Linux counts CPU time in hundredths of a second and memory in pages, on every common platform of these sizes. */
const tickMs = 10;
const pageBytes = 4096;

export function measure(command: string, args: readonly string[], options: MeasureOptions): Promise<Measured> {
  const { cwd, env = process.env, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const sampler = new Sampler(child.pid);
    const timer = setInterval(() => sampler.sample(), every);
    child.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on('close', (status) => {
      clearInterval(timer);
      const wallMs = performance.now() - started;
      resolve({ status, stdout, stderr, wallMs, cpuMs: sampler.cpuMs, peakBytes: sampler.peakBytes });
    });
  });
}

class Sampler {
  cpuMs: number | undefined;
  peakBytes: number | undefined;
  private readonly pid: number | undefined;
  /** The last seen CPU time of each process: the sum stays when one has ended. */
  private readonly cpu = new Map<number, number>();

  constructor(pid: number | undefined) {
    this.pid = process.platform === 'linux' ? pid : undefined;
  }

  sample(): void {
    if (this.pid === undefined) return;
    let bytes = 0;
    for (const pid of descendants(this.pid)) {
      const seen = statOf(pid);
      if (!seen) continue;
      this.cpu.set(pid, seen.cpuMs);
      bytes += seen.bytes;
    }
    this.cpuMs = [...this.cpu.values()].reduce((a, b) => a + b, 0);
    this.peakBytes = Math.max(this.peakBytes ?? 0, bytes);
  }
}

function descendants(pid: number): number[] {
  const found = [pid];
  for (let i = 0; i < found.length; i++) {
    const tasks = `/proc/${found[i]}/task`;
    for (const task of attempt(() => readdirSync(tasks)) ?? []) {
      const children = attempt(() => readFileSync(`${tasks}/${task}/children`, 'utf8')) ?? '';
      for (const child of children.split(' ')) if (child) found.push(Number(child));
    }
  }
  return found;
}

function statOf(pid: number): { cpuMs: number; bytes: number } | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name may hold spaces and parentheses; what follows it is plain.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  const [user = 0, system = 0] = [fields[11], fields[12]].map(Number);
  return { cpuMs: (user + system) * tickMs, bytes: Number(fields[21]) * pageBytes };
}

/** A process may end between two reads. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
