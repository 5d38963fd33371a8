import { access, rename as moveTo, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = '/srv/notes';

/** Calls overlap, but nothing says that two of them are given one name. */
export async function once(name: string): Promise<void> {
  const path = join(folder, name);
  if (!(await exists(path))) await writeFile(path, '');
}

/** The name is found out on the way. */
export async function draft(name: string, text: string): Promise<void> {
  let title = '';
  if (name) title = name;
  else title = text.slice(0, 10);
  const path = join(folder, title);
  if (!(await exists(path))) await writeFile(path, '');
}

/** A folder that is not empty is not replaced. */
export async function rename(name: string, to: string): Promise<void> {
  const target = join(folder, to);
  const inside = join(target, 'index');
  if (await exists(inside)) throw new Error(`${to} is there already`);
  await moveTo(join(folder, name), target);
}

/** A caller that works on a folder of its own may remove it. */
export async function scratch(work: (path: string) => Promise<void>): Promise<void> {
  const path = join(folder, `scratch-${crypto.randomUUID()}`);
  const { size } = await stat(folder);
  try {
    if (size > 0) await work(path);
  } catch {
    await moveTo(path, `${path}.failed`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
