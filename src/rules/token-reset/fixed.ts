import { CancellationToken } from '@raceguard/runtime';

declare function fetchPage(url: string, signal?: AbortSignal): Promise<string>;

interface Bus {
  on(event: string, listener: () => void): void;
}

/** Work that was aborted looks at the controller that was put in the place of its own. */
export class Prefetch {
  private controller = new AbortController();
  readonly pages: string[] = [];

  async load(urls: string[]): Promise<void> {
    const { signal } = this.controller;
    for (const url of urls) {
      const page = await fetchPage(url);
      if (signal.aborted) return;
      this.pages.push(page);
    }
  }

  abort(): void {
    this.controller.abort();
    this.controller = new AbortController();
  }
}

/** The next run takes the flag down under the one before, which goes on beside it. */
export class Importer {
  private readonly cancellation = new CancellationToken();
  readonly imported: string[] = [];

  async run(urls: readonly string[]): Promise<void> {
    this.cancellation.reset();
    const run = this.cancellation.snapshot();
    for (const url of urls) {
      const page = await fetchPage(url);
      if (run.cancelled) return;
      this.imported.push(page);
    }
  }

  cancel(): void {
    this.cancellation.cancel();
  }
}

export function serve(bus: Bus, importer: Importer, urls: readonly string[]): void {
  bus.on('start', () => void importer.run(urls));
  bus.on('stop', () => importer.cancel());
}

/** The search before is aborted, then looks at the controller of the next one. */
export class Search {
  private controller: AbortController | undefined;
  found = '';

  async search(text: string): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    try {
      const page = await fetchPage(text, controller.signal);
      controller.signal.throwIfAborted();
      this.found = page;
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  }
}

/** A token that is used again: who has waited for it wakes, and finds it down. */
export class StopToken extends CancellationToken {}

export async function closeWhenCancelled(token: StopToken, close: () => void): Promise<void> {
  const run = token.snapshot();
  await run.wait();
  if (run.cancelled) close();
}
