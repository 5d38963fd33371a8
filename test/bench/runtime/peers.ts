/** The libraries that the runtime is measured beside, installed on demand into a folder that git ignores. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('../../.work/bench-runtime-peers/', import.meta.url));

const versions = {
  'async-mutex': '0.5.0',
  'async-sema': '3.1.1',
  'await-lock': '3.0.0',
  effect: '4.1.0',
  effection: '4.1.1',
  'p-limit': '7.3.3',
  'p-queue': '10.0.0',
};

interface Lock {
  acquire(): Promise<() => void>;
  runExclusive<T>(fn: () => T): Promise<T>;
}

/** As much of each peer as is measured. */
export interface Peers {
  readonly asyncMutex: { Mutex: new () => Lock; Semaphore: new (permits: number) => Lock };
  readonly asyncSema: { Sema: new (permits: number) => { acquire(): Promise<unknown>; release(): void } };
  readonly AwaitLock: new () => { acquireAsync(): Promise<void>; release(): void };
  readonly pLimit: (limit: number) => <T>(fn: () => T) => Promise<Awaited<T>>;
  readonly PQueue: new (options: { concurrency: number }) => { add<T>(fn: () => T): Promise<Awaited<T>> };
  readonly effect: {
    readonly Effect: {
      gen(body: () => Generator<unknown, void, never>): unknown;
      promise(make: () => Promise<unknown>): unknown;
      forkChild(effect: unknown): Iterable<unknown>;
      runPromise(effect: unknown): Promise<void>;
    };
    readonly Fiber: { join(fiber: unknown): Iterable<unknown> };
  };
  readonly effection: {
    run(body: () => Generator<unknown, void, never>): Promise<void>;
    spawn(body: () => Generator<unknown, void, never>): Iterable<unknown>;
    until(promise: Promise<unknown>): Iterable<unknown>;
  };
}

const LOAD = `export * as asyncMutex from 'async-mutex';
export * as asyncSema from 'async-sema';
export { default as AwaitLock } from 'await-lock';
export * as effect from 'effect';
export * as effection from 'effection';
export { default as pLimit } from 'p-limit';
export { default as PQueue } from 'p-queue';
`;

/** Installs what is missing. */
export async function peers(): Promise<Peers> {
  const manifest = `${JSON.stringify({ private: true, type: 'module', dependencies: versions }, null, 2)}\n`;
  const path = join(folder, 'package.json');
  const isCurrent = existsSync(path) && readFileSync(path, 'utf8') === manifest;
  if (!isCurrent || !existsSync(join(folder, 'node_modules', '.package-lock.json'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, manifest);
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    execFileSync('npm', args, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
  }
  writeFileSync(join(folder, 'load.js'), LOAD);
  return import(pathToFileURL(join(folder, 'load.js')).href);
}

export const installed: string = Object.entries(versions)
  .map(([name, version]) => `${name} ${version}`)
  .join(', ');
