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
    //                    ^^^^^^^^^^^^^^^^^^^ RG501 `this.lock` stays taken if `normalised(page)` throws
    // One page, one key.
    const key = normalised(page);

    try {
      this.pages.set(key, html);
    } finally {
      release();
    }
  }
}

interface Limiter {
  acquire(key: string): Promise<{ readonly granted: boolean; readonly reason?: string }>;
  release(key: string): Promise<void>;
}

declare function publish(page: string): Promise<void>;

/** Who was not let in has left by then. */
export async function publishOne(limiter: Limiter, page: string): Promise<string | undefined> {
  const slot = await limiter.acquire('publish');
  //                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG501 `limiter` stays taken if `normalised(page)` throws
  if (!slot.granted) {
    return `not now: ${slot.reason}`;
  }

  const key = normalised(page);

  try {
    await publish(key);
    return undefined;
  } finally {
    await limiter.release('publish');
  }
}

export async function publishAny(lock: Lock, page: string): Promise<void> {
  const release = await lock.acquire();
  //                    ^^^^^^^^^^^^^^ RG501 `lock` stays taken if `normalised(page)` throws
  if (page.length > 100) console.warn('long', normalised(page));
  try {
    await publish(page);
  } finally {
    release();
  }
}
