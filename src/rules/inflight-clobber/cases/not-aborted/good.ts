/** Nobody aborts a probe through the field, and nobody misses what stands there. */
export class Probes {
  private controller: AbortController | undefined;

  async probe(url: string): Promise<void> {
    this.controller = new AbortController();
    try {
      await fetch(url, { signal: this.controller.signal });
    } finally {
      this.controller = undefined;
    }
  }

  get isOver(): boolean {
    return this.controller?.signal.aborted ?? true;
  }
}
