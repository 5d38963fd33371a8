import type { EventEmitter } from 'node:events';
import { TaskRegistry } from '@raceguard/runtime';

/** Promise chains instead of `await`. */
export class Listener {
  static readonly #open = new TaskRegistry();

  constructor(source: EventEmitter) {
    source.on('data', (chunk: string) => {
      void Listener.#open.track(write(chunk).then(undefined, () => {}));
    });
  }

  static end(): Promise<void> {
    return Listener.#open.idle().then(() => {});
  }
}

async function write(chunk: string): Promise<void> {
  await fetch('https://example.com', { method: 'POST', body: chunk });
}
