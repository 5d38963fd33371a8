import { CancellationToken } from '@raceguard/runtime';

interface Panel {
  on(event: string, listener: () => void): void;
}

declare function fetchPage(url: string): Promise<string>;

/** There is no token to take a snapshot of when the run begins, as far as its type tells: what to do then is the author's to say. */
export class Feed {
  private token?: CancellationToken;
  latest = '';

  async follow(url: string): Promise<void> {
    this.token ??= new CancellationToken();
    this.token.reset();
//  ^^^^^^^^^^^^^^^^^^ RG401 `this.token` is reset while a cancelled run may still wait at `await fetchPage(url)`
    const page = await fetchPage(url);
    if (!this.token.cancelled) this.latest = page;
  }

  stop(): void {
    this.token?.cancel();
  }
}

export function follow(panel: Panel, feed: Feed): void {
  panel.on('again', () => void feed.follow('/'));
  panel.on('stop', () => feed.stop());
}
