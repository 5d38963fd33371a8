/** What is put under load: FileLock as it is shipped, over a disk with delays, and the broken protocols over the same. */
import { newToken } from '../../../../runtime/src/node/identity.ts';
import { FileLock } from '../../../../runtime/src/node/index.ts';
import { namesOf } from '../../../../runtime/src/node/names.ts';
import { nodeDisk } from '../../../../runtime/src/node/node-disk.ts';
import { perform, type Steps } from '../../../../runtime/src/node/steps.ts';
import { type Protocol, renameAside, unlinkStale, withoutGuard } from '../protocols.ts';
import { delayedAsyncDisk, delayedDisk, pause } from './delayed-disk.ts';

export interface Contestant {
  acquire(): Promise<{ release(): unknown; fence?(): Promise<number> }>;
}

class DelayedFileLock extends FileLock {
  protected override readonly disk = delayedDisk;
  protected override readonly asyncDisk = delayedAsyncDisk;
}

/** Of which every `link` says that there is no such thing. */
class LinklessFileLock extends DelayedFileLock {
  protected override readonly disk = { ...delayedDisk, link: () => ({ code: 'EPERM' }) };
}

class SyncFileLock implements Contestant {
  readonly #lock: FileLock;
  constructor(path: string) {
    this.#lock = new DelayedFileLock(path);
  }
  async acquire() {
    return this.#lock.acquireSync();
  }
}

class ByProtocol implements Contestant {
  readonly #names = namesOf('.', 'chaos.lock', newToken());
  readonly #protocol: Protocol;
  #begun = false;

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  async acquire() {
    if (!this.#begun) await run(this.#protocol.begin(this.#names));
    this.#begun = true;
    for (;;) {
      const got = await run(this.#protocol.attempt(this.#names));
      if (got !== undefined) return { release: () => run(this.#protocol.release(this.#names, got)) };
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 10));
    }
  }
}

/** Each call is whole, so that a kill leaves no pid file without a pid: that defect is not the one looked for. */
async function run<T>(steps: Steps<T>): Promise<T> {
  let next = steps.next();
  while (!next.done) {
    await new Promise((resolve) => setTimeout(resolve, pause()));
    next = steps.next(perform(nodeDisk, next.value));
  }
  return next.value;
}

export const contestants: Readonly<Record<string, () => Contestant>> = {
  FileLock: () => new DelayedFileLock('chaos.lock'),
  'FileLock without hard links': () => new LinklessFileLock('chaos.lock'),
  'FileLock, synchronous': () => new SyncFileLock('chaos.lock'),
  'stale pid file unlinked': () => new ByProtocol(unlinkStale),
  'stale pid file renamed aside': () => new ByProtocol(renameAside),
  'takeover without the guard': () => new ByProtocol(withoutGuard),
};
