/** A peer that sends an id twice gets what it asked for. */
export class Peer {
  private readonly requests = new Map<string, AbortController>();

  async onRequest(request: { readonly id: string; readonly url: string }): Promise<void> {
    const controller = new AbortController();
    this.requests.set(request.id, controller);
    try {
      await fetch(request.url, { signal: controller.signal });
    } finally {
      if (this.requests.get(request.id) === controller) this.requests.delete(request.id);
    }
  }

  onCancel(id: string): void {
    this.requests.get(id)?.abort();
  }
}
