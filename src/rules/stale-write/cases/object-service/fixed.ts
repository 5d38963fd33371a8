import { Mutex } from '@raceguard/runtime';

declare function reserve(sku: string): Promise<number>;
declare const router: { post(path: string, handler: (sku: string) => Promise<void>): void };

const serialMutex = new Mutex();
export const stock = {
  reserved: 0,
  serial: 1,

  async take(sku: string): Promise<void> {
    const value = await reserve(sku);
    this.reserved += value;
  },

  label: async (sku: string): Promise<string> => {
    return serialMutex.runExclusive(async () => {
      const serial = stock.serial;
      await reserve(`${sku}#${serial}`);
      stock.serial = serial + 1;
      return `${sku}#${serial}`;
    });
  },
};

router.post('/take', (sku) => stock.take(sku));
router.post('/label', async (sku) => {
  await stock.label(sku);
});
