import { readFile, writeFile } from 'node:fs/promises';

interface Head {
  labels?: readonly string[];
  owner?: string;
}

declare function takeApart(text: string): { head: Head; rest: string };
declare function putTogether(rest: string, head: Head): string;
declare const panel: { onSave(listener: (path: string, change: Head) => void): void };

panel.onSave((path, change) => describe(path, change));

/** One call sets the labels, another the owner. */
async function describe(path: string, change: Head): Promise<void> {
  const { head, rest } = takeApart(await readFile(path, 'utf8'));
  if (change.labels) head.labels = change.labels;
  if (change.owner) head.owner = change.owner;
  await writeFile(path, putTogether(rest, head));
  //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(path, putTogether(rest, head))` writes back what `readFile(path, 'utf8')` read before
}
