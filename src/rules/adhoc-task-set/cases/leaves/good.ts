/** Every way out passes the wait. */
export async function check(links: readonly string[], signal: AbortSignal): Promise<number> {
  const checks = new Set<Promise<void>>();
  if (!links.length) return 0;
  try {
    for (const link of links) {
      if (signal.aborted) return 0;
      const checked = send(link).catch(() => undefined);
      checks.add(checked);
      void checked.finally(() => checks.delete(checked));
    }
  } finally {
    await Promise.all(checks);
  }
  return links.length;
}

/** It leaves the loop, and not the function. */
export async function crawl(pages: readonly string[], signal: AbortSignal): Promise<void> {
  const visits = new Set<Promise<void>>();
  for (const page of pages) {
    if (signal.aborted) break;
    const visit = send(page).catch(() => undefined);
    visits.add(visit);
    void visit.finally(() => visits.delete(visit));
  }
  while (visits.size > 0) await Promise.all(visits);
}

/** It leaves early when there is nothing to wait for. */
export async function ping(hosts: readonly string[]): Promise<string> {
  const pings = new Set<Promise<void>>();
  for (const host of hosts) {
    const ping = send(host).catch(() => undefined);
    pings.add(ping);
    void ping.finally(() => pings.delete(ping));
  }
  if (pings.size === 0) return 'nobody';
  await Promise.all(pings);
  return 'all';
}

/** Somebody else has them all, and may wait. */
export async function deliver(
  parcels: readonly string[],
  signal: AbortSignal,
  onStart: (deliveries: ReadonlySet<Promise<void>>) => void,
): Promise<void> {
  const deliveries = new Set<Promise<void>>();
  onStart(deliveries);
  for (const parcel of parcels) {
    if (signal.aborted) return;
    const delivery = send(parcel).catch(() => undefined);
    deliveries.add(delivery);
    void delivery.finally(() => deliveries.delete(delivery));
  }
  await Promise.all(deliveries);
}

/** One writer fills it and waits for it, on both ways out. */
export class Parcels {
  private readonly onTheWay = new Map<symbol, Promise<void>>();
  private lost = 0;

  async send(parcels: AsyncIterable<string>): Promise<number> {
    let isDone = false;
    try {
      for await (const parcel of parcels) {
        if (this.lost) break;
        while (this.onTheWay.size > 3) await Promise.race(this.onTheWay.values());
        this.post(parcel);
      }
      await Promise.all(this.onTheWay.values());
      isDone = true;
    } finally {
      if (!isDone) await Promise.all(this.onTheWay.values());
    }
    return this.lost;
  }

  private post(parcel: string): void {
    const id = Symbol(parcel);
    const posted = send(parcel)
      .catch(() => {
        this.lost++;
      })
      .finally(() => {
        this.onTheWay.delete(id);
      });
    this.onTheWay.set(id, posted);
  }
}

async function send(page: string): Promise<void> {
  await fetch(page);
}
