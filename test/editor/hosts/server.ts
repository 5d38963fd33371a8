/** The server build of VS Code, shown by a headless Chromium. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';
import type { Host, OpenWindow, WindowOptions } from './host.ts';
import { installServer } from './install-server.ts';
import { freePort } from './port.ts';
import { command, start, stop } from './processes.ts';

const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** `instead`: why it isn't a desktop. */
export async function serverHost(say: (line: string) => void, instead: string): Promise<Host> {
  const executablePath = await findChromium(say);
  const home = await installServer(say);
  const args = [...flags, '--disable-component-update', '--disable-sync'];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const browser = await chromium.launch({ executablePath, args });
  return {
    name: `VS Code, server build in Chromium ${browser.version()} (${instead})`,
    open: (options) => open(home, browser, options),
    close: () => browser.close(),
  };
}

async function open(home: string, browser: Browser, options: WindowOptions): Promise<OpenWindow> {
  const main = join(home, 'out', 'server-main.js');
  const user = join(options.data, 'data', 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify(options.settings));
  const data = ['--accept-server-license-terms', '--server-data-dir', options.data, '--telemetry-level', 'off'];
  if (!existsSync(join(options.data, 'extensions')))
    await command(process.execPath, [main, '--install-extension', options.vsix, ...data]);

  const port = await freePort();
  const listen = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  const trust = options.trusted ? ['--disable-workspace-trust'] : [];
  // It ends by itself when nobody is left to end it.
  const orphan = ['--enable-remote-auto-shutdown'];
  const server = start(
    process.execPath,
    [main, ...listen, ...data, ...trust, ...orphan, '--enable-smoke-test-driver'],
    {
      ...process.env,
      ...options.env,
    },
  );
  let output = '';
  await new Promise<void>((ready, failed) => {
    const read = (chunk: Buffer) => {
      output += String(chunk);
      if (output.includes('Web UI available')) ready();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.on('exit', (code) => failed(new Error(`The VS Code server ended with code ${code}:\n${output}`)));
  });

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const over = new Promise<number>((done) => {
    server.on('exit', () => done(-1));
    page.on('close', () => done(-1));
    page.on('crash', () => done(-1));
    page.exposeFunction('codeAutomationExit', done);
  });
  // What the extension host printed: among it why a suite could not be loaded.
  await page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => {
    output += `${args.join(' ')}\n`;
  });
  const address = `http://127.0.0.1:${port}/?${query(options.workspace)}`;
  await page.goto(`${address}&payload=${encodeURIComponent(payload(port, options))}`);
  return {
    page,
    url: address,
    over,
    output: () => output,
    close: async () => {
      await context.close();
      await stop(server);
    },
  };
}

function query(workspace: string | undefined): string {
  if (workspace === undefined) return 'ew=true';
  return `${workspace.endsWith('.code-workspace') ? 'workspace' : 'folder'}=${encodeURIComponent(workspace)}`;
}

function payload(port: number, { suite }: WindowOptions): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const none = join(import.meta.dirname, 'no-extension');
  // VS Code runs a suite only where an extension is under development: one that does nothing.
  const run = suite
    ? [
        ['extensionDevelopmentPath', remote(none)],
        ['extensionTestsPath', remote(suite)],
      ]
    : [];
  return JSON.stringify([...run, ['skipWelcome', 'true']]);
}
