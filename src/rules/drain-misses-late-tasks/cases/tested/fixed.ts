/** Whether it is closed is asked before the `await`, and the order is placed after it. */
export class Kitchen {
  readonly orders = new Set<Promise<unknown>>();
  private closed = false;

  constructor(bell: EventTarget) {
    bell.addEventListener('order', () => void this.take());
  }

  async close(): Promise<void> {
    this.closed = true;
    while (this.orders.size > 0) {
      const batch = [...this.orders];
      this.orders.clear();
      await Promise.allSettled(batch);
    }
  }

  private async take(): Promise<void> {
    this.assertOpen();
    const dish = await fetch('/dish');
    this.orders.add(dish.text());
  }

  private assertOpen(): void {
    if (this.closed) throw new Error('closed');
  }
}
