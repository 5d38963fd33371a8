interface Watcher {
  add(path: string): void;
  close(): Promise<void>;
}

declare function createWatcher(): Promise<Watcher>;

export class Watchers {
  private static instance: Watcher | null = null;
  private static readonly byRoot = new Map<string, Watcher>();

  static async get(): Promise<Watcher> {
    if (Watchers.instance === null) {
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG101 `Watchers.instance` can be initialised twice
      Watchers.instance = await createWatcher();
    }
    return Watchers.instance;
  }

  static current(): Watcher | null {
    return Watchers.instance;
  }

  static async forRoot(root: string): Promise<Watcher> {
    const existing = this.byRoot.get(root);
    if (existing !== undefined) {
    //  ^^^^^^^^^^^^^^^^^^^^^^ RG101 `Watchers.byRoot[root]` can be initialised twice
      return existing;
    }

    const watcher = await createWatcher();
    watcher.add(root);
    this.byRoot.set(root, watcher);
    return watcher;
  }

  static async closeAll(): Promise<void> {
    await this.instance?.close();
    this.instance = null;
    for (const watcher of this.byRoot.values()) await watcher.close();
    this.byRoot.clear();
  }
}
