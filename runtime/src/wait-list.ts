import { checkWait, type WaitOptions } from './options.ts';

/** @internal Milliseconds; a longer timer would fire at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

/**
 * Callers in line for a value, first come first.
 *
 * To join, to be served and to leave take constant time each. Whoever ends, however, takes the timer and the listener
 * along, and leaves the line before any code of the caller runs.
 *
 * @internal
 */
export class WaitList<T> {
  /** A ring through the list itself, so that no waiter is a special case. */
  readonly #ring = new Waiter<T>();

  get empty(): boolean {
    return this.#ring.next === this.#ring;
  }

  /**
   * Joins the end of the line.
   *
   * @param timedOut makes the error for a wait that took too long
   * @param left is called after this waiter went unserved, with the reason
   */
  wait(options?: WaitOptions, timedOut?: (ms: number) => Error, left?: (reason: unknown) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (options !== undefined) checkWait(options);
      const waiter = new Waiter<T>();
      waiter.resolve = resolve;
      waiter.reject = reject;
      waiter.linkBefore(this.#ring);
      if (options === undefined) return;
      waiter.left = left;
      const { signal, timeout } = options;
      if (signal !== undefined) {
        waiter.signal = signal;
        signal.addEventListener('abort', waiter);
      }
      if (timeout !== undefined && timeout <= LONGEST_TIMER) {
        waiter.timer = setTimeout(() => waiter.leave(timedOut?.(timeout)), timeout);
      }
    });
  }

  /** Serves the first in line, if there is one. */
  resolveFirst(value: T): void {
    this.#shift().resolve?.(value);
  }

  resolveAll(value: T): void {
    while (!this.empty) this.resolveFirst(value);
  }

  rejectAll(reason: unknown): void {
    while (!this.empty) this.#shift().reject?.(reason);
  }

  /** The first in line, or the ring itself if nobody is, whose end changes nothing. */
  #shift(): Waiter<T> {
    const first = this.#ring.next;
    first.end();
    return first;
  }
}

class Waiter<T> {
  prev: Waiter<T> = this;
  next: Waiter<T> = this;
  resolve: ((value: T) => void) | undefined;
  reject: ((reason: unknown) => void) | undefined;
  left: ((reason: unknown) => void) | undefined;
  signal: AbortSignal | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;

  linkBefore(other: Waiter<T>): void {
    this.prev = other.prev;
    this.next = other;
    other.prev.next = this;
    other.prev = this;
  }

  /** The waiter is the abort listener itself: one object less for each wait. */
  handleEvent(): void {
    this.leave(this.signal?.reason);
  }

  leave(reason: unknown): void {
    this.end();
    this.reject?.(reason);
    this.left?.(reason);
  }

  end(): void {
    this.prev.next = this.next;
    this.next.prev = this.prev;
    this.signal?.removeEventListener('abort', this);
    if (this.timer !== undefined) clearTimeout(this.timer);
  }
}
