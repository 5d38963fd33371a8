import fs = require('node:fs/promises');
import { Lazy } from '@raceguard/runtime';

interface Index {
  find(word: string): number[];
  close(): void;
}

declare function buildIndex(text: string): Promise<Index>;

const lazyIndex = new Lazy<Index>();

async function find(word: string): Promise<number[]> {
  const index = await lazyIndex.get(async () => buildIndex(await fs.readFile('words.txt', 'utf8')));
  return index.find(word);
}

export = { find };
