interface Rates {
  readonly base: string;
  readonly byCurrency: ReadonlyMap<string, number>;
}

declare function download(base: string): Promise<Rates>;
declare function count(event: string): void;

/** Beside what has come stands what is on its way, under the same key: whoever comes second waits for it. */
export class ExchangeRates {
  private readonly known = new Map<string, { rates: Rates; until: number }>();
  private readonly onTheirWay = new Map<string, Promise<Rates>>();

  async of(base: string, now: number): Promise<Rates> {
    const entry = this.known.get(base);
    if (entry && entry.until > now) return entry.rates;

    const running = this.onTheirWay.get(base);
    if (running) {
      count('joined');
      return running;
    }

    const started = download(base).then((rates) => {
      this.known.set(base, { rates, until: now + 1000 });
      return rates;
    });
    this.onTheirWay.set(base, started);
    return started;
  }

  forget(): void {
    this.known.clear();
    this.onTheirWay.clear();
  }
}

const tables = new Map<string, Rates>();
const downloads = new Map<string, Promise<Rates>>();

export function tableOf(base: string): Promise<Rates> {
  const table = tables.get(base);
  if (table) return Promise.resolve(table);
  const loading = downloads.get(base);
  if (loading !== undefined) return loading;
  const begun = download(base).then((rates) => {
    tables.set(base, rates);
    return rates;
  });
  downloads.set(base, begun);
  return begun;
}
