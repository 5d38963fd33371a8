import * as fs from 'node:fs';
import * as path from 'node:path';

const poll = 50;

export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lockFile = path.join(folder, '.lock');
  while (fs.existsSync(lockFile)) {
    const pid = Number(await fs.promises.readFile(lockFile, 'utf8'));
    if (!isProcessRunning(pid)) await fs.promises.unlink(lockFile);
    await new Promise((resolve) => setTimeout(resolve, poll));
  }
  await fs.promises.writeFile(lockFile, `${process.pid}`);
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG202 `lockFile` is no lock
  return async () => {
    await fs.promises.unlink(lockFile);
  };
}

export function sizeOf(folder: string): number {
  return fs.readdirSync(folder).length;
}

function isProcessRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
