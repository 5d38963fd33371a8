import fs = require('node:fs/promises');

interface Index {
  find(word: string): number[];
  close(): void;
}

declare function buildIndex(text: string): Promise<Index>;

let index: Index | undefined;

async function find(word: string): Promise<number[]> {
  if (!index) {
  //   ^^^^^ RG101 `index` can be initialised twice
    index = await buildIndex(await fs.readFile('words.txt', 'utf8'));
  }
  return index.find(word);
}

export = { find };
