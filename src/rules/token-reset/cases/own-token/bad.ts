import { CancellationToken, SharedCancellationToken } from '@raceguard/runtime';

interface Panel {
  on(event: string, listener: () => void): void;
}

declare function fetchPage(url: string): Promise<string>;
declare function sum(bytes: Uint8Array, from: number): Promise<number>;

/** The token is there, yet the run looks at it and not at a snapshot. */
export class Crawler {
  private readonly token = new CancellationToken();
  readonly pages: string[] = [];

  async crawl(urls: readonly string[]): Promise<void> {
    this.token.reset();
//  ^^^^^^^^^^^^^^^^^^ RG401 `this.token` is reset while a cancelled run may still wait at `await fetchPage(url)`
    for (const url of urls) {
      const page = await fetchPage(url);
      if (this.token.cancelled) return;
      this.pages.push(page);
    }
  }

  stop(): void {
    this.token.cancel();
  }
}

export function connect(panel: Panel, crawler: Crawler, urls: readonly string[]): void {
  panel.on('start', () => void crawler.crawl(urls));
  panel.on('stop', () => crawler.stop());
}

class Stop extends CancellationToken<string> {}

const stop = new Stop();
let latest = '';

/** A local that stands for the token is the token. */
export async function show(url: string): Promise<string> {
  stop.cancel('a newer one');
  stop.reset();
//^^^^^^^^^^^^ RG401 `stop` is reset while a cancelled run may still wait at `await fetchPage(url)`
  const run = stop;
  const page = await fetchPage(url);
  if (run.cancelled) return `left: ${run.reason}`;
  latest = page;
  return latest;
}

export class Checksum {
  private readonly token: SharedCancellationToken;
  total = 0;

  constructor(buffer: SharedArrayBuffer) {
    this.token = new SharedCancellationToken(buffer);
  }

  async add(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      this.total += await sum(part, 0);
      if (this.token.signal.aborted) return;
    }
  }

  restart(): void {
    this.token.cancel();
    this.token.reset();
//  ^^^^^^^^^^^^^^^^^^ RG401 `this.token` is reset while a cancelled run may still wait at `await sum(part, 0)`
    this.total = 0;
  }
}

/** That there is a token says nothing of what it was told. */
export class Feed {
  private readonly token: CancellationToken | undefined;

  constructor(token?: CancellationToken) {
    this.token = token;
  }

  async follow(urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      latest = await fetchPage(url);
      if (this.token?.cancelled) return;
    }
  }

  async restart(urls: readonly string[]): Promise<void> {
    if (this.token) this.token.reset();
//                  ^^^^^^^^^^^^^^^^^^ RG401 `this.token` is reset while a cancelled run may still wait at `await fetchPage(url)`
    await this.follow(urls);
  }

  stop(): void {
    this.token?.cancel();
  }
}

export function follow(panel: Panel, feed: Feed, urls: readonly string[]): void {
  panel.on('again', () => void feed.restart(urls));
  panel.on('stop', () => feed.stop());
}
