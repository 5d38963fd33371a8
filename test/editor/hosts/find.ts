import { desktopHost } from './desktop.ts';
import type { Host } from './host.ts';
import { serverHost } from './server.ts';

/** Desktop where one can be had, else the server build. @throws Error that says why neither can. */
export async function openHost(say: (line: string) => void): Promise<Host> {
  const desktop = await desktopHost(say);
  return 'host' in desktop ? desktop.host : await serverHost(say, desktop.why);
}
