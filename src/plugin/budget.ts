/** How long a request may hold tsserver's one thread. */
import type ts from 'typescript-classic';

/** Milliseconds: asking whether the request was cancelled costs a look at the disk. */
const askEvery = 10;

export class Budget {
  private readonly forMs: number;
  private started = performance.now();
  private readonly cancellation: ts.HostCancellationToken | undefined;
  private asked = Number.NEGATIVE_INFINITY;
  private cancelled = false;

  constructor(ms: number, cancellation: ts.HostCancellationToken | undefined) {
    this.forMs = ms;
    this.cancellation = cancellation;
  }

  /** The clock starts here: what TypeScript does before it is its own. */
  start(): void {
    this.started = performance.now();
  }

  get ms(): number {
    return performance.now() - this.started;
  }

  readonly isSpent = (): boolean => {
    const now = performance.now();
    if (now - this.started > this.forMs || this.cancelled) return true;
    if (now - this.asked < askEvery) return false;
    this.asked = now;
    this.cancelled = this.cancellation?.isCancellationRequested() ?? false;
    return this.cancelled;
  };
}
