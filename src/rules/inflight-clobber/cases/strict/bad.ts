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

interface Request {
  readonly id: string;
  readonly type: 'ask' | 'cancel';
}

/** One reader begins the tasks one after the other, and waits for none of them. */
class Reader {
  private readonly inflight = new Map<string, AbortController>();

  async read(next: () => Promise<Request>): Promise<void> {
    for (;;) {
      const request = await next();
      if (request.type === 'ask') this.accept(request);
      else this.inflight.get(request.id)?.abort();
    }
  }

  private accept(request: Request): void {
    const controller = new AbortController();
    this.inflight.set(request.id, controller);
    void fetch(request.id, { signal: controller.signal }).finally(() => {
      this.inflight.delete(request.id);
      // <- RG315 `this.inflight[request.id]` may hold a newer task's controller
    });
  }
}

export async function serve(next: () => Promise<Request>): Promise<void> {
  const reader = new Reader();
  await reader.read(next);
}
