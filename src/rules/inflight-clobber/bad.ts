/** Runs a search for each panel: a newer one takes the place of the one before. */
export class Searches {
  private readonly running = new Map<string, AbortController>();

  async search(panel: string, text: string): Promise<string> {
    this.cancel(panel);
    const controller = new AbortController();
    this.running.set(panel, controller);
    try {
      const response = await fetch(`/search?q=${text}`, { signal: controller.signal });
      return await response.text();
    } finally {
      this.running.delete(panel);
      // <- RG315 `this.running[panel]` may hold a newer task's controller
    }
  }

  cancel(panel: string): void {
    this.running.get(panel)?.abort();
  }
}

/** One request for all who ask at the same time; `refresh` makes the next one ask anew. */
export class Settings {
  #loading: Promise<string> | undefined;

  load(): Promise<string> {
    if (this.#loading) return this.#loading;
    this.#loading = this.#fetch().finally(() => {
      this.#loading = undefined;
      // <- RG315 `this.#loading` may hold a newer task's promise
    });
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
