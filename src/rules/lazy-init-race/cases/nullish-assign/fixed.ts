import { Lazy } from '@raceguard/runtime';

interface Browser {
  newPage(): Promise<string>;
  close(): Promise<void>;
}

declare function launch(options?: { headless: boolean }): Promise<Browser>;

export class Browsers {
  private readonly visible = new Lazy<Browser>();
  private readonly hidden = new Lazy<Browser>();
  private readonly shared = new Lazy<Browser>();

  async openVisible(): Promise<string> {
    const visible = await this.visible.get(() => launch({ headless: false }));
    return visible.newPage();
  }

  async openHidden(): Promise<Browser> {
    return this.hidden.get(() => launch({
      headless: true,
    }));
  }

  async openShared(): Promise<string> {
    const browser = await this.shared.get(() => launch());
    return browser.newPage();
  }

  async getVisible(): Promise<Browser> {
    return this.visible.get(() => launch({ headless: false }));
  }

  async close(): Promise<void> {
    await Promise.all([this.visible.peek()?.close(), this.hidden.peek()?.close(), this.shared.peek()?.close()]);
    this.visible.reset();
    this.hidden.reset();
    this.shared.reset();
  }
}
