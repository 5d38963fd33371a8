/** The race sees the tasks fail; nobody sees the promises of `.finally`. */
export async function crawl(urls: readonly string[], limit: number): Promise<void> {
  const executing = new Set<Promise<unknown>>();
  for (const url of urls) {
    const visit = fetch(url);
    executing.add(visit);
    visit.finally(() => executing.delete(visit));
//  ^^^^^^^^^^^^^ RG313 `executing` is kept by hand
    if (executing.size >= limit) await Promise.race(executing);
  }
  await Promise.all(executing);
}
