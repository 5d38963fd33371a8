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
//                     ^^^^^^^^^^^^^^^^^^^^ RG501 `this.mutex` stays taken if `await render(page)` throws
    const html = await render(page);
    await publish(html);
    lock.release();
  }

  async proof(page: string): Promise<string> {
    await this.slots.acquire();
//        ^^^^^^^^^^^^^^^^^^^^ RG501 `this.slots` stays taken if `await render(page)` throws
    // Proofs are not published.
    const html = await render(page);
    this.printed++;
    this.slots.release();
    return html;
  }

  async draft(page: string): Promise<number> {
    if (!this.slots.tryAcquire()) return 0;
//       ^^^^^^^^^^^^^^^^^^^^^^^ RG501 `this.slots` stays taken if `await render(page)` throws
    await publish(await render(page));
    this.slots.release();
    return this.printed;
  }
}

export async function replace(lock: Lock, page: string, isWanted: (html: string) => boolean): Promise<void> {
  const release = await lock.acquire();
//                      ^^^^^^^^^^^^^^ RG501 `lock` stays taken if `await render(page)` throws
  const html = await render(page);
  if (!isWanted(html)) {
    release();
    return;
  }
  await publish(html);
  release();
  console.log('replaced', page);
}
