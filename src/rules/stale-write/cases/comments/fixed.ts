import { Mutex } from '@raceguard/runtime';

declare function priceOf(id: string): Promise<number>;
declare const shop: { on(event: string, listener: (id: string) => void): void };

let sum = 0;
const sumMutex = new Mutex();
let count = 0;

shop.on('sale', async (id) => {
  // Takes a while.
  const price = await priceOf(id);

  // What it was before the sale.
  const before = sum; // in cents
  // And what it is now.
  sum = before + price;
});

shop.on('return', async (id) => {
  if (id) {
    // not a voucher
    const value = await priceOf(id);
    sum -= value;
  }
  // a voucher
  else {
    const value = await priceOf('voucher');
    count += value;
  }
});

shop.on('both', async (id) => { const value = await priceOf(id); sum += value; const value2 = await priceOf(id); count += value2; });

shop.on('pair', async (id) => {
  await sumMutex.runExclusive(async () => {
    const old = { sum, count };
    const total = count;
    await priceOf(id);
    sum = old.sum + 1;
    const next = total + 1;
    count = next;
  });
});
