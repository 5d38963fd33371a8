declare function sizeOf(url: string, signal: AbortSignal): Promise<number>;

/** Nobody aborts a download through the field, but each looks there again after its `await`. */
export class Downloads {
  private controller: AbortController | undefined;

  async load(urls: readonly string[]): Promise<number[]> {
    const controller = new AbortController();
    this.controller = controller;
    const sizes: number[] = [];
    try {
      for (const url of urls) {
        sizes.push(await sizeOf(url, this.controller.signal));
      }
      return sizes;
    } finally {
      if (this.controller === controller) this.controller = undefined;
    }
  }
}

/** This one is aborted. */
export class Uploads {
  private controller: AbortController | undefined;

  async send(url: string): Promise<void> {
    const controller = new AbortController();
    this.controller = controller;
    try {
      await fetch(url, { signal: this.controller.signal });
    } finally {
      if (this.controller === controller) this.controller = undefined;
    }
  }

  stop(): void {
    this.controller?.abort();
  }
}
