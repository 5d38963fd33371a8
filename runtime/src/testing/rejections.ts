interface Emitter {
  listeners(event: string): ((...args: unknown[]) => void)[];
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
}

/**
 * Tells of promises that are rejected and that nobody handles, instead of whoever else listens, such as a test runner.
 * Node tells between two macrotasks, so it is known which step did it. Returns what puts the others back.
 *
 * @internal
 */
export function watchRejections(found: (reason: unknown) => void): () => void {
  const { process } = globalThis as { process?: Partial<Emitter> };
  if (typeof process?.on !== 'function' || typeof process.listeners !== 'function') return () => {};
  const emitter = process as Emitter;
  const others = emitter.listeners('unhandledRejection');
  for (const other of others) emitter.off('unhandledRejection', other);
  emitter.on('unhandledRejection', found);
  return () => {
    emitter.off('unhandledRejection', found);
    for (const other of others) emitter.on('unhandledRejection', other);
  };
}
