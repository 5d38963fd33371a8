import { KeyedMutex, Mutex } from '@raceguard/runtime';

interface Quote {
  readonly price: number;
}

declare class AgingMap<K, V> {
  constructor(options: { readonly ttl: number });
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

declare function client(): { quote(symbol: string): Promise<Quote>; all(area: string): Promise<Quote[]> };
declare function note(event: string): void;

/** What is dropped when it is old must not stay for ever, as in a `Lazy` it would. */
export class Quotes {
  private readonly recent = new AgingMap<string, Quote>({ ttl: 60_000 });
  private readonly recentMutex = new KeyedMutex<string>();
  private readonly dated = new Map<string, { readonly quote: Quote; readonly expiresAt: number }>();
  private readonly datedMutex = new KeyedMutex<string>();
  private all: Quote[] | undefined;
  private readonly allMutex = new Mutex();
  private at = 0;

  async quote(symbol: string): Promise<Quote> {
    return this.recentMutex.runExclusive(symbol, async () => {
      const known = this.recent.get(symbol);
      if (known) return known;
      const quote = await client().quote(symbol);
      this.recent.set(symbol, quote);
      return quote;
    });
  }

  async datedQuote(symbol: string): Promise<Quote> {
    return this.datedMutex.runExclusive(symbol, async () => {
      const known = this.dated.get(symbol);
      if (known && known.expiresAt > Date.now()) return known.quote;
      const quote = await client().quote(symbol);
      this.dated.set(symbol, { quote, expiresAt: Date.now() + 60_000 });
      return quote;
    });
  }

  async allOf(area: string): Promise<Quote[]> {
    const now = Date.now();
    return this.allMutex.runExclusive(async () => {
      if (!this.all || now - this.at > 60_000) {
        this.all = await client().all(area.toLowerCase().trim());
        this.at = now;
      }
      return this.all;
    });
  }
}

/** The place is named, and not the methods that lead to it. */
export class Shelf {
  private readonly valueMutex = new KeyedMutex<string>();

  private readonly books = new AgingMap<string, Quote>({ ttl: 1000 });

  get(key: string): Quote | undefined {
    note('get');
    return this.books.get(key);
  }

  set(key: string, quote: Quote): void {
    this.books.set(key, quote);
  }

  async load(key: string): Promise<Quote> {
    return this.valueMutex.runExclusive(key, async () => {
      const known = this.get(key);
      if (known !== undefined) return known;
      const quote = await client().quote(key);
      this.set(key, quote);
      return quote;
    });
  }
}
