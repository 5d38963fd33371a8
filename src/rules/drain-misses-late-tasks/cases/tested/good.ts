/** It is asked in the step that adds. */
export class Kitchen {
  readonly orders = new Set<Promise<unknown>>();
  private closed = false;

  constructor(bell: EventTarget) {
    bell.addEventListener('order', () => void this.take());
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.orders);
    this.orders.clear();
  }

  private async take(): Promise<void> {
    const dish = await fetch('/dish');
    this.assertOpen();
    this.orders.add(dish.text());
  }

  private assertOpen(): void {
    if (this.closed) throw new Error('closed');
  }
}
