import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Renders pages in one browser process that is started on first use. */
export class Renderer {
  private browser: ChildProcess | undefined;

  async render(url: string): Promise<string> {
    const browser = await this.open();
    browser.stdin?.write(`${url}\n`);
    const [chunk] = await once(browser.stdout!, 'data');
    return String(chunk);
  }

  // Two requests at once start two browsers; the first one is never closed.
  private async open(): Promise<ChildProcess> {
    if (!this.browser) {
      this.browser = await launch();
    }
    return this.browser;
  }

  close(): void {
    this.browser?.kill();
  }
}

/** The safe twin: the promise is kept before anything is awaited. */
export class SafeRenderer {
  private browser: Promise<ChildProcess> | undefined;

  async render(url: string): Promise<string> {
    this.browser ??= launch();
    const browser = await this.browser;
    browser.stdin?.write(`${url}\n`);
    const [chunk] = await once(browser.stdout!, 'data');
    return String(chunk);
  }
}

async function launch(): Promise<ChildProcess> {
  const browser = spawn('renderer', ['--stdio']);
  await once(browser, 'spawn');
  return browser;
}
