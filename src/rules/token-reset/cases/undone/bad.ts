interface Bus {
  on(event: string, listener: () => void): void;
}

declare function connect(): Promise<string>;
declare function upload(url: string): Promise<void>;

export class Sync {
  private stopped = true;
  private timer: ReturnType<typeof setInterval> | undefined;

  async start(): Promise<void> {
    this.stop();
    const url = await connect();
    this.stopped = false;
//  ^^^^^^^^^^^^^^^^^^^^ RG401 `this.stopped` is taken down after `await connect()`: a cancel that came meanwhile is undone
    await this.send(url);
    this.timer = setInterval(() => void this.send(url), 1000);
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
  }

  private async send(url: string): Promise<void> {
    if (this.stopped) return;
    await upload(url);
  }
}

export function serve(bus: Bus, sync: Sync): void {
  bus.on('online', () => void sync.start());
  bus.on('offline', () => sync.stop());
}
