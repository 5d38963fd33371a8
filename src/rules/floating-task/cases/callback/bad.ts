import { EventEmitter } from 'node:events';

declare function listen(path: string): Promise<{ close(): void }>;

/** The callback of an event is still at work when all is closed. */
export class Watchers {
  private readonly watchers = new Map<string, { close(): void }>();

  constructor(source: EventEmitter) {
    source.on('added', async (path: string) => {
    //                 ^^^^^^^^^^^^^^^^^^^^^^^ RG311 `dispose` does not wait for this callback
      this.watchers.set(path, await listen(path));
    });
  }

  dispose(): void {
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }
}

/** Stopped during the first poll, which then arms the timer. */
export class Poller {
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): void {
    void this.#poll();
//       ^^^^^^^^^^^^ RG311 `this.#poll()` goes on after `stop`
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #poll(): Promise<void> {
    await fetch('/poll');
    this.#again();
  }

  #again(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), 1000);
  }
}

/** A handler that is set as a property. */
export class Channel {
  private readonly streams = new Map<string, { close(): void }>();

  attach(socket: WebSocket): void {
    socket.onmessage = async ({ data }) => {
//                     ^^^^^^^^^^^^^^^^^^^ RG311 `close` does not wait for this callback
      this.streams.set(data, await listen(data));
    };
  }

  close(): void {
    for (const stream of this.streams.values()) stream.close();
  }
}
