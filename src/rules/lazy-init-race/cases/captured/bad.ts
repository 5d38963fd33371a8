interface Store {
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

declare function openStore(path: string): Promise<Store>;

export function createSettings(path: string) {
  let store: Store | undefined;
  const stores = new Map<string, Store>();

  return {
    async read(key: string): Promise<string | undefined> {
      store ??= await openStore(path);
//    ^^^^^ RG101 `store` can be initialised twice
      return store.read(key);
    },

    async section(name: string): Promise<Store> {
      const found = stores.get(name);
      if (found) return found;
      //  ^^^^^ RG101 `stores[name]` can be initialised twice
      const opened = await openStore(`${path}/${name}`);
      stores.set(name, opened);
      return opened;
    },

    sections: (): string[] => [...stores.keys()],

    async close(): Promise<void> {
      if (store !== undefined) {
        await store.close();
      }
      store = undefined;
    },
  };
}
