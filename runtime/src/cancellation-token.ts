import { CancelledError } from './errors.ts';
import { labelOf, type NamedOptions, type WaitOptions } from './options.ts';
import { type Cancellation, Epoch, type TokenSnapshot } from './token-epoch.ts';

/**
 * A cancel flag that can be set and reset while work that looks at it is under way.
 *
 * Its state is an epoch, which counts the resets, and whether that epoch is cancelled; it only ever goes forward.
 *
 * - `cancel` and `reset` compare and swap: of several who want the same step, one makes it; the others get `false`.
 * - `snapshot()` binds work to the epoch in which it began: a reset never un-cancels it.
 * - `wait()` gives the epoch and reason as they were at the cancel, so a cancel and a reset in one step wake every
 *   waiter.
 * - Each epoch has an AbortSignal of its own.
 *
 * It need not be disposed.
 *
 * @remarks It stops nothing by itself: work has to look at its snapshot or hand on its signal. It is for one JavaScript
 * realm; between threads use {@link SharedCancellationToken}.
 *
 * @example
 * ```ts
 * import { CancellationToken } from '@raceguard/runtime';
 *
 * const token = new CancellationToken<string>({ name: 'job' });
 * const work = token.snapshot();
 * console.log(token.cancel('stop'), token.cancel('again'), token.reset()); // prints true false true
 * console.log(work.cancelled, work.reason, token.cancelled); // prints true stop false
 * ```
 */
export class CancellationToken<R = unknown> {
  /** What error messages call it. */
  readonly name: string | undefined;
  #now = new Epoch<R>(0, this);

  constructor(options?: NamedOptions) {
    this.name = options?.name;
  }

  /** How often it was reset. */
  get epoch(): number {
    return this.#now.epoch;
  }

  /** Whether the present epoch is cancelled. */
  get cancelled(): boolean {
    return this.#now.cancelled;
  }

  /** Why the present epoch is cancelled; `undefined` while it is not. */
  get reason(): R | undefined {
    return this.snapshot().reason;
  }

  /** The AbortSignal of the present epoch. */
  get signal(): AbortSignal {
    return this.snapshot().signal;
  }

  /** The token as it is now, for work that begins. Free of cost: all of one epoch share it. */
  snapshot(): TokenSnapshot<R> {
    return this.#now;
  }

  /** Waits for the cancel of the present epoch; all of {@link TokenSnapshot.wait}, errors included, holds. */
  wait(options?: WaitOptions): Promise<Cancellation<R>> {
    return this.snapshot().wait(options);
  }

  /**
   * Cancels the present epoch, with a {@link CancelledError} if there is no `reason`. Whether this call did it: `false`
   * if it was cancelled before, or if `epoch` is given and has passed.
   */
  cancel(reason?: R, epoch: number = this.epoch): boolean {
    if (this.cancelled || epoch !== this.epoch) return false;
    this.#now.end({
      epoch,
      reason: reason === undefined ? (new CancelledError(`${labelOf(this)} was cancelled.`) as R) : reason,
    });
    return true;
  }

  /**
   * Begins a new epoch, which is not cancelled. Whether this call did it: `false` if the present epoch is not
   * cancelled, or if `epoch`, the one whose cancel the caller has seen, has passed.
   */
  reset(epoch: number = this.epoch): boolean {
    if (!this.cancelled || epoch !== this.epoch) return false;
    this.#now = new Epoch(epoch + 1, this);
    return true;
  }

  /**
   * Cancels the present epoch when `signal` aborts: with `reason`, or else with that of the signal. Leaves no listener
   * once the epoch is cancelled.
   *
   * @example
   * ```ts
   * import { CancellationToken } from '@raceguard/runtime';
   *
   * const token = new CancellationToken();
   * const request = new AbortController();
   * token.follow(request.signal);
   * request.abort('gone');
   * console.log(token.cancelled, token.reason); // prints true gone
   * ```
   */
  follow(signal: AbortSignal, reason?: R): void {
    const { epoch } = this;
    const cancel = () => this.cancel(reason === undefined ? signal.reason : reason, epoch);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true, signal: this.signal });
  }

  get [Symbol.toStringTag](): string {
    return 'CancellationToken';
  }
}
