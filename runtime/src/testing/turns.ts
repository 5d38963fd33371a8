// Taken when the module loads: a test runner's fake timers come later.
const { setImmediate, MessageChannel, setTimeout } = globalThis as unknown as {
  setImmediate?: (callback: () => void) => unknown;
  MessageChannel?: new () => { port1: Port; port2: Port };
  setTimeout: (callback: () => void, ms: number) => unknown;
};

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

const AT_ONCE = 64;

/**
 * Macrotasks, which are what proves that every promise job has run.
 *
 * Many are queued at once: an engine runs all promise jobs between two of them, but goes through its event loop only
 * once for all, which is most of what a macrotask costs.
 *
 * @internal
 */
export class Turns {
  #queued = 0;
  #callback: (() => void) | undefined;
  readonly #channel = setImmediate === undefined && MessageChannel !== undefined ? new MessageChannel() : undefined;

  constructor() {
    if (this.#channel !== undefined) this.#channel.port1.onmessage = this.#fire;
  }

  /** Calls back when every promise job has run. One call at a time. */
  next(callback: () => void): void {
    this.#callback = callback;
    if (this.#queued > 0) return;
    this.#queued = AT_ONCE;
    for (let n = this.#queued; n > 0; n--) {
      if (setImmediate !== undefined) setImmediate(this.#fire);
      else if (this.#channel !== undefined) this.#channel.port2.postMessage(0);
      else setTimeout(this.#fire, 0);
    }
  }

  /** Lets real time pass. */
  later(callback: () => void, ms: number): void {
    setTimeout(callback, ms);
  }

  close(): void {
    this.#callback = undefined;
    this.#channel?.port1.close();
  }

  readonly #fire = (): void => {
    this.#queued--;
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
  };
}
