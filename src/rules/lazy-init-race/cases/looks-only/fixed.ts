import { readFile, writeFile } from 'node:fs/promises';
import { Mutex, KeyedMutex } from '@raceguard/runtime';

interface Part {
  readonly name: string;
}

declare function watchParts(): void;
declare function request(path: string): Promise<Part[]>;
declare function run(command: string, ...words: string[]): Promise<string>;

export let parts: Part[] | undefined;
const partsMutex = new Mutex();

/** Something begins behind the reading, and twice. */
export async function readParts(): Promise<Part[]> {
  return partsMutex.runExclusive(async () => {
    if (!parts) {
      parts = JSON.parse(await readFile('parts.json', 'utf8')) as Part[];
      watchParts();
    }
    return parts;
  });
}

export let labels: string | undefined;
const labelsMutex = new Mutex();

/** A reader that is under way undoes the reset. */
export async function readLabels(): Promise<string> {
  return labelsMutex.runExclusive(async () => {
    if (!labels) labels = await readFile('labels.txt', 'utf8');
    return labels;
  });
}

export function forgetLabels(): void {
  labels = undefined;
}

export let prices: Record<string, number> | undefined;
const pricesMutex = new Mutex();

/** A change of what the first one read is lost with it. */
export async function readPrices(): Promise<Record<string, number>> {
  return pricesMutex.runExclusive(async () => {
    if (!prices) prices = JSON.parse(await readFile('prices.json', 'utf8')) as Record<string, number>;
    return prices;
  });
}

export function setPrice(name: string, price: number): void {
  if (prices) prices[name] = price;
}

export let stock: Part[] | undefined;
const stockMutex = new Mutex();

/** Not only a file: another machine has to answer. */
export async function readStock(): Promise<Part[]> {
  return stockMutex.runExclusive(async () => {
    if (!stock) {
      const path = await readFile('stock.path', 'utf8');
      stock = await request(path);
    }
    return stock;
  });
}

export let stamp: string | undefined;
const stampMutex = new Mutex();

async function loadStamp(): Promise<string> {
  const text = await readFile('stamp', 'utf8');
  await writeFile('stamp', `${text}+`);
  return text;
}

export async function readStamp(): Promise<string> {
  return stampMutex.runExclusive(async () => {
    stamp ??= await loadStamp();
    return stamp;
  });
}

/** Told from a no that is asked again: any answer is kept. */
export class Depot {
  connected: boolean | undefined;
  private readonly connectedMutex = new Mutex();

  async isConnected(): Promise<boolean> {
    return this.connectedMutex.runExclusive(async () => {
      if (this.connected !== undefined) return this.connected;
      this.connected = (await run('depot', 'status')) === 'up';
      return this.connected;
    });
  }
}

type Order = 'vscode.executeHoverProvider' | 'vscode.openFolder';

declare const commands: { executeCommand(command: string, ...words: unknown[]): Promise<string[]> };

export const hovers = new Map<string, string[]>();
const hoversMutex = new KeyedMutex<string>();

/** Not every order is a question. */
export async function hover(file: string, order: Order): Promise<string[]> {
  return hoversMutex.runExclusive(file, async () => {
    const known = hovers.get(file);
    if (known) return known;
    const found = await commands.executeCommand(order, file);
    hovers.set(file, found);
    return found;
  });
}
