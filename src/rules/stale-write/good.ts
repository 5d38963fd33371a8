import { readFile, writeFile } from 'node:fs/promises';
import { Mutex } from '@raceguard/runtime';

declare function priceOf(id: string): Promise<number>;
declare function load(page: number): Promise<string[]>;
declare function persist(values: readonly string[]): Promise<void>;
declare function render(text: string): Promise<void>;
declare const shop: { on(event: string, listener: (id: string) => void): void };
interface Rows {
  get(id: string): Promise<number>;
  set(id: string, value: number): Promise<void>;
}
declare const database: { transaction(work: (rows: Rows) => Promise<void>): Promise<void> };

/** Read, changed and written in one segment. */
export class Till {
  private revenue = 0;
  private sold: readonly string[] = [];

  constructor() {
    shop.on('sale', async (id) => {
      const price = await priceOf(id);
      this.revenue += price;
      this.sold = [...this.sold, id];
    });
    shop.on('report', async () => {
      await render(`${this.revenue}`);
      this.revenue = this.revenue + 0.5;
    });
  }
}

/** One after the other: a lock, a queue, a transaction. */
export class Ledger {
  private readonly mutex = new Mutex();
  private entries: readonly string[] = [];
  private tail: Promise<void> = Promise.resolve();
  private pages = 0;

  constructor() {
    shop.on('entry', (id) => this.append(id));
    shop.on('page', () => this.turn());
    shop.on('row', (id) => this.book(id));
  }

  private async append(entry: string): Promise<void> {
    await this.mutex.runExclusive(async () => {
      const next = [...this.entries, entry];
      await persist(next);
      this.entries = next;
    });
  }

  private turn(): void {
    this.tail = this.tail.then(async () => {
      const page = this.pages;
      await load(page);
      this.pages = page + 1;
    });
  }

  /** The database keeps others out, or makes one of two that meet start again. */
  private async book(id: string): Promise<void> {
    await database.transaction(async (rows) => {
      const value = await rows.get(id);
      await rows.set(id, value + 1);
    });
  }
}

/** Whoever was overtaken writes nothing. */
export class Search {
  private generation = 0;
  private results: readonly string[] = [];
  private page = 0;

  constructor() {
    shop.on('more', () => this.more());
    shop.on('query', (id) => this.search(id));
  }

  private async search(id: string): Promise<void> {
    const generation = ++this.generation;
    const found = await load(id.length);
    if (generation !== this.generation) return;
    this.results = found;
    this.page = 0;
  }

  private async more(): Promise<void> {
    const { generation, results } = this;
    const found = await load(this.page + 1);
    if (generation !== this.generation) return;
    if (results !== this.results) return;
    this.results = [...results, ...found];
  }
}

/** Every call has a variable of its own, and its steps follow each other. */
export async function sum(ids: readonly string[]): Promise<number> {
  let total = 0;
  for (const id of ids) total += await priceOf(id);
  const basket = { total };
  basket.total += await priceOf('wrapping');
  return basket.total;
}

export async function reduced(ids: readonly string[]): Promise<number> {
  return ids.reduce(async (total, id) => (await total) + (await priceOf(id)), Promise.resolve(0));
}

export async function gathered(ids: readonly string[]): Promise<number> {
  const prices = await Promise.all(
    ids.map(async (id) => {
      let price = 1;
      price *= await priceOf(id);
      return price;
    }),
  );
  return prices.reduce((total, price) => total + price, 0);
}

/** A counter goes up and down by one segment each. */
export class Gauge {
  private active = 0;
  private peak = 0;
  private level = 'idle';
  private options: Record<string, boolean> = {};

  constructor() {
    shop.on('job', (id) => this.run(id));
    shop.on('scope', (id) => this.within(id));
    shop.on('attempt', (id) => this.attempt(id));
    shop.on('refresh', (id) => this.refresh(id));
  }

  private async run(id: string): Promise<void> {
    this.active++;
    this.peak = Math.max(this.peak, this.active);
    try {
      await priceOf(id);
    } finally {
      this.active--;
    }
  }

  /** Puts back what was there: a scope, not an update. */
  private async within(id: string): Promise<void> {
    const before = this.level;
    this.level = id;
    try {
      await render(id);
    } finally {
      this.level = before;
    }
  }

  /** So does this, with a copy. */
  private async attempt(id: string): Promise<void> {
    const before = { ...this.options };
    this.options[id] = true;
    try {
      await render(id);
    } catch {
      this.options = before;
    }
  }

  /** The new value doesn't contain the old one: the last answer wins, nothing is added up. */
  private async refresh(id: string): Promise<void> {
    const text = await load(this.level.length);
    this.level = text[0] ?? id;
  }
}

/** Whoever writes it, it is the same text: nothing of the caller goes in. */
shop.on('open', async (path) => {
  let text = await readFile(path, 'utf8');
  text = text.replaceAll('\r\n', '\n').trim();
  await writeFile(path, text);
});

/** Shares no more than a name with the method of arrays: it goes one by one. */
export class Pile {
  private readonly pages: readonly string[] = [];

  async forEach(visit: (page: string) => Promise<void>): Promise<void> {
    for (const page of this.pages) await visit(page);
  }

  async fold(step: (before: number, page: string) => Promise<number>): Promise<number> {
    let value = 0;
    await this.forEach(async (page) => {
      value = await step(value, page);
    });
    return value;
  }
}
