import * as fs from 'node:fs/promises';
import { Mutex } from '@raceguard/runtime';

const HISTORY_PATH = 'history.json';
const historyMutex = new Mutex();

declare const shell: { onLine(listener: (line: string) => Promise<number>): void };

shell.onLine((line) => remember(line));

export async function remember(line: string): Promise<number> {
  return historyMutex.runExclusive(async () => {
    const history: string[] = JSON.parse(await fs.readFile(HISTORY_PATH, 'utf8').catch(() => '[]'));
    history.push(line);
    await fs.writeFile(HISTORY_PATH, JSON.stringify(history));
    return history.length;
  });
}
