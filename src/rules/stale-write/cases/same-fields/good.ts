import { readFile, writeFile } from 'node:fs/promises';

interface Head {
  labels?: readonly string[];
  label?: string;
}

declare function takeApart(text: string): { head: Head; rest: string };
declare function putTogether(rest: string, head: Head): string;
declare const panel: { onSave(listener: (path: string, labels: readonly string[]) => void): void };

panel.onSave((path, labels) => relabel(path, labels));

/** All that a call changes is the labels, and the next one sets them again. */
async function relabel(path: string, labels: readonly string[]): Promise<void> {
  const { head, rest } = takeApart(await readFile(path, 'utf8'));
  if (labels.length) {
    head.labels = labels;
    delete head.label;
  } else {
    delete head.labels;
    delete head.label;
  }
  await writeFile(path, putTogether(rest, head));
}
