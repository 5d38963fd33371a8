import { TaskRegistry } from '@raceguard/runtime';

/** The race sees the tasks fail; nobody sees the promises of `.finally`. */
export async function crawl(urls: readonly string[], limit: number): Promise<void> {
  const executing = new TaskRegistry();
  for (const url of urls) {
    void executing.track(fetch(url));
    if (executing.size >= limit) await Promise.race(executing);
  }
  const failures = await executing.idle();
  if (failures.length > 0) throw failures[0] as Error;
}
