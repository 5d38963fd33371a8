import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WindowSpec } from '../../window.ts';

/** No folder, and one scenario that does not behave: its unsafe version is the safe one. */
export default {
  roots: [],
  alter: (unpacked) => {
    const folder = join(unpacked, 'dist/scenarios/lost-update');
    copyFileSync(join(folder, 'safe.cjs'), join(folder, 'unsafe.cjs'));
  },
} satisfies WindowSpec;
