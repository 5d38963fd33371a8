/** The outside end: does with the page what the suite asks for. */
import { mkdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { screenshots, shownScreenshots } from '../paths.ts';
import { type Actions, type Answer, inWebview, type Part, type Report, type Request } from './messages.ts';

export interface Driver {
  /** For the suite's `RACEGUARD_DRIVER`. */
  readonly port: number;
  /** Requests wait until there is a page. */
  drive(page: Page): void;
  close(): void;
}

export interface DriverOptions {
  readonly window: string;
  readonly report: (report: Report) => void | Promise<void>;
  /** Screenshots that the README shows are written where it finds them. */
  readonly updateScreenshots: boolean;
}

export async function startDriver(options: DriverOptions): Promise<Driver> {
  const { promise: actions, resolve: drive } = Promise.withResolvers<Actions>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const lines = createInterface(socket);
    // It tells the socket's errors again: a window that is gone has been noticed elsewhere.
    lines.on('error', () => {});
    lines.on('line', async (line) => {
      socket.write(`${JSON.stringify(await answer(JSON.parse(line), actions, options))}\n`);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as { port: number }).port,
    drive: (page) => drive(actionsOn(page, options)),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

async function answer(request: Request, waiting: Promise<Actions>, options: DriverOptions): Promise<Answer> {
  try {
    if ('report' in request) {
      await options.report(request.report);
      return { id: request.id, result: null };
    }
    const actions = await waiting;
    const run = actions[request.action] as (...args: unknown[]) => Promise<unknown>;
    return { id: request.id, result: (await run(...request.args)) ?? null };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** `window`: names the folder of its screenshots. */
export function actionsOn(
  page: Page,
  { window, updateScreenshots }: Pick<DriverOptions, 'window' | 'updateScreenshots'>,
): Actions {
  page.setDefaultTimeout(20_000);
  const all = (selector: string) =>
    selector.startsWith(inWebview)
      ? page
          .frameLocator('iframe.webview.ready')
          .frameLocator('#active-frame')
          .locator(selector.slice(inWebview.length))
      : page.locator(selector);
  const first = (selector: string) => all(selector).first();
  const clip = async ({ of, width, height }: Part) => {
    const box = await first(of).boundingBox();
    if (!box) throw new Error(`${of} is not shown.`);
    return { ...box, width: Math.min(width, box.width), height: Math.min(height, box.height) };
  };
  return {
    keys: (combination) => page.keyboard.press(combination),
    type: async (text) => {
      await page.keyboard.type(text, { delay: 15 });
      return Date.now();
    },
    click: (selector) => first(selector).click(),
    // Not Playwright's: what is under a squiggle isn't the element that the mouse meets.
    hover: async (selector) => {
      const box = await first(selector).boundingBox();
      if (!box) throw new Error(`${selector} is not shown.`);
      await page.mouse.move(box.x + box.width / 2 - 3, box.y + box.height / 2);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    },
    see: (selector) => first(selector).waitFor({ state: 'visible' }),
    miss: (selector) => first(selector).waitFor({ state: 'hidden' }),
    texts: (selector) => all(selector).allInnerTexts(),
    attribute: (selector, name) => first(selector).getAttribute(name),
    fill: (selector, text) => first(selector).fill(text),
    choose: async (selector, text) => {
      await first(selector).selectOption({ label: text });
    },
    scrollTo: (selector) => first(selector).evaluate(inPage('element.scrollIntoView()')),
    focused: () =>
      all(`${inWebview}:focus`)
        .last()
        .evaluate(inPage<string>(`(${nameOf})(element)`)),
    unlabelled: (selector) => first(selector).evaluate(inPage<string[]>(unlabelled)),
    markedLines: () => page.evaluate<number[]>(markedLines),
    watchFrames: () => first(`${inWebview}body`).evaluate(inPage(watchFrames)),
    frames: () => first(`${inWebview}body`).evaluate(inPage<{ longestMs: number; grownMb: number }>(frames)),
    reload: async () => {
      await page.keyboard.press('F1');
      await page.keyboard.type('Developer: Reload Window', { delay: 15 });
      await first('.quick-input-list .monaco-list-row.focused:has-text("Reload Window")').waitFor({ state: 'visible' });
      const again = page.waitForEvent('load');
      await page.keyboard.press('Enter');
      await again;
    },
    screenshot: async (name, shown, part) => {
      const folder = shown && updateScreenshots ? shownScreenshots : join(screenshots, window);
      mkdirSync(folder, { recursive: true });
      // Badges and marks follow what they are about.
      await page.waitForTimeout(700);
      const path = join(folder, `${name.replace(/[^\w-]+/g, '-')}.png`);
      await page.screenshot({ path, ...(part ? { clip: await clip(part) } : {}) });
    },
  };
}

/** Runs in the page. A mark and the number of its line stand at the same height. */
const markedLines = `[...document.querySelectorAll('.monaco-editor')].flatMap((editor) => {
  const topOf = (element) => Math.round(element.getBoundingClientRect().top);
  const marks = [...editor.querySelectorAll('.view-overlays .cdr[class*="ced-"]')].map(topOf);
  const numbers = [...editor.querySelectorAll('.margin-view-overlays .line-numbers')];
  return numbers.filter((one) => marks.includes(topOf(one))).map((one) => Number(one.textContent));
})`;

/** What is run there knows the page; what stands here does not. */
function inPage<T = void>(body: string): (element: unknown) => T {
  return new Function('element', `return ${body}`) as (element: unknown) => T;
}

const nameOf = `(element) => [
  element.id && '#' + element.id,
  element.getAttribute('aria-label') ?? '',
  ...[...(element.labels ?? [])].map((label) => label.textContent),
  element.textContent,
].filter(Boolean).join(' | ')`;

const unlabelled = `[...element.querySelectorAll('a, button, input, select, summary, [tabindex]')]
  .filter((one) => !(${nameOf})(one).replace(/^#[^ ]+/, '').trim())
  .map((one) => one.outerHTML.slice(0, 200))`;

const watchFrames = `void (() => {
  const seen = (globalThis.raceguardFrames = { longest: 0, last: performance.now(), heap: performance.memory.usedJSHeapSize });
  const next = () => {
    const now = performance.now();
    seen.longest = Math.max(seen.longest, now - seen.last);
    seen.last = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})()`;

const frames = `({
  longestMs: globalThis.raceguardFrames.longest,
  grownMb: (performance.memory.usedJSHeapSize - globalThis.raceguardFrames.heap) / 2 ** 20,
})`;
