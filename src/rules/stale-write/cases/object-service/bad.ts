declare function reserve(sku: string): Promise<number>;
declare const router: { post(path: string, handler: (sku: string) => Promise<void>): void };

export const stock = {
  reserved: 0,
  serial: 1,

  async take(sku: string): Promise<void> {
    this.reserved += await reserve(sku);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `stock.reserved` is written from a value read before `await reserve(sku)`
  },

  label: async (sku: string): Promise<string> => {
    const serial = stock.serial;
    await reserve(`${sku}#${serial}`);
    stock.serial = serial + 1;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `stock.serial` is written from a value read before `await reserve(…)`
    return `${sku}#${serial}`;
  },
};

router.post('/take', (sku) => stock.take(sku));
router.post('/label', async (sku) => {
  await stock.label(sku);
});
