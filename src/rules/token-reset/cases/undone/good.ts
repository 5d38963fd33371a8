declare function connect(): Promise<string>;
declare function upload(url: string): Promise<void>;

/** Down before it waits, and looked at behind. */
export class Sync {
  private stopped = true;
  private timer: ReturnType<typeof setInterval> | undefined;

  async start(): Promise<void> {
    this.stopped = false;
    const url = await connect();
    if (this.stopped) return;
    this.timer = setInterval(() => void upload(url), 1000);
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
  }
}

/** Taken down as the work ends: nothing begins behind it. */
export class Upload {
  private cancelled = false;

  async run(urls: readonly string[]): Promise<number> {
    let count = 0;
    for (const url of urls) {
      if (this.cancelled) break;
      await upload(url);
      count++;
    }
    this.cancelled = false;
    return count;
  }

  cancel(): void {
    this.cancelled = true;
  }
}

/** Only the function itself sets it. */
export class Saver {
  private stopping = false;

  async save(url: string): Promise<void> {
    if (this.stopping) throw new Error('is being saved');
    this.stopping = true;
    await upload(url);
    this.stopping = false;
    this.next();
  }

  private next(): void {
    if (!this.stopping) setTimeout(() => void this.save('/'), 10);
  }
}
