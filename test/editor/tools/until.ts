/**
 * Waits until `get` returns something; a test's own time limit isn't what ends it.
 * @throws Error that says what was awaited, and what there was instead
 */
export async function until<T>(
  what: string,
  get: () => T | undefined | Promise<T | undefined>,
  instead: () => unknown = () => '',
): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = await get();
    if (value !== undefined) return value;
    if (Date.now() > end) throw new Error(`Waited for ${what} in vain. ${await instead()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
