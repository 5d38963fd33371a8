import { CancellationToken } from '@raceguard/runtime';

declare function fetchPage(url: string): Promise<string>;
declare function draw(text: string): void;

interface Bus {
  on(event: string, listener: () => void): void;
}

export class Crawler {
  private readonly token = new CancellationToken();
  readonly pages: string[] = [];

  async crawl(urls: readonly string[]): Promise<void> {
    this.token.cancel();
    this.token.reset();
    const run = this.token.snapshot();
    for (const url of urls) {
      const page = await fetchPage(url);
      if (run.cancelled) return;
      this.pages.push(page);
    }
  }

  /** Not across a suspension. */
  state(): string {
    return this.token.cancelled ? 'stopped' : 'ready';
  }
}

/** A signal that was taken as the run began stays aborted. */
export class Preview {
  private readonly token = new CancellationToken();

  async show(url: string): Promise<void> {
    this.token.cancel();
    this.token.reset();
    const { signal } = this.token;
    const page = await fetchPage(url);
    if (!signal.aborted) draw(page);
  }
}

/** Who has seen the cancel takes it back. */
export class Once {
  private readonly token = new CancellationToken();

  async run(urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      draw(await fetchPage(url));
      if (this.token.cancelled) {
        this.token.reset();
        return;
      }
    }
  }

  stop(): void {
    this.token.cancel();
  }
}

export function serveOnce(bus: Bus, once: Once): void {
  bus.on('start', () => void once.run(['/']));
}

/** Nobody resets it. */
export class Service {
  private readonly token = new CancellationToken();

  async serve(urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      draw(await fetchPage(url));
      if (this.token.cancelled) return;
    }
  }

  close(): void {
    this.token.cancel();
  }
}
