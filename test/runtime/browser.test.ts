import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../editor/hosts/chromium.ts';
import { root } from './toolbox.ts';

const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Runs in the page, and tells what each entry came to. */
const PAGE = `
globalThis.tried = (async () => {
  const { Mutex, KeyedMutex, Semaphore, Lazy, KeyedLazy, TaskRegistry, TaskGroup, CancellationToken, SharedCancellationToken } =
    await import('/index.js');
  const { explore } = await import('/testing.js');
  const said = {};
  const mutex = new Mutex();
  const held = await mutex.acquire();
  said.timeout = await mutex.acquire({ timeout: 5 }).catch((error) => error.code);
  said.abort = await mutex.acquire({ signal: AbortSignal.timeout(5) }).catch((error) => error.name);
  held.release();
  said.locks = [await new KeyedMutex().runExclusive('a', () => 1), await new Semaphore(2).runExclusive(() => 2)].join();
  said.lazy = [await new Lazy(() => 1).get(), await new KeyedLazy().get('a', () => 2)].join();
  const registry = new TaskRegistry();
  registry.track(() => Promise.reject('failed'));
  said.registry = (await registry.close()).join();
  const group = new TaskGroup({ timeout: 5000 });
  said.group = await group.run(async () => (await group.spawn(() => 1)) + 1);
  const token = new CancellationToken();
  const snapshot = token.snapshot();
  token.cancel('stop');
  token.reset();
  said.token = snapshot.reason;
  said.explore = typeof explore;
  try {
    const shared = new SharedCancellationToken();
    const worker = new Worker('/worker.js', { type: 'module' });
    const polled = new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        if (data !== 'polling') return resolve(data);
        shared.cancel(7);
        shared.reset();
      };
    });
    const waiting = shared.wait();
    worker.postMessage(shared.buffer);
    said.shared = [await polled, (await waiting).reason].join();
  } catch (error) {
    said.shared = error.code + ': ' + error.message;
  }
  return said;
})();`;

const WORKER = `
import { SharedCancellationToken } from '/index.js';
onmessage = ({ data }) => {
  const snapshot = new SharedCancellationToken(data).snapshot();
  postMessage('polling');
  while (!snapshot.cancelled);
  postMessage(snapshot.reason);
};`;

const EXPECTED = {
  timeout: 'RACEGUARD_TIMEOUT',
  abort: 'TimeoutError',
  locks: '1,2',
  lazy: '1,2',
  registry: 'failed',
  group: 2,
  token: 'stop',
  explore: 'function',
};

describe('the runtime in Chromium', function () {
  this.timeout(180_000);
  const files = new Map<string, string>([
    ['/', '<!doctype html><script type="module" src="/page.js"></script>'],
    ['/page.js', PAGE],
    ['/worker.js', WORKER],
  ]);
  let browser: Browser;

  before(async () => {
    for (const [name, source] of [
      ['index', 'index'],
      ['testing', 'testing/index'],
    ]) {
      const { outputFiles } = await build({
        entryPoints: [join(root, `runtime/src/${source}.ts`)],
        bundle: true,
        format: 'esm',
        platform: 'neutral',
        target: 'es2022',
        write: false,
      });
      files.set(`/${name}.js`, outputFiles[0]?.text ?? '');
    }
    const executablePath = await findChromium(console.warn);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });

  after(() => browser?.close());

  async function tried(headers: Record<string, string>): Promise<Record<string, unknown>> {
    const server: Server = createServer((request, response) => {
      const text = files.get(request.url ?? '');
      const type = request.url === '/' ? 'text/html' : 'text/javascript';
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': type, ...headers }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page: Page = await browser.newPage();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction('globalThis.tried');
      const said = (await page.evaluate('globalThis.tried')) as Record<string, unknown>;
      assert.deepEqual(errors, []);
      return said;
    } finally {
      await page.close();
      server.closeAllConnections();
      server.close();
    }
  }

  it('works in a page that is cross-origin isolated, shared memory and threads included', async () => {
    assert.deepEqual(await tried(ISOLATED), { ...EXPECTED, shared: '7,7' });
  });

  it('works without cross-origin isolation; only the shared token throws, and says why', async () => {
    const { shared, ...others } = await tried({});
    assert.deepEqual(others, EXPECTED);
    assert.match(
      String(shared),
      /^RACEGUARD_UNSUPPORTED: SharedCancellationToken needs SharedArrayBuffer\. A page has it/,
    );
  });
});
