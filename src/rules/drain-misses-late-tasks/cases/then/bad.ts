import type { EventEmitter } from 'node:events';

/** Promise chains instead of `await`. */
export class Listener {
  static readonly #open = new Set<Promise<void>>();

  constructor(source: EventEmitter) {
    source.on('data', (chunk: string) => {
      const save = write(chunk).then(undefined, () => {});
      Listener.#open.add(save);
    });
  }

  static end(): Promise<void> {
    return Promise.all(Listener.#open).then(() => {
      Listener.#open.clear();
//    ^^^^^^^^^^^^^^^^^^^^^^ RG314 `Listener.#open` is cleared here after awaiting a copy of it
    });
  }
}

async function write(chunk: string): Promise<void> {
  await fetch('https://example.com', { method: 'POST', body: chunk });
}
