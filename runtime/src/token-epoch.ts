import { TimeoutError } from './errors.ts';
import { checkWait, type Labelled, labelOf, type WaitOptions } from './options.ts';
import { WaitList } from './wait-list.ts';

/** A cancel as it was captured when it happened: which epoch it ended, and why. */
export interface Cancellation<R = unknown> {
  /** The epoch that it ended. */
  readonly epoch: number;
  /** What `cancel` was given. */
  readonly reason: R;
}

/**
 * A cancellation token as seen by one piece of work: bound to the epoch in which it began. Once cancelled it stays so,
 * whatever happens to the token.
 *
 * @example
 * ```ts
 * import { CancellationToken } from '@raceguard/runtime';
 *
 * const token = new CancellationToken<string>();
 * const work = token.snapshot();
 * const cancelled = work.wait({ timeout: 1000 });
 * token.cancel('newer text');
 * token.reset(); // in the same step: nobody misses the cancel
 * console.log((await cancelled).reason, work.signal.aborted, token.signal.aborted); // prints newer text true false
 * ```
 */
export interface TokenSnapshot<R = unknown> {
  /** The epoch it is bound to: how often the token had been reset. */
  readonly epoch: number;
  /** Whether it was cancelled. Once true, always true. */
  readonly cancelled: boolean;
  /** Why it was cancelled; `undefined` while it is not. */
  readonly reason: R | undefined;
  /** Aborts when it is cancelled. The same one for all of an epoch, and fresh for each. */
  readonly signal: AbortSignal;
  /** @throws what `signal` aborts with, once it is cancelled */
  throwIfCancelled(): void;
  /**
   * Resolves when it is cancelled, with the epoch and the reason captured at that moment: also if the token was reset
   * since.
   *
   * @throws `signal.reason` of the option, when it aborts
   * @throws TimeoutError after `timeout` milliseconds
   */
  wait(options?: WaitOptions): Promise<Cancellation<R>>;
}

/** @internal What all snapshots of one epoch share. */
export class Epoch<R> implements TokenSnapshot<R> {
  readonly epoch: number;
  /** The cancel, as far as it is known. */
  ended: Cancellation<R> | undefined;
  readonly #token: Labelled;
  readonly #waiters = new WaitList<Cancellation<R>>();
  #controller: AbortController | undefined;

  constructor(epoch: number, token: Labelled) {
    this.epoch = epoch;
    this.#token = token;
  }

  get cancelled(): boolean {
    return this.look() !== undefined;
  }

  get reason(): R | undefined {
    return this.look()?.reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      const ended = this.look();
      if (ended === undefined) this.watch();
      else this.#controller.abort(this.thrown(ended.reason));
    }
    return this.#controller.signal;
  }

  throwIfCancelled(): void {
    const ended = this.look();
    if (ended !== undefined) throw this.thrown(ended.reason);
  }

  async wait(options?: WaitOptions): Promise<Cancellation<R>> {
    if (options !== undefined) checkWait(options);
    if (this.look() === undefined) this.watch();
    // Looked at again: a cancel by another thread that `watch` came across has found no waiter yet.
    return (
      this.look() ??
      this.#waiters.wait(options, (ms) => {
        return new TimeoutError(ms, `${labelOf(this.#token)} was not cancelled within ${ms} ms. Raise the timeout.`);
      })
    );
  }

  /** Waiters have what they waited for before any listener runs. */
  end(cancellation: Cancellation<R>): void {
    this.ended = cancellation;
    this.#waiters.resolveAll(cancellation);
    this.#controller?.abort(this.thrown(cancellation.reason));
  }

  /** The cancel, if there was one. */
  look(): Cancellation<R> | undefined {
    return this.ended;
  }

  /** Somebody wants to be told of the cancel. */
  watch(): void {}

  /** What the signal aborts with. */
  thrown(reason: R): unknown {
    return reason;
  }
}
