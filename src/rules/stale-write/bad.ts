import type { EventEmitter } from 'node:events';

declare function priceOf(id: string): Promise<number>;
declare function save(invoice: { no: number; total: number }): Promise<void>;

export class Till {
  private revenue = 0;
  private nextNo = 1;
  private sold: string[] = [];

  constructor(shop: EventEmitter) {
    shop.on('sale', async (id: string) => {
      this.revenue += await priceOf(id);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.revenue` is written from a value read before `await priceOf(id)`
    });
    shop.on('return', async (id: string) => {
      this.revenue = this.revenue - (await priceOf(id));
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.revenue` is written from a value read before `await priceOf(id)`
    });
    shop.on('pay', (total: number) => this.onPay(total));
  }

  async sell(ids: string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.sellOne(id)));
  }

  private async sellOne(id: string): Promise<void> {
    const before = this.sold;
    await priceOf(id);
    this.sold = [...before, id];
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.sold` is written from a value read before `await priceOf(id)`
  }

  private async onPay(total: number): Promise<void> {
    const no = this.nextNo;
    await save({ no, total });
    this.nextNo = no + 1;
//  ^^^^^^^^^^^^^^^^^^^^ RG103 `this.nextNo` is written from a value read before `await save({ no, total })`
  }
}

let visits = 0;

export async function count(pages: readonly string[]): Promise<number> {
  await Promise.all(
    pages.map(async (page) => {
      visits += await priceOf(page);
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `visits` is written from a value read before `await priceOf(page)`
    }),
  );
  return visits;
}
