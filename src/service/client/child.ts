/** One run of the analysis process: messages in and out, and why it ended. */
import { type ChildProcess, fork } from 'node:child_process';
import type { FromService, ToService } from '../../protocol/service.ts';
import type { ServiceOptions } from './options.ts';

/** Of what it wrote to stderr, to tell why it ended. */
const keptOutput = 4000;
const patienceMs = 500;

export interface ChildListener {
  message(message: FromService): void;
  /** Once, and nothing after it. `why`: part of a sentence. */
  ended(why: string): void;
  log(line: string): void;
}

export class Child {
  private readonly process: ChildProcess;
  private readonly options: ServiceOptions;
  private output = '';
  private isOver = false;
  private listener: ChildListener | undefined;

  constructor(options: ServiceOptions, listener: ChildListener) {
    this.options = options;
    this.listener = listener;
    this.process = fork(options.module, [String(process.pid)], {
      execArgv: [`--max-old-space-size=${heapOf(options)}`],
      ...(options.execPath === undefined ? {} : { execPath: options.execPath }),
      // VS Code's own Node is Electron, which only this makes run scripts.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.process.on('message', (message) => this.listener?.message(message as FromService));
    this.process.on('error', (error) => this.end(`it could not be started or reached (${error.message})`));
    // Not `exit`: what it wrote last tells why.
    this.process.on('close', (code, signal) => this.end(this.reason(code, signal)));
    // Something that it started may hold its output open.
    this.process.on('exit', (code, signal) =>
      setTimeout(() => this.end(this.reason(code, signal)), patienceMs).unref(),
    );
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.print(text));
    }
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  send(message: ToService): void {
    if (this.process.connected) this.process.send(message, () => {});
  }

  /** Ends it, whatever it is doing; the listener hears no more. */
  kill(): void {
    this.listener = undefined;
    this.isOver = true;
    // Its thread and its compiler's process notice by themselves.
    this.process.kill('SIGKILL');
  }

  private end(why: string): void {
    if (this.isOver) return;
    this.isOver = true;
    // After an error it may still run.
    this.process.kill('SIGKILL');
    this.listener?.ended(why);
  }

  private print(text: string): void {
    this.output = (this.output + text).slice(-keptOutput);
    for (const line of text.split('\n')) if (line.trim()) this.listener?.log(line.trimEnd());
  }

  private reason(code: number | null, signal: NodeJS.Signals | null): string {
    if (/heap out of memory|Allocation failed/i.test(this.output)) {
      return `it ran out of memory (${heapOf(this.options)} MB)`;
    }
    const thrown = /^\w*Error(?: \[\w+\])?: .*$/m.exec(this.output)?.[0];
    if (thrown) return `it failed with ${thrown}`;
    return signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
  }
}

function heapOf({ memory = 4096 }: ServiceOptions): number {
  return memory;
}
