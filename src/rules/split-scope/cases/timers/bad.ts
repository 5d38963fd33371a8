declare function readAll(): Promise<void>;

/** Timers run until they are stopped: a stop that comes too soon finds nothing to clear. */
export class Poller {
  private clock: ReturnType<typeof setInterval> | undefined;
  private next: ReturnType<typeof setTimeout> | undefined;
  private readonly read: () => Promise<void>;

  constructor(read: () => Promise<void>) {
    this.read = read;
  }

  async start(): Promise<void> {
    await this.read();
    this.clock = setInterval(() => void this.read(), 1000);
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG301 `this.clock` is set in `start` behind `await this.read()`, and `stop` may come before to clear it
  }

  async poll(): Promise<void> {
    await this.read();
    this.next = setTimeout(() => void this.poll(), 1000);
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG301 `this.next` is set in `poll` behind `await this.read()`, and `stop` may come before to clear it
  }

  stop(): void {
    clearInterval(this.clock);
    clearTimeout(this.next);
  }
}

const poller = new Poller(readAll);
void poller.start();
void poller.poll();
process.on('SIGTERM', () => poller.stop());
