import { TaskRegistry } from '@raceguard/runtime';

/** The wait is in a method of its own; the clear after it belongs to it all the same. */
export class Exporter {
  private pendingWrites = new TaskRegistry();

  export(entries: readonly string[], done: (error?: unknown) => void): void {
    void this.pendingWrites.track(
      save(entries)
        .then(() => done())
        .catch((error: unknown) => done(error)),
    );
  }

  async forceFlush(): Promise<void> {
    await this.pendingWrites.idle();
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
  }
}

async function save(entries: readonly string[]): Promise<void> {
  await fetch('https://example.com', { method: 'POST', body: entries.join('\n') });
}
