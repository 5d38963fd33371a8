import { Lazy, KeyedLazy } from '@raceguard/runtime';

interface Store {
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

declare function openStore(path: string): Promise<Store>;

export function createSettings(path: string) {
  const lazyStore = new Lazy<Store>();
  const stores = new KeyedLazy<string, Store>();

  return {
    async read(key: string): Promise<string | undefined> {
      const store = await lazyStore.get(() => openStore(path));
      return store.read(key);
    },

    async section(name: string): Promise<Store> {
      return stores.get(name, () => openStore(`${path}/${name}`));
    },

    sections: (): string[] => [...stores.keys()],

    async close(): Promise<void> {
      const store = lazyStore.peek();
      if (store !== undefined) {
        await store.close();
      }
      lazyStore.reset();
    },
  };
}
