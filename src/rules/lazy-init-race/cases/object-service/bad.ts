interface Store {
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

declare function openStore(path: string): Promise<Store>;

const settings = {
  path: 'settings.db',
  store: undefined as Store | undefined,

  async read(key: string): Promise<string | undefined> {
    if (!this.store) {
    //   ^^^^^^^^^^ RG101 `settings.store` can be initialised twice
      this.store = await openStore(this.path);
    }
    return this.store.read(key);
  },

  async close(): Promise<void> {
    await settings.store?.close();
    settings.store = undefined;
  },
};

export function readSetting(key: string): Promise<string | undefined> {
  return settings.read(key);
}

export function closeSettings(): Promise<void> {
  return settings.close();
}
