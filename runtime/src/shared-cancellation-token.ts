import { CancellationToken } from './cancellation-token.ts';
import { ArgumentError, CancelledError, RaceguardError } from './errors.ts';
import { labelOf, type NamedOptions, show } from './options.ts';
import { type Cancellation, Epoch, type TokenSnapshot } from './token-epoch.ts';

// The state, from its high end: the epoch (46 bits), whether it is cancelled (1), the reason of the newest cancel (16).
// It only ever grows, but for the reason, which a reset keeps: one load tells all, and no state comes twice.
const CANCELLED = 1n << 16n;
const REASON = CANCELLED - 1n;
const STEP = 17n;

/**
 * A {@link CancellationToken} that threads share: 64 bits in a SharedArrayBuffer. Hand `buffer` to the other threads
 * and make a token of it in each.
 *
 * - `cancelled` is polled synchronously, also in a loop that never suspends.
 * - `cancel` and `reset` compare and swap: of all threads one makes each step; the others get `false`.
 * - A snapshot that is cancelled stays so. Reasons are whole numbers from 0 to 65535.
 * - A wait ends with the epoch and reason of one and the same cancel. That is the one it waited for, unless other
 *   threads made further rounds before this one could look: then the newest.
 * - Each token has one waiter in its thread, however many wait. It does not keep the process alive.
 *
 * Its signals and `throwIfCancelled` give a `CancelledError` whose `cause` is the reason. `wait` and `signal` need
 * `Atomics.waitAsync`: without it they fail with the code `RACEGUARD_UNSUPPORTED`.
 *
 * @remarks A thread that waits may see two quick rounds of other threads as one. It stops nothing by itself.
 *
 * @example
 * ```ts
 * import { SharedCancellationToken } from '@raceguard/runtime';
 *
 * const token = new SharedCancellationToken();
 * const inWorker = new SharedCancellationToken(token.buffer); // there, after `worker.postMessage(token.buffer)`
 * const work = inWorker.snapshot();
 * token.cancel(7);
 * while (!work.cancelled) {} // can be polled in a loop that never suspends
 * console.log(work.reason, inWorker.reset(), token.cancelled); // prints 7 true false
 * ```
 */
export class SharedCancellationToken extends CancellationToken<number> {
  /** What the threads share. */
  readonly buffer: SharedArrayBuffer;
  readonly #state: BigInt64Array;
  readonly #watched = new Set<SharedEpoch>();
  #watching = false;
  #current: SharedEpoch | undefined;

  /**
   * @param buffer of the token of another thread; left out, a new one
   * @throws RaceguardError with the code `RACEGUARD_UNSUPPORTED` where there is no shared memory
   * @throws ArgumentError if `buffer` is no SharedArrayBuffer of 8 bytes
   */
  constructor(buffer?: SharedArrayBuffer, options?: NamedOptions) {
    super(options);
    if (typeof SharedArrayBuffer === 'undefined') {
      const remedy = 'A page has it when it is cross-origin isolated: send the headers COOP and COEP.';
      throw new RaceguardError('RACEGUARD_UNSUPPORTED', `${labelOf(this)} needs SharedArrayBuffer. ${remedy}`);
    }
    if (buffer !== undefined && !(buffer instanceof SharedArrayBuffer && buffer.byteLength >= 8)) {
      throw new ArgumentError(`${labelOf(this)} takes the \`buffer\` of another, a SharedArrayBuffer of 8 bytes.`);
    }
    this.buffer = buffer ?? new SharedArrayBuffer(8);
    this.#state = new BigInt64Array(this.buffer, 0, 1);
  }

  override get epoch(): number {
    return Number(Atomics.load(this.#state, 0) >> STEP);
  }

  override get cancelled(): boolean {
    return (Atomics.load(this.#state, 0) & CANCELLED) !== 0n;
  }

  /** The token as it is now, for work that begins. All of one epoch in one thread share it. */
  override snapshot(): TokenSnapshot<number> {
    const { epoch } = this;
    if (this.#current?.epoch !== epoch) {
      this.#current = new SharedEpoch(epoch, this, this.#state, (watched) => this.#watch(watched));
    }
    return this.#current as SharedEpoch;
  }

  /**
   * Cancels the present epoch. Whether this call did it: `false` if it was cancelled before, if another thread was
   * quicker, or if `epoch` is given and has passed.
   *
   * @throws ArgumentError on a reason that is no whole number from 0 to 65535
   */
  override cancel(reason = 0, epoch?: number): boolean {
    if ((reason & 0xffff) !== reason) {
      throw new ArgumentError(`The reason is ${show(reason)}; give a whole number up to 65535.`);
    }
    const old = Atomics.load(this.#state, 0);
    return (old & CANCELLED) === 0n && this.#swap(old, (old | REASON) + 1n + BigInt(reason), epoch);
  }

  /**
   * Begins a new epoch, which is not cancelled. Whether this call did it: `false` if the present epoch is not
   * cancelled, if another thread was quicker, or if `epoch`, the one whose cancel the caller has seen, has passed.
   */
  override reset(epoch?: number): boolean {
    const old = Atomics.load(this.#state, 0);
    return (old & CANCELLED) !== 0n && this.#swap(old, old + CANCELLED, epoch);
  }

  /** Cancels the present epoch with `reason` when `signal` aborts; see {@link CancellationToken.follow}. */
  override follow(signal: AbortSignal, reason = 0): void {
    super.follow(signal, reason);
  }

  override get [Symbol.toStringTag](): string {
    return 'SharedCancellationToken';
  }

  #swap(old: bigint, next: bigint, epoch: number | undefined): boolean {
    if (epoch !== undefined && BigInt(epoch) !== old >> STEP) return false;
    if (Atomics.compareExchange(this.#state, 0, old, next) !== old) return false;
    // By a reset as well: the thread that cancelled may have been terminated before it came to this.
    Atomics.notify(this.#state, 0);
    return true;
  }

  #watch(epoch: SharedEpoch): void {
    if (typeof Atomics.waitAsync !== 'function') {
      throw new RaceguardError('RACEGUARD_UNSUPPORTED', `${labelOf(this)} needs Atomics.waitAsync. Poll instead.`);
    }
    this.#watched.add(epoch);
    if (!this.#watching) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#watching = true;
    while (this.#watched.size > 0) {
      const seen = Atomics.load(this.#state, 0);
      for (const epoch of this.#watched) {
        const ended = epoch.look();
        if (ended === undefined) continue;
        this.#watched.delete(epoch);
        epoch.end(ended);
      }
      // Does not wait if the state has changed since.
      if (this.#watched.size > 0) await Atomics.waitAsync(this.#state, 0, seen).value;
    }
    this.#watching = false;
  }
}

class SharedEpoch extends Epoch<number> {
  readonly #state: BigInt64Array;
  readonly #end: bigint;
  readonly #watch: (epoch: SharedEpoch) => void;
  #error: CancelledError | undefined;

  constructor(
    epoch: number,
    token: CancellationToken<number>,
    state: BigInt64Array,
    watch: (epoch: SharedEpoch) => void,
  ) {
    super(epoch, token);
    this.#state = state;
    this.#end = (BigInt(epoch) << STEP) + CANCELLED;
    this.#watch = watch;
  }

  override look(): Cancellation<number> | undefined {
    if (this.ended !== undefined) return this.ended;
    const state = Atomics.load(this.#state, 0);
    if (state < this.#end) return undefined;
    // An epoch that is not cancelled still holds the reason of the one before.
    this.ended = { epoch: Number((state - CANCELLED) >> STEP), reason: Number(state & REASON) };
    return this.ended;
  }

  override watch(): void {
    this.#watch(this);
  }

  override thrown(reason: number): CancelledError {
    this.#error ??= new CancelledError(`A shared token was cancelled: ${reason}.`, { cause: reason });
    return this.#error;
  }
}
