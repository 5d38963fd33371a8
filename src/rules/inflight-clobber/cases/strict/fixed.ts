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
