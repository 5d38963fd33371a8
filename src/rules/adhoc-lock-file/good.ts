import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileLock } from '@raceguard/runtime/node';

declare function clone(url: string, folder: string): Promise<void>;
declare function install(folder: string): Promise<void>;

export async function pull(url: string, folder: string): Promise<void> {
  const lock = await new FileLock(`${folder}.lock`).acquire();
  try {
    if (!existsSync(folder)) await clone(url, folder);
  } finally {
    lock.release();
  }
}

/** One alone makes it, and only who made it removes it. After a crash somebody has to remove it by hand. */
export async function pullOnce(url: string, folder: string): Promise<boolean> {
  const lockPath = `${folder}.once.lock`;
  try {
    writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
  } catch {
    console.error(`${readFileSync(lockPath, 'utf8')} is at it.`);
    return false;
  }
  try {
    await clone(url, folder);
    return true;
  } finally {
    unlinkSync(lockPath);
  }
}

export function alone(folder: string, work: () => void): void {
  const lockDir = join(folder, 'lock');
  mkdirSync(lockDir);
  try {
    work();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

/** The lock file of a package manager is none. */
export class Packages {
  private readonly lockFile: string;

  constructor(folder: string) {
    this.lockFile = join(folder, 'package-lock.json');
  }

  async refresh(folder: string): Promise<void> {
    const lockPath = join(folder, 'pnpm-lock.yaml');
    const before = existsSync(lockPath) ? await readFile(lockPath, 'utf8') : '';
    await rm(lockPath, { force: true });
    await install(folder);
    if (before) await writeFile(lockPath, before);
    if (existsSync(this.lockFile)) await unlink(this.lockFile);
  }
}

/** Blocks and clocks are no locks, and what is kept in a file is not always one. */
export async function saveBlock(blockPath: string, text: string): Promise<void> {
  if (existsSync(blockPath) && (await readFile(blockPath, 'utf8')) === text) return;
  await rm(blockPath, { force: true });
  await writeFile(blockPath, `${Date.now()} ${text}`);
}

export async function saveLocked(lockStatePath: string, isLocked: boolean): Promise<void> {
  const state = existsSync(lockStatePath) ? await readFile(lockStatePath, 'utf8') : '{}';
  await writeFile(lockStatePath, JSON.stringify({ ...JSON.parse(state), isLocked }));
}

/** It only tells whom to stop: that it is there keeps nobody out. */
export class Server {
  private readonly pidFile: string;

  constructor(folder: string) {
    this.pidFile = join(folder, 'server.pid');
  }

  async start(serve: () => Promise<void>): Promise<void> {
    await writeFile(this.pidFile, String(process.pid));
    await serve();
  }

  async stop(): Promise<void> {
    if (!existsSync(this.pidFile)) return;
    process.kill(Number(await readFile(this.pidFile, 'utf8')));
    await rm(this.pidFile, { force: true });
  }
}

/** Whether somebody has the lock is only shown. */
export async function ownerOf(lockPath: string): Promise<number | undefined> {
  if (!existsSync(lockPath)) return undefined;
  const pid = Number(await readFile(lockPath, 'utf8'));
  return Number.isNaN(pid) ? undefined : pid;
}

export function keyOf(lockPath: string): string {
  return createHash('sha256').update(lockPath).digest('hex');
}
