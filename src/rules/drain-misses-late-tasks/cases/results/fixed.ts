/** What the tasks give is used: the copy is taken and the collection emptied in one step instead. */
export class Checks {
  private checks: Promise<boolean>[] = [];

  check(url: string): void {
    this.checks.push(fetch(url).then((response) => response.ok));
  }

  async passed(): Promise<boolean> {
    const batch = [...this.checks];
    this.checks = [];
    const results = await Promise.all(batch);
    return results.every(Boolean);
  }
}

export class Crawl {
  readonly #pages = new Map<string, Promise<string>>();

  visit(url: string): void {
    this.#pages.set(url, fetch(url).then((response) => response.text()));
  }

  async texts(): Promise<string[]> {
    const pending = [...this.#pages.values()];
    this.#pages.clear();
    const settled = await Promise.allSettled(pending);
    return settled.flatMap((page) => (page.status === 'fulfilled' ? [page.value] : []));
  }
}
