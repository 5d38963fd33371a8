declare function sleep(ms: number): Promise<void>;

/** Waits by looking again and again. */
export class CancelFlag {
  private flag = false;

  // Named for who reads it.
  get isCancelled(): boolean {
    return this.flag;
  }

  cancel(): void {
    this.flag = true;
  }

  reset(): void {
    this.flag = false;
//  ^^^^^^^^^^^^^^^^^ RG401 `this.flag` is taken down under those who look at it or wait for it
  }

  async wait(): Promise<void> {
    while (!this.flag) await sleep(10);
  }
}

/** Wakes all who wait, with a reason. */
export class AbortToken {
  cancelled = false;
  reason: string | undefined;
  private waiters: (() => void)[] = [];

  cancel(reason: string): void {
    this.cancelled = true;
    this.reason = reason;
    for (const wake of this.waiters) wake();
    this.waiters = [];
  }

  reset(): void {
    this.cancelled = false;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.cancelled` is taken down under those who look at it or wait for it
    this.reason = undefined;
  }

  wait(): Promise<void> {
    if (this.cancelled) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }
}

export async function work(token: AbortToken, steps: readonly (() => Promise<void>)[]): Promise<string> {
  for (const step of steps) {
    if (token.cancelled) return `stopped: ${token.reason}`;
    await step();
  }
  return 'done';
}

/** There may be no token to take a snapshot of. */
export async function workOn(token: AbortToken | undefined, steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    if (token && token.cancelled) return;
    await step();
  }
}
