/** The wait is in a method of its own; the clear after it belongs to it all the same. */
export class Exporter {
  private pendingWrites: Promise<void>[] = [];

  export(entries: readonly string[], done: (error?: unknown) => void): void {
    const write = save(entries)
      .then(() => done())
      .catch((error: unknown) => done(error))
      .finally(() => {
        const index = this.pendingWrites.indexOf(write);
        if (index > -1) {
          this.pendingWrites.splice(index, 1);
        }
      });
    this.pendingWrites.push(write);
  }

  async forceFlush(): Promise<void> {
    if (this.pendingWrites.length > 0) {
      await Promise.all(this.pendingWrites);
    }
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    this.pendingWrites = [];
//  ^^^^^^^^^^^^^^^^^^^^^^^ RG314 `this.pendingWrites` is cleared here after awaiting a copy of it
  }
}

async function save(entries: readonly string[]): Promise<void> {
  await fetch('https://example.com', { method: 'POST', body: entries.join('\n') });
}
