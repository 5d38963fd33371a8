import { Mutex } from '@raceguard/runtime';

declare function render(page: string): Promise<string>;

interface Semaphore {
  acquire(): Promise<void>;
  release(): void;
}

interface Lock {
  acquire(): Promise<() => void>;
}

/** Given back on every way out. */
export class Press {
  private readonly mutex = new Mutex();
  private readonly slots: Semaphore;
  private readonly pages = new Map<string, string>();
  private printed = 0;

  constructor(slots: Semaphore) {
    this.slots = slots;
  }

  async print(page: string): Promise<string> {
    using _lock = await this.mutex.acquire();
    return render(page);
  }

  /** Given back before the end of the block, and at it. */
  async sooner(page: string): Promise<string> {
    using lock = await this.mutex.acquire();
    const html = await render(page);
    lock.release();
    return html.trim();
  }

  async proof(page: string): Promise<string> {
    await this.slots.acquire();
    try {
      return await render(page);
    } finally {
      this.slots.release();
    }
  }

  async caught(page: string): Promise<string | undefined> {
    await this.slots.acquire();
    try {
      const html = await render(page);
      this.slots.release();
      return html;
    } catch {
      this.slots.release();
      return undefined;
    }
  }

  /** Nothing in between can throw. */
  async count(page: string): Promise<number> {
    await this.slots.acquire();
    this.printed++;
    this.pages.set(page, '');
    console.log('counted', page);
    this.slots.release();
    return this.printed;
  }

  /** Failures end in the `catch`. */
  async quiet(page: string): Promise<void> {
    await this.slots.acquire();
    try {
      await render(page);
    } catch (error) {
      console.error(error);
    }
    this.slots.release();
  }
}

/** Taken here and given back by somebody else. */
export class Session {
  private readonly slots: Semaphore;

  constructor(slots: Semaphore) {
    this.slots = slots;
  }

  async open(page: string): Promise<string | undefined> {
    await this.slots.acquire();
    const html = await render(page).catch(() => undefined);
    if (!html) {
      this.slots.release();
      return undefined;
    }
    return html;
  }

  close(): void {
    this.slots.release();
  }
}

export async function handedOn(lock: Lock, target: EventTarget, page: string): Promise<(() => void) | undefined> {
  const release = await lock.acquire();
  if (!page) {
    release();
    return undefined;
  }
  target.addEventListener('end', release);
  return release;
}

export async function failing(lock: Lock, page: string): Promise<{ html: string; release: () => void }> {
  const release = await lock.acquire();
  try {
    return { html: await render(page), release };
  } catch (error) {
    release();
    throw error;
  }
}

interface Gate {
  acquire(key: string): Promise<{ success: boolean } | undefined>;
  release(key: string): Promise<void>;
}

/** Tests of what `acquire` gave tell whether there is something to give back. */
export class Gatekeeper {
  private readonly gate: Gate;

  constructor(gate: Gate) {
    this.gate = gate;
  }

  async pass(key: string): Promise<string | undefined> {
    const result = await this.gate.acquire(key);
    if (!result?.success) {
      throw new Error(`No way for ${key.normalize()}.`);
    }
    try {
      return await render(key);
    } finally {
      await this.gate.release(key);
    }
  }

  async maybe(key: string): Promise<string> {
    let held: { success: boolean } | undefined;
    try {
      held = await this.gate.acquire(key);
      return await render(key);
    } finally {
      if (held) await this.gate.release(key);
    }
  }

  async derived(key: string): Promise<string | undefined> {
    const result = await this.gate.acquire(key);
    const isOpen = result === undefined || result.success;
    if (!isOpen) return undefined;
    try {
      return await render(key);
    } finally {
      if (result) await this.gate.release(key);
    }
  }
}

/** Given back early, and a flag remembers it. */
export async function early(lock: Lock, page: string): Promise<void> {
  const release = await lock.acquire();
  let released = false;
  try {
    if (!page) {
      release();
      released = true;
      await render('empty');
      return;
    }
    await render(page);
  } finally {
    if (!released) release();
  }
}
