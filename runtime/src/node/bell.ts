import { type FSWatcher, watch } from 'node:fs';

/**
 * Calls back when something at one name in a folder changes, as far as the system tells: it may tell nothing, as on a
 * network disk, or have no watcher left. Does not keep the process alive.
 */
export function watchName(folder: string, name: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, which) => {
      if (which === null || which === name) changed();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** Rings when the watched name changes. A ring that nobody waits for yet is not lost. */
export class Bell {
  readonly #watcher: FSWatcher | undefined;
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(folder: string, name: string) {
    this.#watcher = watchName(folder, name, () => this.ring());
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** `true` when it has rung, `false` after `ms`. Meanwhile the process stays alive. */
  wait(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        const rung = this.#rung;
        this.#rung = false;
        resolve(rung);
      };
      const timer = setTimeout(end, ms);
      this.#wake = end;
      if (this.#rung) end();
    });
  }

  close(): void {
    this.#watcher?.close();
  }
}
