// What the examples of the runtime's README, docs and docstrings take for granted. A test puts it before each of them.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
export interface Client {
  query(sql: string): Promise<string>;
  close(): Promise<void>;
}
export interface User {
  id: string;
}

export let connections = 0;
export let loads = 0;
export const written: string[] = [];
export const replies: number[] = [];
const files = new Map<string, string>();

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function connect(signal?: AbortSignal): Promise<Client> {
  await sleep(10);
  signal?.throwIfAborted();
  connections++;
  return {
    query: async (sql) => sql,
    close: async () => {
      connections--;
    },
  };
}

export async function loadUser(id: string, signal: AbortSignal): Promise<User> {
  await sleep(5);
  signal.throwIfAborted();
  loads++;
  return { id };
}

export async function read(path: string): Promise<string> {
  await sleep(1);
  return files.get(path) ?? '';
}

export async function write(text: string, path?: string): Promise<void> {
  await sleep(1);
  written.push(text);
  if (path !== undefined) files.set(path, text);
}

export async function upload(name: string, signal: AbortSignal): Promise<void> {
  await sleep(5);
  signal.throwIfAborted();
  if (name.startsWith('corrupt')) throw new Error(name);
}

export async function ask(question: string, _signal: AbortSignal): Promise<string> {
  await sleep(question.length);
  return `answer to ${question}`;
}

export function reply(id: number, _answer: string): void {
  replies.push(id);
}

export const folder = mkdtempSync(`${tmpdir()}/raceguard-readme-`);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
export let downloads = 0;

export async function download(to: string): Promise<void> {
  downloads++;
  await sleep(5);
  writeFileSync(to, existsSync(to) ? 'twice' : 'once');
}
