/** The browser that shows the server build: one that is there, else one that is installed. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { command } from './processes.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @throws Error that says how one is had. */
export async function findChromium(say: (line: string) => void): Promise<string> {
  const named = process.env.RACEGUARD_CHROMIUM;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`RACEGUARD_CHROMIUM names ${named}, where nothing is. Set it to a Chromium, or not at all.`);
  }
  const found = there();
  if (found) return found;
  const failures: string[] = [];
  for (const [what, install] of installers()) {
    say(`No Chromium was found: installing one with ${what} (once) …`);
    try {
      await install();
    } catch (error) {
      failures.push(String(error));
    }
    const installed = there();
    if (installed) return installed;
  }
  throw new Error(
    'No VS Code can be shown: no Chromium was found, and none could be installed. Install one (on Debian ' +
      '`apt-get install chromium`, anywhere `npx playwright-core install --with-deps chromium`) or set ' +
      `RACEGUARD_CHROMIUM to its path.\n${failures.join('\n')}`,
  );
}

function there(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...applications, chromium.executablePath()].find((path) => existsSync(path));
}

function installers(): [string, () => Promise<unknown>][] {
  const debian = process.platform === 'linux' && existsSync('/etc/debian_version') && !existsSync('/etc/lsb-release');
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const apt = async () => {
    await command('apt-get', ['update']);
    await command('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  };
  return [
    // Ubuntu's package of that name is an empty one that leads to a snap.
    ...(debian && process.getuid?.() === 0 ? [['apt-get', apt] as [string, () => Promise<unknown>]] : []),
    ['playwright-core', () => command(process.execPath, [cli, 'install', 'chromium'])],
  ];
}
