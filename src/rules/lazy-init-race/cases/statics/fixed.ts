import { Lazy, KeyedLazy } from '@raceguard/runtime';

interface Watcher {
  add(path: string): void;
  close(): Promise<void>;
}

declare function createWatcher(): Promise<Watcher>;

export class Watchers {
  private static readonly instance = new Lazy<Watcher>();
  private static readonly byRoot = new KeyedLazy<string, Watcher>();

  static async get(): Promise<Watcher> {
    return Watchers.instance.get(() => createWatcher());
  }

  static current(): Watcher | null {
    return Watchers.instance.peek() ?? null;
  }

  static async forRoot(root: string): Promise<Watcher> {
    return this.byRoot.get(root, async () => {
      const watcher = await createWatcher();
      watcher.add(root);
      return watcher;
    });
  }

  static async closeAll(): Promise<void> {
    await this.instance.peek()?.close();
    this.instance.reset();
    for (const watcher of this.byRoot.values()) await watcher.close();
    this.byRoot.clear();
  }
}
