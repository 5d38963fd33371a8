/** A bare tsserver process with the plugin, spoken to in its own protocol. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PluginRequests, type PluginSettings, pluginName } from '../../src/protocol/plugin.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const ourTsserver: string = join(root, 'node_modules/typescript-classic/lib/tsserver.js');

export interface Message {
  readonly type: 'response' | 'event';
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has a shape for each command; tests say what they expect.
  readonly body?: any;
}

interface Waiting {
  readonly command: string;
  resolve(message: Message): void;
  reject(error: Error): void;
}

export interface ServerOptions {
  readonly tsserver?: string;
  /** The folder that has `node_modules/raceguard-tsserver-plugin`; none: tsserver runs without the plugin. */
  readonly plugin?: string | undefined;
  readonly args?: readonly string[];
  readonly execArgv?: readonly string[];
}

export class Tsserver {
  readonly child: ChildProcessWithoutNullStreams;
  readonly events: Message[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Set<() => void>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'raceguard-tsserver-'));
  private seq = 0;
  private rest = Buffer.alloc(0);

  constructor(options: ServerOptions = {}) {
    const { tsserver = ourTsserver, args = [], execArgv = [] } = options;
    const plugin = 'plugin' in options ? options.plugin : root;
    this.child = spawn(process.execPath, [
      ...execArgv,
      tsserver,
      '--disableAutomaticTypingAcquisition',
      ...['--cancellationPipeName', `${join(this.folder, 'cancel')}*`],
      ...(plugin === undefined ? [] : ['--globalPlugins', pluginName, '--pluginProbeLocations', plugin]),
      ...args,
    ]);
    this.child.stdout.on('data', (data: Buffer) => this.read(data));
    this.child.stdin.on('error', () => {});
    this.child.on('close', (code) => {
      for (const { command, reject } of this.waiting.values())
        reject(new Error(`tsserver ended (${code}) before it answered ${command}`));
    });
  }

  /** The answer, whether it is a success or not. */
  async ask(command: string, args: unknown = {}): Promise<Message> {
    return this.sent(command, args).answer;
  }

  sent(command: string, args: unknown = {}): { readonly seq: number; readonly answer: Promise<Message> } {
    const seq = this.tell(command, args);
    const answer = new Promise<Message>((resolve, reject) => this.waiting.set(seq, { command, resolve, reject }));
    return { seq, answer };
  }

  /** A command that has no answer. */
  tell(command: string, args: unknown = {}): number {
    const seq = ++this.seq;
    this.child.stdin.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`);
    return seq;
  }

  async request<K extends keyof PluginRequests>(
    command: K,
    args: PluginRequests[K]['arguments'],
  ): Promise<PluginRequests[K]['body']> {
    const { success, message, body } = await this.ask(command, args);
    if (!success) throw new Error(`${command}: ${message}`);
    return body;
  }

  check(file: string): Promise<PluginRequests['_raceguard/check']['body']> {
    return this.request('_raceguard/check', { file });
  }

  /** Until the check of the file has ended. */
  async checked(file: string): Promise<PluginRequests['_raceguard/check']['body']> {
    for (;;) {
      const answer = await this.check(file);
      if (answer.state !== 'unfinished') return answer;
    }
  }

  open(file: string, text?: string): void {
    this.tell('open', { file, ...(text === undefined ? {} : { fileContent: text }) });
  }

  /** Replaces what stands at a place; lines and columns from 1. */
  async edit(file: string, start: Position, end: Position, newText: string): Promise<void> {
    await this.ask('updateOpen', { changedFiles: [{ fileName: file, textChanges: [{ start, end, newText }] }] });
  }

  /** As VS Code hands the settings of an extension to its plugin. */
  async configure(configuration: PluginSettings): Promise<void> {
    await this.ask('configurePlugin', { pluginName, configuration });
  }

  /** What TypeScript says of a file, as an editor gets it. */
  async diagnostics(file: string, kind = 'semanticDiag'): Promise<Diagnostic[]> {
    const from = this.events.length;
    const seq = this.tell('geterr', { files: [file], delay: 0 });
    await this.until(() => this.events.some((e) => e.event === 'requestCompleted' && e.body.request_seq === seq));
    const events = this.events.slice(from).filter((e) => e.event === kind && e.body.file === file);
    return events.flatMap((e) => e.body.diagnostics);
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds())
      await new Promise<void>((resolve) => {
        const listener = () => {
          this.listeners.delete(listener);
          resolve();
        };
        this.listeners.add(listener);
      });
  }

  /** The number of the next request. */
  get next(): number {
    return this.seq + 1;
  }

  /** As an editor cancels a request that it no longer wants. */
  cancel(seq: number): void {
    writeFileSync(`${join(this.folder, 'cancel')}${seq}`, '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((resolve) => this.child.once('close', resolve));
      this.child.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(data: Buffer): void {
    this.rest = Buffer.concat([this.rest, data]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(this.rest.subarray(0, 64).toString('latin1'));
      if (!head) return;
      const from = head[0].length;
      const to = from + Number(head[1]);
      if (this.rest.length < to) return;
      const message = JSON.parse(this.rest.subarray(from, to).toString('utf8')) as Message;
      this.rest = this.rest.subarray(to);
      if (message.type === 'event') this.events.push(message);
      else {
        this.waiting.get(message.request_seq!)?.resolve(message);
        this.waiting.delete(message.request_seq!);
      }
      for (const listener of [...this.listeners]) listener();
    }
  }
}

export interface Position {
  readonly line: number;
  readonly offset: number;
}

export interface Diagnostic {
  readonly start: Position;
  readonly end: Position;
  readonly text: string;
  readonly code: number;
  readonly category: string;
  readonly source?: string;
  readonly relatedInformation?: readonly { readonly message: string; readonly span?: { readonly start: Position } }[];
}

/** What a file holds, as `RG101 7:10`. */
export async function found(server: Tsserver, file: string): Promise<string[]> {
  const answer = await server.checked(file);
  if (answer.state !== 'checked') throw new Error(`${file}: ${JSON.stringify(answer)}`);
  return answer.findings.map(({ code, place }) => `${code} ${place.line}:${place.column}`);
}
