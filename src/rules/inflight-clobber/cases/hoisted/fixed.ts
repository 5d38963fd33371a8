/** The controller is known in the `try` only. */
export class Downloads {
  private controller: AbortController | null = null;

  async start(url: string | undefined): Promise<void> {
    let ownController: AbortController | undefined;
    try {
      if (!url) return;
      const controller = new AbortController();
      ownController = controller;
      this.controller = ownController;
      await fetch(url, { signal: controller.signal });
    } catch (error) {
      if (!(error instanceof Error)) {
        if (this.controller === ownController) this.controller = null;
      }
    } finally {
      if (this.controller) {
        if (this.controller === ownController) this.controller = null;
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
    let controller: AbortController | undefined;
    try {
      controller = new AbortController();
      this.stream = controller;
      await fetch(url, { signal: this.stream.signal });
    } finally {
      if (this.stream === controller) this.stream = undefined;
    }
  }

  stop(): void {
    this.stream?.abort();
    this.stream = undefined;
  }
}
