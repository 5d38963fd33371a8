import { SharedCancellationToken } from '@raceguard/runtime';

/** Threads share one: each makes a token of the buffer. */
export class ThreadToken extends SharedCancellationToken {}

export async function serve(token: ThreadToken, work: () => Promise<void>): Promise<void> {
  const run = token.snapshot();
  while (!run.cancelled) await work();
}
