// Two calls of `page` that overlap both find no browser, and both launch one:
// the first is never closed. Raceguard underlines where that is written.
//
// Point at it, and you are shown how the two calls interleave.
// Put the cursor there and press Ctrl+. (on a Mac ⌘.): `browser` becomes a
// `Lazy`, which both calls share.

interface Browser {
  newPage(): Promise<string>;
  close(): Promise<void>;
}

declare function launch(): Promise<Browser>;

export class Renderer {
  private browser: Browser | undefined;

  async page(): Promise<string> {
    if (!this.browser) {
      this.browser = await launch();
    }
    return this.browser.newPage();
  }
}
