interface Rates {
  readonly base: string;
  readonly byCurrency: ReadonlyMap<string, number>;
}

declare function download(base: string): Promise<Rates>;
declare function mirrorFor(base: string): Promise<string>;

export class ExchangeRates {
  readonly known = new Map<string, Rates>();
  readonly onTheirWay = new Map<string, Promise<Rates>>();
  readonly older = new Map<string, Rates>();
  readonly late = new Map<string, Promise<Rates>>();

  /** It is looked for under one key and kept under another. */
  async of(base: string, day: string): Promise<Rates> {
    const rates = this.known.get(base);
    if (rates) return rates;
    //  ^^^^^ RG101 `this.known[base]` can be loaded twice at the same time: it is tested here and set only after `download(…)`. Keep one promise a key: `KeyedLazy`.
    const running = this.onTheirWay.get(day);
    if (running) return running;
    const started = download(base).then((found) => {
      this.known.set(base, found);
      return found;
    });
    this.onTheirWay.set(base, started);
    return started;
  }

  /** Between the look and what is kept others have their turn. */
  async olderOf(base: string): Promise<Rates> {
    const rates = this.older.get(base);
    if (rates) return rates;
    //  ^^^^^ RG101 `this.older[base]` can be loaded twice at the same time: it is tested here and set only after `await mirrorFor(base)`. Keep one promise a key: `KeyedLazy`.
    const running = this.late.get(base);
    if (running) return running;
    //  ^^^^^^^ RG101 `this.late[base]` can be loaded twice at the same time: it is tested here and set only after `await mirrorFor(base)`. Keep one promise a key: `KeyedLazy`.
    const mirror = await mirrorFor(base);
    const started = download(mirror).then((found) => {
      this.older.set(base, found);
      return found;
    });
    this.late.set(base, started);
    return started;
  }
}
