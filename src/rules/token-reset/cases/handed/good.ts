declare function load(id: string, options: { readonly signal: AbortSignal }): Promise<string>;

/** Each page has a controller of its own, which nobody takes away before it is handed on. */
export class Pages {
  private controller = new AbortController();

  async all(ids: readonly string[]): Promise<string[]> {
    const pages = [];
    for (const id of ids) {
      this.controller.abort();
      this.controller = new AbortController();
      pages.push(await load(id, { signal: this.controller.signal }));
    }
    return pages;
  }
}
