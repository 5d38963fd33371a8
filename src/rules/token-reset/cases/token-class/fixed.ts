import { CancellationToken } from '@raceguard/runtime';

declare function sleep(ms: number): Promise<void>;

/** Waits by looking again and again. */
export class CancelFlag extends CancellationToken {
  // Named for who reads it.
  get isCancelled(): boolean {
    return this.cancelled;
  }
}

/** Wakes all who wait, with a reason. */
export class AbortToken extends CancellationToken<string> {}

export async function work(token: AbortToken, steps: readonly (() => Promise<void>)[]): Promise<string> {
  const run = token.snapshot();
  for (const step of steps) {
    if (run.cancelled) return `stopped: ${run.reason}`;
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
