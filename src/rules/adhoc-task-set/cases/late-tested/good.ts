import type { EventEmitter } from 'node:events';

/** It is asked again in the step that adds. */
export class Courier {
  private readonly deliveries = new Set<Promise<void>>();
  private closed = false;

  constructor(orders: EventEmitter) {
    orders.on('order', (parcel: string) => this.deliver(parcel));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.deliveries);
  }

  private async deliver(parcel: string): Promise<void> {
    const response = await fetch(parcel);
    const address = await response.text();
    this.assertOpen();
    const delivery = this.drive(address);
    this.deliveries.add(delivery);
    void delivery.finally(() => this.deliveries.delete(delivery));
  }

  private assertOpen(): void {
    if (this.closed) throw new Error('closed');
  }

  private async drive(address: string): Promise<void> {
    await fetch(address).catch(() => undefined);
  }
}
