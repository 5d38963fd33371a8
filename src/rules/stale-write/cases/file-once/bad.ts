import * as fs from 'node:fs/promises';

const HISTORY_PATH = 'history.json';

declare const shell: { onLine(listener: (line: string) => Promise<number>): void };

shell.onLine((line) => remember(line));

export async function remember(line: string): Promise<number> {
  const history: string[] = JSON.parse(await fs.readFile(HISTORY_PATH, 'utf8').catch(() => '[]'));
  history.push(line);
  await fs.writeFile(HISTORY_PATH, JSON.stringify(history));
  //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `fs.writeFile(…)` writes back what `fs.readFile(HISTORY_PATH, 'utf8')` read before
  return history.length;
}
