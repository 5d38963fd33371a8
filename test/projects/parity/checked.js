import { readFile } from 'node:fs/promises';
const cache = new Map();
let running = null;
export async function load(name) {
  if (!cache.has(name)) cache.set(name, await readFile(name, 'utf8'));
  running = running ?? Promise.resolve(1);
  return cache.get(name);
}
export class Store {
  items = [];
  async add(item) { this.items.push(await item); }
}
