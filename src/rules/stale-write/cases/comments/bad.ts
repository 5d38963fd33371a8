declare function priceOf(id: string): Promise<number>;
declare const shop: { on(event: string, listener: (id: string) => void): void };

let sum = 0;
let count = 0;

shop.on('sale', async (id) => {
  // What it was before the sale.
  const before = sum; // in cents
  // Takes a while.
  const price = await priceOf(id);

  // And what it is now.
  sum = before + price;
  // <- RG103 `sum` is written from a value read before `await priceOf(id)`
});

shop.on('return', async (id) => {
  if (id) // not a voucher
    sum -= await priceOf(id);
//  ^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await priceOf(id)`
  // a voucher
  else count += await priceOf('voucher');
  //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `count` is written from a value read before `await priceOf('voucher')`
});

shop.on('both', async (id) => { sum += await priceOf(id); count += await priceOf(id); });
//                              ^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `sum` is written from a value read before `await priceOf(id)`
//                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `count` is written from a value read before `await priceOf(id)`

shop.on('pair', async (id) => {
  const old = { sum, count };
  const total = count;
  await priceOf(id);
  sum = old.sum + 1;
  // <- RG103 `sum` is written from a value read before `await priceOf(id)`
  const next = total + 1;
  count = next;
  // <- RG103 `count` is written from a value read before `await priceOf(id)`
});
