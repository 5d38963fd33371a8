/** Who gives up leaves the checks behind. */
export async function check(links: readonly string[], signal: AbortSignal): Promise<number> {
  const checks = new Set<Promise<void>>();
  for (const link of links) {
    if (signal.aborted) return 0;
    const checked = send(link).catch(() => undefined);
    checks.add(checked);
//  ^^^^^^^^^^ RG313 `checks` is waited for, but not where `signal.aborted` lets `check` leave
    void checked.finally(() => checks.delete(checked));
  }
  await Promise.all(checks);
  return links.length;
}

/** The visits begin in functions that run at the same time. */
export async function crawl(pages: readonly string[], signal: AbortSignal): Promise<number> {
  const visits = new Set<Promise<void>>();
  await Promise.all(
    pages.map(async (page) => {
      for (const link of (await send(page).then(() => page)).split(' ')) {
        const visit = send(link).catch(() => undefined);
        visits.add(visit);
//      ^^^^^^^^^^ RG313 `visits` is waited for, but not where `signal.aborted` lets `crawl` leave
        void visit.finally(() => visits.delete(visit));
      }
    }),
  );
  if (signal.aborted) throw signal.reason;
  await Promise.all(visits);
  return pages.length;
}

async function send(page: string): Promise<void> {
  await fetch(page);
}
