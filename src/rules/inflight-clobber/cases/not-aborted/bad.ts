declare function sizeOf(url: string, signal: AbortSignal): Promise<number>;

/** Nobody aborts a download through the field, but each looks there again after its `await`. */
export class Downloads {
  private controller: AbortController | undefined;

  async load(urls: readonly string[]): Promise<number[]> {
    this.controller = new AbortController();
    const sizes: number[] = [];
    try {
      for (const url of urls) {
        sizes.push(await sizeOf(url, this.controller.signal));
      }
      return sizes;
    } finally {
      this.controller = undefined;
      // <- RG315 `this.controller` may hold a newer task's controller when this one ends, and loses it here: a task that reads it after an `await` finds it gone
    }
  }
}

/** This one is aborted. */
export class Uploads {
  private controller: AbortController | undefined;

  async send(url: string): Promise<void> {
    this.controller = new AbortController();
    try {
      await fetch(url, { signal: this.controller.signal });
    } finally {
      this.controller = undefined;
      // <- RG315 `this.controller` may hold a newer task's controller when this one ends, and loses it here: nobody can abort that task any more
    }
  }

  stop(): void {
    this.controller?.abort();
  }
}
