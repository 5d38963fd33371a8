import fs, { promises as fsp } from 'fs';
import { join as joinPath } from 'node:path';
import * as cp from 'child_process';
import { WebSocket } from 'ws';

export const a = fs.existsSync('a');
export const b = fsp.readFile('b');
export const c = fs.promises.rm('c');
export const d = joinPath('a', 'b');
export const e = cp.spawn('ls');
export const socket = new WebSocket('ws://x');
export function shadowed(fs: { existsSync(path: string): boolean }) {
  return fs.existsSync('mine');
}
