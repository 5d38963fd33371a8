/** Whether it is closed is asked before the `await`, and the order is placed after it. */
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
//  ^^^^^^^^^^^^^^^^^^^ RG314 `this.orders`
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
