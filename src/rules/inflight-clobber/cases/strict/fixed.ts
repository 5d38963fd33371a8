import { TaskRegistry } from '@raceguard/runtime';

/** A peer that sends an id twice gets what it asked for. */
export class Peer {
  private readonly requests = new TaskRegistry();

  async onRequest(request: { readonly id: string; readonly url: string }): Promise<void> {
    await this.requests.track(async (signal) => {
      await fetch(request.url, { signal });
    }, { id: request.id, onDuplicate: 'replace' });
  }

  onCancel(id: string): void {
    this.requests.cancel(id);
  }
}

interface Request {
  readonly id: string;
  readonly type: 'ask' | 'cancel';
}

/** One reader begins the tasks one after the other, and waits for none of them. */
class Reader {
  private readonly inflight = new TaskRegistry();

  async read(next: () => Promise<Request>): Promise<void> {
    for (;;) {
      const request = await next();
      if (request.type === 'ask') this.accept(request);
      else this.inflight.cancel(request.id);
    }
  }

  private accept(request: Request): void {
    void this.inflight.track((signal) => fetch(request.id, { signal }), { id: request.id, onDuplicate: 'replace' });
  }
}

export async function serve(next: () => Promise<Request>): Promise<void> {
  const reader = new Reader();
  await reader.read(next);
}
