/** A peer that sends an id twice gets what it asked for. */
export class Peer {
  private readonly requests = new Map<string, AbortController>();

  async onRequest(request: { readonly id: string; readonly url: string }): Promise<void> {
    const controller = new AbortController();
    this.requests.set(request.id, controller);
    try {
      await fetch(request.url, { signal: controller.signal });
    } finally {
      this.requests.delete(request.id);
      // <- RG315 `this.requests[request.id]` may hold a newer task's controller
    }
  }

  onCancel(id: string): void {
    this.requests.get(id)?.abort();
  }
}
