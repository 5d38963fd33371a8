/** The controller is known in the `try` only. */
export class Downloads {
  private controller: AbortController | null = null;

  async start(url: string | undefined): Promise<void> {
    try {
      if (!url) return;
      const controller = new AbortController();
      this.controller = controller;
      await fetch(url, { signal: controller.signal });
    } catch (error) {
      if (!(error instanceof Error)) this.controller = null;
    } finally {
      if (this.controller) {
        this.controller = null;
        // <- RG315 `this.controller` may hold a newer task's controller
      }
    }
  }

  stop(): void {
    if (this.controller) {
      this.controller.abort();
      this.controller = null;
    }
  }
}

/** It has no name at all. */
export class Streams {
  private stream: AbortController | undefined;

  async follow(url: string): Promise<void> {
    try {
      this.stream = new AbortController();
      await fetch(url, { signal: this.stream.signal });
    } finally {
      this.stream = undefined;
//    ^^^^^^^^^^^^^^^^^^^^^^^ RG315 `this.stream` may hold a newer task's controller
    }
  }

  stop(): void {
    this.stream?.abort();
    this.stream = undefined;
  }
}
