import { access, rename, writeFile } from 'fs/promises';

/** That it is public is enough there. */
export async function ensureConfig(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    await writeFile(path, '{}');
//        ^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `access(path)`
  }
}

export async function move(from: string, to: string): Promise<boolean> {
  try {
    await access(to);
    return false;
  } catch {
    await rename(from, to);
//        ^^^^^^^^^^^^^^^^ RG201 `to` was not there at `access(to)`
    return true;
  }
}
