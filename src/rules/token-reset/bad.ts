declare function fetchPage(url: string, signal?: AbortSignal): Promise<string>;

interface Bus {
  on(event: string, listener: () => void): void;
}

/** Work that was aborted looks at the controller that was put in the place of its own. */
export class Prefetch {
  private controller = new AbortController();
  readonly pages: string[] = [];

  async load(urls: string[]): Promise<void> {
    for (const url of urls) {
      const page = await fetchPage(url);
      if (this.controller.signal.aborted) return;
      this.pages.push(page);
    }
  }

  abort(): void {
    this.controller.abort();
    this.controller = new AbortController();
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.controller` is replaced while a run may still wait at `await fetchPage(url)`
  }
}

/** The next run takes the flag down under the one before, which goes on beside it. */
export class Importer {
  private cancelled = false;
  readonly imported: string[] = [];

  async run(urls: readonly string[]): Promise<void> {
    this.cancelled = false;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.cancelled` is taken down while a cancelled run may still wait at `await fetchPage(url)`
    for (const url of urls) {
      const page = await fetchPage(url);
      if (this.cancelled) return;
      this.imported.push(page);
    }
  }

  cancel(): void {
    this.cancelled = true;
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
    this.controller = new AbortController();
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.controller` is replaced while a run may still wait at `await fetchPage(
    try {
      const page = await fetchPage(text, this.controller.signal);
      this.controller.signal.throwIfAborted();
      this.found = page;
    } catch (error) {
      if (!this.controller.signal.aborted) throw error;
    }
  }
}

/** A token that is used again: who has waited for it wakes, and finds it down. */
export class StopToken {
  cancelled = false;
  private waiters: (() => void)[] = [];

  cancel(): void {
    this.cancelled = true;
    for (const wake of this.waiters) wake();
    this.waiters = [];
  }

  reset(): void {
    this.cancelled = false;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.cancelled` is taken down under those who look at it or wait for it
  }

  wait(): Promise<void> {
    if (this.cancelled) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }
}

export async function closeWhenCancelled(token: StopToken, close: () => void): Promise<void> {
  await token.wait();
  if (token.cancelled) close();
}
