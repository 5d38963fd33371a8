import { readFile, writeFile } from 'node:fs/promises';

interface Part {
  readonly name: string;
}

declare function watchParts(): void;
declare function request(path: string): Promise<Part[]>;
declare function run(command: string, ...words: string[]): Promise<string>;

export let parts: Part[] | undefined;

/** Something begins behind the reading, and twice. */
export async function readParts(): Promise<Part[]> {
  if (!parts) {
  //   ^^^^^ RG101 `parts` can be loaded twice at the same time: it is tested here and set only after `await readFile('parts.json', 'utf8')`. Keep the promise: `Lazy`.
    parts = JSON.parse(await readFile('parts.json', 'utf8')) as Part[];
    watchParts();
  }
  return parts;
}

export let labels: string | undefined;

/** A reader that is under way undoes the reset. */
export async function readLabels(): Promise<string> {
  if (!labels) labels = await readFile('labels.txt', 'utf8');
  //   ^^^^^^ RG101 `labels` can be loaded twice at the same time: it is tested here and set only after `await readFile('labels.txt', 'utf8')`. Keep the promise: `Lazy`.
  return labels;
}

export function forgetLabels(): void {
  labels = undefined;
}

export let prices: Record<string, number> | undefined;

/** A change of what the first one read is lost with it. */
export async function readPrices(): Promise<Record<string, number>> {
  if (!prices) prices = JSON.parse(await readFile('prices.json', 'utf8')) as Record<string, number>;
  //   ^^^^^^ RG101 `prices` can be loaded twice at the same time: it is tested here and set only after `await readFile('prices.json', 'utf8')`. Keep the promise: `Lazy`.
  return prices;
}

export function setPrice(name: string, price: number): void {
  if (prices) prices[name] = price;
}

export let stock: Part[] | undefined;

/** Not only a file: another machine has to answer. */
export async function readStock(): Promise<Part[]> {
  if (!stock) {
  //   ^^^^^ RG101 `stock` can be loaded twice at the same time: it is tested here and set only after `await readFile('stock.path', 'utf8')`. Keep the promise: `Lazy`.
    const path = await readFile('stock.path', 'utf8');
    stock = await request(path);
  }
  return stock;
}

export let stamp: string | undefined;

async function loadStamp(): Promise<string> {
  const text = await readFile('stamp', 'utf8');
  await writeFile('stamp', `${text}+`);
  return text;
}

export async function readStamp(): Promise<string> {
  stamp ??= await loadStamp();
  // <- RG101 `stamp` can be loaded twice at the same time: it is tested here and set only after `await loadStamp()`. Keep the promise: `Lazy`.
  return stamp;
}

/** Told from a no that is asked again: any answer is kept. */
export class Depot {
  connected: boolean | undefined;

  async isConnected(): Promise<boolean> {
    if (this.connected !== undefined) return this.connected;
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.connected` can be loaded twice at the same time: it is tested here and set only after `await run('depot', 'status')`. Keep the promise: `Lazy`.
    this.connected = (await run('depot', 'status')) === 'up';
    return this.connected;
  }
}

type Order = 'vscode.executeHoverProvider' | 'vscode.openFolder';

declare const commands: { executeCommand(command: string, ...words: unknown[]): Promise<string[]> };

export const hovers = new Map<string, string[]>();

/** Not every order is a question. */
export async function hover(file: string, order: Order): Promise<string[]> {
  const known = hovers.get(file);
  if (known) return known;
  //  ^^^^^ RG101 `hovers[file]` can be loaded twice at the same time: it is tested here and set only after `await commands.executeCommand(…)`. Keep one promise a key: `KeyedLazy`.
  const found = await commands.executeCommand(order, file);
  hovers.set(file, found);
  return found;
}
