/** Whether packages were installed since: nobody watches node_modules, there is too much in it. */
import { statSync } from 'node:fs';
import { upwards } from '../compilers/paths.ts';

/** What npm, pnpm and yarn write last, and what any of them touches when a package comes or goes. */
const markers = ['', '/.package-lock.json', '/.modules.yaml', '/.yarn-state.yml', '/.yarn-integrity'];

/** Equal as long as nothing is installed for the folder. */
export function installedAt(folder: string): string {
  const times: (number | undefined)[] = [];
  for (const at of upwards(folder)) {
    for (const marker of markers) {
      const stat = statSync(`${at}/node_modules${marker}`, { throwIfNoEntry: false });
      // Where there is no folder there is nothing in it.
      if (marker === '' && !stat) break;
      times.push(stat?.mtimeMs);
    }
  }
  return times.join();
}
