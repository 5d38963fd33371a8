declare function normalised(page: string): string;

interface Lock {
  acquire(): Promise<() => void>;
}

export class Cache {
  private readonly pages = new Map<string, string>();
  private readonly lock: Lock;

  constructor(lock: Lock) {
    this.lock = lock;
  }

  async put(page: string, html: string): Promise<void> {
    const release = await this.lock.acquire();

    try {
      // One page, one key.
      const key = normalised(page);
      this.pages.set(key, html);
    } finally {
      release();
    }
  }
}
