import type { EventEmitter } from 'node:events';
import { Mutex } from '@raceguard/runtime';

declare function priceOf(id: string): Promise<number>;
declare function save(invoice: { no: number; total: number }): Promise<void>;

export class Till {
  private revenue = 0;
  private nextNo = 1;
  private readonly nextNoMutex = new Mutex();
  private sold: string[] = [];

  constructor(shop: EventEmitter) {
    shop.on('sale', async (id: string) => {
      const value = await priceOf(id);
      this.revenue += value;
    });
    shop.on('return', async (id: string) => {
      const value = await priceOf(id);
      this.revenue = this.revenue - value;
    });
    shop.on('pay', (total: number) => this.onPay(total));
  }

  async sell(ids: string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.sellOne(id)));
  }

  private async sellOne(id: string): Promise<void> {
    await priceOf(id);
    const before = this.sold;
    this.sold = [...before, id];
  }

  private async onPay(total: number): Promise<void> {
    await this.nextNoMutex.runExclusive(async () => {
      const no = this.nextNo;
      await save({ no, total });
      this.nextNo = no + 1;
    });
  }
}

let visits = 0;

export async function count(pages: readonly string[]): Promise<number> {
  await Promise.all(
    pages.map(async (page) => {
      const value = await priceOf(page);
      visits += value;
    }),
  );
  return visits;
}
