import * as fs from 'node:fs';
import * as path from 'node:path';
import { FileLock } from '@raceguard/runtime/node';

export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = await new FileLock(path.join(folder, '.lock')).acquire();
  return async () => lock.release();
}

export function sizeOf(folder: string): number {
  return fs.readdirSync(folder).length;
}
