/** @internal `Promise.try`, which engines of before 2025 lack: calls `fn` now; whatever it throws, the promise rejects with. */
export function promiseTry<T>(fn: () => T | PromiseLike<T>): Promise<T> {
  try {
    return Promise.resolve(fn());
  } catch (error) {
    return Promise.reject(error);
  }
}
