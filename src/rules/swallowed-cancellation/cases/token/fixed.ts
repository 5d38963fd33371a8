import { CancellationToken, type TokenSnapshot } from '@raceguard/runtime';

declare function load(url: string, run: TokenSnapshot): Promise<string>;

export class Loader {
  private readonly cancellation = new CancellationToken();
  error: unknown;
  page = '';

  async load(url: string): Promise<void> {
    this.cancellation.reset();
    const snapshot = this.cancellation.snapshot();
    try {
      this.page = await load(url, snapshot);
    } catch (error) {
      if (snapshot.cancelled) throw error;
      this.error = error;
    }
  }

  cancel(): void {
    this.cancellation.cancel();
  }
}
