import * as fs from 'node:fs';
import { judge } from './judge.ts';
import type { AsyncDisk, Disk, Failure } from './steps.ts';

/** The disk as Node's synchronous calls see it. */
export const nodeDisk: Disk = {
  link: (from, to) => attempt(() => fs.linkSync(from, to)),
  unlink: (path) => attempt(() => fs.unlinkSync(path)),
  mkdir: (path) => attempt(() => fs.mkdirSync(path)),
  rmdir: (path) => attempt(() => fs.rmdirSync(path)),
  rename: (from, to) => attempt(() => fs.renameSync(from, to)),
  create: (path, text, durable) =>
    attempt(() => fs.writeFileSync(path, text, { flag: 'wx', ...(durable ? { flush: true } : {}) })),
  flush: (folder) => attempt(() => withFile(folder, (fd) => fs.fsyncSync(fd))),
  read: (path) => value(() => fs.readFileSync(path, 'utf8')),
  list: (folder) => value(() => fs.readdirSync(folder)),
  links: (path) => fs.statSync(path, { throwIfNoEntry: false })?.nlink ?? 0,
  stamp: (path) => String(fs.statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs),
  judge,
  pause(ms) {
    Atomics.wait(sleeper, 0, 0, ms);
  },
};

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const { promises } = fs;

/** The same without blocking. */
export const asyncNodeDisk: AsyncDisk = {
  ...nodeDisk,
  link: (from, to) => settled(promises.link(from, to)),
  unlink: (path) => settled(promises.unlink(path)),
  mkdir: (path) => settled(promises.mkdir(path)),
  rmdir: (path) => settled(promises.rmdir(path)),
  rename: (from, to) => settled(promises.rename(from, to)),
  create: (path, text, durable) =>
    settled(promises.writeFile(path, text, { flag: 'wx', ...(durable ? { flush: true } : {}) })),
  flush: (folder) => settled(promises.open(folder).then((file) => file.sync().finally(() => file.close()))),
  read: (path) => promises.readFile(path, 'utf8').catch(asFailure),
  list: (folder) => promises.readdir(folder).catch(asFailure),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

function attempt(run: () => unknown): Failure | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return asFailure(error);
  }
}

function value<T>(run: () => T): T | Failure {
  try {
    return run();
  } catch (error) {
    return asFailure(error);
  }
}

function settled(running: Promise<unknown>): Promise<Failure | undefined> {
  return running.then(() => undefined, asFailure);
}

/** Only what the system says is a failure to decide by; a defect goes on being thrown. */
function asFailure(error: unknown): Failure {
  if (typeof (error as NodeJS.ErrnoException).syscall === 'string') return error as Failure;
  throw error;
}

function withFile(path: string, use: (fd: number) => void): void {
  const fd = fs.openSync(path, 'r');
  try {
    use(fd);
  } finally {
    fs.closeSync(fd);
  }
}
