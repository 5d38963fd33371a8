interface Browser {
  newPage(): Promise<string>;
  close(): Promise<void>;
}

declare function launch(options?: { headless: boolean }): Promise<Browser>;

export class Browsers {
  private visible: Browser | undefined;
  private hidden: Browser | undefined;
  private shared: Browser | null = null;

  async openVisible(): Promise<string> {
    this.visible ??= await launch({ headless: false });
//  ^^^^^^^^^^^^ RG101 `this.visible` can be initialised twice
    return this.visible.newPage();
  }

  async openHidden(): Promise<Browser> {
    return (this.hidden ||= await launch({
    //      ^^^^^^^^^^^ RG101 `this.hidden` can be initialised twice
      headless: true,
    }));
  }

  async openShared(): Promise<string> {
    const browser = this.shared ?? (this.shared = await launch());
    //              ^^^^^^^^^^^ RG101 `this.shared` can be initialised twice
    return browser.newPage();
  }

  async getVisible(): Promise<Browser> {
    this.visible ??= await launch({ headless: false });
//  ^^^^^^^^^^^^ RG101 `this.visible` can be initialised twice
    return this.visible;
  }

  async close(): Promise<void> {
    await Promise.all([this.visible?.close(), this.hidden?.close(), this.shared?.close()]);
    this.visible = undefined;
    this.hidden = undefined;
    this.shared = null;
  }
}
