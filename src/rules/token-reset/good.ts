import { CancellationToken } from '@raceguard/runtime';

declare function fetchPage(url: string, signal?: AbortSignal): Promise<string>;
declare function sleep(ms: number): Promise<void>;

interface Bus {
  on(event: string, listener: () => void): void;
}

/** The signal of the run is kept in a local. */
export class Prefetch {
  private controller = new AbortController();
  readonly pages: string[] = [];

  async load(urls: readonly string[]): Promise<void> {
    const { signal } = this.controller;
    for (const url of urls) {
      const page = await fetchPage(url, signal);
      if (signal.aborted) return;
      this.pages.push(page);
    }
  }

  abort(): void {
    this.controller.abort();
    this.controller = new AbortController();
  }
}

/** The controller goes with the call that made it, and is only looked at before the first suspension. */
export class Search {
  private controller: AbortController | undefined;
  found = '';

  async search(text: string): Promise<void> {
    this.controller?.abort();
    this.controller = new AbortController();
    if (this.controller.signal.aborted) return;
    const { signal } = this.controller;
    const page = await fetchPage(text, signal);
    if (!signal.aborted) this.found = page;
  }
}

/** It is replaced when the work that was aborted has ended. */
export class Loader {
  private controller = new AbortController();
  private work: Promise<void> = Promise.resolve();

  start(): void {
    this.work = this.loop();
  }

  async restart(): Promise<void> {
    this.controller.abort();
    await this.work;
    this.controller = new AbortController();
    this.start();
  }

  private async loop(): Promise<void> {
    while (!this.controller.signal.aborted) await sleep(10);
  }
}

/** One run at a time: who starts while one is under way is sent away, and cancelling changes nothing of that. */
export class Drainer {
  private running = false;
  private stopping = false;

  async start(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.stopping = false;
    try {
      while (!this.stopping) await sleep(10);
    } finally {
      this.running = false;
    }
  }

  stop(): void {
    this.stopping = true;
  }
}

export function serveDrainer(bus: Bus, drainer: Drainer): void {
  bus.on('start', () => void drainer.start());
  bus.on('stop', () => drainer.stop());
}

/** Each run has a number, and knows if it is still the latest. */
export class Subscription {
  private cancelled = false;
  private epoch = 0;

  async subscribe(url: string): Promise<string | undefined> {
    this.cancelled = false;
    const own = ++this.epoch;
    const page = await fetchPage(url);
    if (this.cancelled || own !== this.epoch) return undefined;
    return page;
  }

  cancel(): void {
    this.cancelled = true;
  }
}

export function serveSubscription(bus: Bus, subscription: Subscription): void {
  bus.on('start', () => void subscription.subscribe('/'));
}

/** The work itself takes the flag down once it has seen it. */
export class Player {
  private interrupted = false;

  async play(pages: readonly string[]): Promise<void> {
    for (const page of pages) {
      await fetchPage(page);
      if (this.interrupted) {
        this.interrupted = false;
        return;
      }
    }
  }

  interrupt(): void {
    this.interrupted = true;
  }
}

export function servePlayer(bus: Bus, player: Player): void {
  bus.on('start', () => void player.play(['/']));
}

/** What it looks at after the suspension is what a helper of it has set since. */
export class Binder {
  private stopped = false;
  readonly bound: string[] = [];

  async bind(urls: readonly string[], each: (page: string) => void): Promise<void> {
    const pages = await Promise.all(urls.map((url) => fetchPage(url)));
    this.begin();
    for (const page of pages) {
      each(page);
      if (this.stopped) return;
      this.bound.push(page);
    }
  }

  stop(): void {
    this.stopped = true;
  }

  private begin(): void {
    this.stopped = false;
  }
}

export function serveBinder(bus: Bus, binder: Binder): void {
  bus.on('bind', () => void binder.bind(['/'], () => binder.stop()));
}

/** The flag is the call's own. */
export async function race(bus: Bus, urls: readonly string[]): Promise<string[]> {
  let cancelled = false;
  const pages: string[] = [];
  bus.on('cancel', () => {
    cancelled = true;
  });
  for (const url of urls) {
    const page = await fetchPage(url);
    if (cancelled) break;
    pages.push(page);
  }
  return pages;
}

/** Looked at when a call begins, not later. */
export class Gate {
  private stopped = false;

  async pass(url: string): Promise<string | undefined> {
    if (this.stopped) return undefined;
    return fetchPage(url);
  }

  open(): void {
    this.stopped = false;
  }

  close(): void {
    this.stopped = true;
  }
}

export function serveGate(bus: Bus, gate: Gate): void {
  bus.on('open', () => gate.open());
  bus.on('request', () => void gate.pass('/'));
}

/** Nobody aborts it. */
export class Client {
  private controller: AbortController | undefined;

  async complete(text: string): Promise<string> {
    this.controller = new AbortController();
    const page = await fetchPage(text, this.controller.signal);
    return this.controller.signal.aborted ? '' : page;
  }
}

/** A run looks at its own snapshot. */
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
