import type { EventEmitter } from 'node:events';

declare function open(port: number): Promise<{ close(): void }>;
declare function prepare(): Promise<void>;

/** The guard is there, and keeps nobody out. */
export class Server {
  private server: { close(): void } | undefined;
  private running = false;

  constructor(bus: EventEmitter) {
    bus.on('start', (port: number) => this.start(port));
    bus.on('run', () => this.run());
  }

  private async start(port: number): Promise<void> {
    if (this.server) throw new Error('It is started already.');
    //  ^^^^^^^^^^^ RG102 `this.server` keeps no second start out: it is tested here and set only after `await open(port)`
    this.server = await open(port);
  }

  private async run(): Promise<void> {
    if (this.running) return;
    //  ^^^^^^^^^^^^ RG102 `this.running` keeps no second start out: it is tested here and set only after `await prepare()`
    await prepare();
    this.running = true;
  }
}
