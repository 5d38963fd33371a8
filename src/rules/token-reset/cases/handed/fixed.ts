declare function list(signal: AbortSignal): Promise<string[]>;
declare function load(id: string, options: { readonly signal: AbortSignal }): Promise<string>;

/** What the run before begins after its first `await` goes under the controller of the next one. */
export class Catalogue {
  private controller = new AbortController();
  pages: string[] = [];

  async refresh(): Promise<void> {
    this.controller.abort();
    const controller = new AbortController();
    this.controller = controller;
    const ids = await list(controller.signal);
    const pages = [];
    for (const id of ids) pages.push(await load(id, { signal: controller.signal }));
    this.pages = pages;
  }
}
