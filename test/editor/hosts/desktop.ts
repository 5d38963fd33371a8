/** A desktop VS Code, downloaded by VS Code's own test runner and driven over its debugging port. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
  SilentReporter,
} from '@vscode/test-electron';
import { type Browser, chromium, type Page } from 'playwright-core';
import { work } from '../paths.ts';
import type { Host, OpenWindow, WindowOptions } from './host.ts';
import { freePort } from './port.ts';
import { command, start } from './processes.ts';

const version = '1.139.1';

/** `why`: what stands against it. `RACEGUARD_VSCODE=server` asks for the other one. */
export async function desktopHost(say: (line: string) => void): Promise<{ host: Host } | { why: string }> {
  if (process.env.RACEGUARD_VSCODE === 'server') return { why: 'RACEGUARD_VSCODE asks for the server build' };
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return { why: 'there is no display' };
  try {
    say(`Looking for a desktop VS Code ${version}, else downloading it (once) …`);
    const reporter = new SilentReporter();
    const executable = await downloadAndUnzipVSCode({ version, cachePath: work, timeout: 20_000, reporter });
    const close = async () => {};
    return { host: { name: `VS Code ${version}, desktop`, open: (options) => open(executable, options), close } };
  } catch (error) {
    return { why: `the desktop VS Code could not be downloaded: ${error instanceof Error ? error.message : error}` };
  }
}

async function open(executable: string, options: WindowOptions): Promise<OpenWindow> {
  const user = join(options.data, 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify(options.settings));
  const folders = ['--user-data-dir', options.data, '--extensions-dir', join(options.data, 'extensions')];
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  await command(cli!, [...cliArgs, ...folders, '--install-extension', options.vsix]);

  const port = await freePort();
  const args = [
    options.workspace ?? '--new-window',
    ...folders,
    `--remote-debugging-port=${port}`,
    '--disable-telemetry',
  ];
  args.push('--skip-welcome', '--skip-release-notes', '--disable-updates', '--enable-smoke-test-driver');
  if (options.trusted) args.push('--disable-workspace-trust');
  const over = options.suite
    ? runTests({
        vscodeExecutablePath: executable,
        extensionDevelopmentPath: join(import.meta.dirname, 'no-extension'),
        extensionTestsPath: options.suite,
        extensionTestsEnv: options.env,
        launchArgs: args,
        reuseMachineInstall: true,
      }).catch(() => 1)
    : new Promise<number>((done) => start(executable, args).on('exit', (code) => done(code ?? -1)));
  const browser = await Promise.race([connect(port), over.then(() => undefined)]);
  if (!browser) throw new Error(`${executable} ended before it had a window.`);
  return {
    page: await workbench(browser),
    url: undefined,
    over,
    output: () => '',
    close: async () => {
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => {});
      await over;
    },
  };
}

async function connect(port: number): Promise<Browser> {
  for (let tries = 0; ; tries++) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    } catch (error) {
      if (tries === 60) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}

async function workbench(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0]!;
  for (;;) {
    const page = context.pages().find((each) => each.url().includes('workbench'));
    if (page) return page;
    await context.waitForEvent('page', { timeout: 60_000 });
  }
}
