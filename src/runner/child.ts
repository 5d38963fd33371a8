/** One process that runs programs: how it is started, told and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { RunRequest } from '../protocol/runner.ts';
import { CHANNEL_FD, lines, STUCK_FD, type ToRunner } from './channel.ts';
import { endGroup, MARK } from './group.ts';

export interface ChildOptions {
  /** The bundle, `dist/runner.js`. */
  readonly module: string;
  /** Default: that of this process. */
  readonly execPath?: string;
  /** Beside the environment of this process; undefined takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
  /** Megabytes of heap. Default 1,024. */
  readonly memory?: number;
  /** A process that gives no sign of life for so long hangs. Default 10,000. */
  readonly hangMs?: number;
}

export interface HowEnded {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It could not be started. */
  readonly error?: Error;
}

export interface ChildListener {
  /** Where it may leave files, which are nobody's afterwards. */
  readonly temp: string;
  readonly cwd: string;
  line(text: string): void;
  /** What the thread wrote that looks where the process hangs. */
  stuck(text: string): void;
  printed(chunk: Buffer, from: 'stdout' | 'stderr'): void;
  /** Once. */
  ended(how: HowEnded): void;
}

/** What it printed last may come after its end, or never: something that it started may hold its output open. */
const PATIENCE_MS = 200;

export class RunnerChild {
  readonly memory: number;
  readonly #process: ChildProcess;
  readonly #mark = randomUUID();
  readonly #exited: Promise<void>;
  readonly #closed: Promise<void>;

  constructor(request: RunRequest, options: ChildOptions, listener: ChildListener) {
    const { module, execPath = process.execPath, memory = 1024, hangMs = 10_000 } = options;
    this.memory = memory;
    const { temp, cwd } = listener;
    const numbers = [process.pid, memory, hangMs].map(String);
    this.#process = spawn(execPath, [`--max-old-space-size=${memory}`, module, ...numbers], {
      cwd,
      // A group of its own, to be ended as a whole. On Windows that would open a window.
      detached: process.platform !== 'win32',
      windowsHide: true,
      env: {
        ...process.env,
        // VS Code's own Node is Electron, which only this makes run scripts.
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: undefined,
        TMPDIR: temp,
        TMP: temp,
        TEMP: temp,
        [MARK]: this.#mark,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#process;
    stdout?.on('data', (chunk: Buffer) => listener.printed(chunk, 'stdout'));
    stderr?.on('data', (chunk: Buffer) => listener.printed(chunk, 'stderr'));
    this.#channel?.on(
      'data',
      lines(
        (line) => listener.line(line),
        () => listener.line(''),
      ),
    );
    const stuck = this.#pipe(STUCK_FD);
    stuck?.on(
      'data',
      lines((line) => listener.stuck(line)),
    );
    for (const stream of [stdout, stderr, this.#channel, stuck]) stream?.on('error', () => {});
    // Once, whatever comes first.
    let end = (how: HowEnded): void => {
      end = () => {};
      listener.ended(how);
    };
    this.#exited = new Promise((resolve) => {
      this.#process.on('error', (error) => {
        resolve();
        end({ code: null, signal: null, error });
      });
      this.#process.on('exit', (code, signal) => {
        resolve();
        setTimeout(() => end({ code, signal }), PATIENCE_MS);
      });
    });
    this.#closed = new Promise((resolve) => {
      this.#process.on('close', (code, signal) => {
        resolve();
        end({ code, signal });
      });
    });
    this.#send(request);
  }

  /** Asks it to end by itself. */
  cancel(): void {
    this.#send({ run: 'cancel' });
  }

  /** Resolves when neither it nor anything that it started is left. */
  async endAll(): Promise<void> {
    const { pid } = this.#process;
    if (pid === undefined) return;
    await endGroup(pid, this.#mark);
    await this.#exited;
    await Promise.race([this.#closed, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    for (const stream of this.#process.stdio) stream?.destroy();
  }

  #send(message: ToRunner): void {
    this.#channel?.write(`${JSON.stringify(message)}\n`);
  }

  get #channel(): Duplex | undefined {
    return this.#pipe(CHANNEL_FD);
  }

  #pipe(fd: number): Duplex | undefined {
    return (this.#process.stdio as readonly unknown[])[fd] as Duplex | undefined;
  }
}
