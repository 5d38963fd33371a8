import type { EventEmitter } from 'node:events';

/** Whether it is closed is asked before the `await`, and the delivery begins after it. */
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
    this.assertOpen();
    const address = await lookUp(parcel);
    const delivery = this.drive(address);
    this.deliveries.add(delivery);
//  ^^^^^^^^^^^^^^^^^^^ RG313 `this.deliveries` gets a task here, an `await` after `this.assertOpen()` was asked
    void delivery.finally(() => this.deliveries.delete(delivery));
  }

  private assertOpen(): void {
    if (this.closed) throw new Error('closed');
  }

  private async drive(address: string): Promise<void> {
    await fetch(address).catch(() => undefined);
  }
}

/** It asks itself, as early. */
export class Guide {
  private readonly tours = new Set<Promise<void>>();
  private closed = false;

  constructor(guests: EventEmitter) {
    guests.on('guest', (name: string) => this.show(name));
  }

  async stop(): Promise<void> {
    this.closed = true;
    await Promise.allSettled([...this.tours]);
  }

  private async show(name: string): Promise<void> {
    if (this.closed) return;
    const address = await lookUp(name);
    const tour = this.walk(address).finally(() => this.tours.delete(tour));
    this.tours.add(tour);
//  ^^^^^^^^^^^^^^ RG313 `this.tours` gets a task here, an `await` after `this.closed` was asked: `stop` may have waited
  }

  private async walk(address: string): Promise<void> {
    await fetch(address).catch(() => undefined);
  }
}

async function lookUp(parcel: string): Promise<string> {
  const response = await fetch(parcel);
  return response.text();
}
