/**
 * Whether a task ended because its own signal aborted. Told by identity: an abort that came from elsewhere is a failure.
 * Much of Node rejects with an AbortError of its own that has the signal's reason as its cause.
 *
 * @internal
 */
export function isOwnAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  if (!signal?.aborted) return false;
  return (
    error === signal.reason || (error instanceof Error && error.name === 'AbortError' && error.cause === signal.reason)
  );
}
