/** Folders for what programs leave behind them: gone with the run, and after a day where whoever ran them was killed. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'raceguard-run-';
const OLD_MS = 24 * 60 * 60 * 1000;

let isSwept = false;

/** @throws the system's error where none can be made */
export function makeTemp(): string {
  if (!isSwept) sweep();
  isSwept = true;
  return mkdtempSync(join(tmpdir(), PREFIX));
}

export async function removeTemp(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}

function sweep(): void {
  try {
    for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
      const folder = join(tmpdir(), name);
      if (Date.now() - statSync(folder).mtimeMs > OLD_MS) rmSync(folder, { recursive: true, force: true });
    }
  } catch {} // another user's, or another one sweeps too
}
