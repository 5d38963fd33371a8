import { open, readFile, unlink } from 'node:fs/promises';

/** The pid is written after the file was made: a neighbour that reads it in between finds it empty, and takes it for stale. */
export async function acquireLock(lockPath: string): Promise<boolean> {
  try {
    const file = await open(lockPath, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = await readFile(lockPath, 'utf8');
  if (text === '' || !isRunning(Number(text))) {
    await unlink(lockPath);
//        ^^^^^^^^^^^^^^^^ RG202 `lockPath` is removed by `unlink(lockPath)` once it has no owner any more
    return acquireLock(lockPath);
  }
  return false;
}

export async function releaseLock(lockPath: string): Promise<void> {
  await unlink(lockPath);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
