import { Mutex } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;
declare function publish(html: string): Promise<void>;

interface Lock {
  acquire(): Promise<() => void>;
}

interface Semaphore {
  acquire(): Promise<void>;
  tryAcquire(): boolean;
  release(): void;
}

export class Press {
  private readonly mutex = new Mutex();
  private readonly slots: Semaphore;
  private printed = 0;

  constructor(slots: Semaphore) {
    this.slots = slots;
  }

  async print(page: string): Promise<void> {
    const lock = await this.mutex.acquire();
    try {
      const html = await render(page);
      await publish(html);
    } finally {
      lock.release();
    }
  }

  async proof(page: string): Promise<string> {
    await this.slots.acquire();
    try {
      // Proofs are not published.
      const html = await render(page);
      this.printed++;
      return html;
    } finally {
      this.slots.release();
    }
  }

  async draft(page: string): Promise<number> {
    if (!this.slots.tryAcquire()) return 0;
    try {
      await publish(await render(page));
    } finally {
      this.slots.release();
    }
    return this.printed;
  }
}

export async function replace(lock: Lock, page: string, isWanted: (html: string) => boolean): Promise<void> {
  const release = await lock.acquire();
  try {
    const html = await render(page);
    if (!isWanted(html)) {
      return;
    }
    await publish(html);
  } finally {
    release();
  }
  console.log('replaced', page);
}
