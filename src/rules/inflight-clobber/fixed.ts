import { TaskRegistry } from '@raceguard/runtime';

/** Runs a search for each panel: a newer one takes the place of the one before. */
export class Searches {
  private readonly running = new TaskRegistry();

  async search(panel: string, text: string): Promise<string> {
    this.cancel(panel);
    return this.running.track(async (signal) => {
      const response = await fetch(`/search?q=${text}`, { signal });
      return await response.text();
    }, { id: panel, onDuplicate: 'replace' });
  }

  cancel(panel: string): void {
    this.running.cancel(panel);
  }
}

/** One request for all who ask at the same time; `refresh` makes the next one ask anew. */
export class Settings {
  #loading: Promise<string> | undefined;

  load(): Promise<string> {
    if (this.#loading) return this.#loading;
    const task = this.#fetch().finally(() => {
      if (this.#loading === task) this.#loading = undefined;
    });
    this.#loading = task;
    return this.#loading;
  }

  refresh(): Promise<string> {
    this.#loading = undefined;
    return this.load();
  }

  async #fetch(): Promise<string> {
    const response = await fetch('/settings');
    return response.text();
  }
}
