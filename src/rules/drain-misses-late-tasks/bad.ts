/** A bridge runs handlers beside the stream that triggers them, and waits for them before it closes. */
export class Bridge {
  private readonly tasks = new Set<Promise<void>>();
  private handled = 0;

  onEvent(event: string): void {
    this.tasks.add(this.handle(event));
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.tasks]);
    this.tasks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.tasks` is cleared here after awaiting a copy of it
    console.log(`${this.handled} events handled`);
  }

  private async handle(event: string): Promise<void> {
    try {
      await fetch('https://example.com/events', { method: 'POST', body: event });
      this.handled++;
    } catch (error) {
      console.error(error);
    }
  }
}
