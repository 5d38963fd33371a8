import { Lazy } from '@raceguard/runtime';

interface Store {
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

declare function openStore(path: string): Promise<Store>;

const settings = {
  path: 'settings.db',
  store: new Lazy<Store>(),

  async read(key: string): Promise<string | undefined> {
    const store = await this.store.get(() => openStore(this.path));
    return store.read(key);
  },

  async close(): Promise<void> {
    await settings.store.peek()?.close();
    settings.store.reset();
  },
};

export function readSetting(key: string): Promise<string | undefined> {
  return settings.read(key);
}

export function closeSettings(): Promise<void> {
  return settings.close();
}
