import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { World } from '../drive.ts';
import type { Scenario } from '../scenario.ts';

const log = 'INFO starts\nERROR no space left\nWARN slow\n';

export const scenario: Scenario<typeof import('./unsafe.ts')> = {
  title: 'A loop is left early, and its file stays open',
  story:
    'An async generator opens a log, hands out its lines, and closes it behind the last one. Whoever looks for an error ' +
    'leaves the loop with `break` at the first one: the generator is ended at its `yield`, and the line that closes the ' +
    'file never runs. Every search leaves a file open, until weeks later an unrelated part of the server fails with ' +
    'EMFILE: too many open files. The tests read small logs to their end, and look at what was found.',
  rules: ['RG302'],
  drives: [
    {
      hazard: 'the file of a search that found something stays open',
      failure: /1 file is left open/,
      async program(t, load) {
        const disk = new Disk(t);
        const { countWarnings, firstError } = load(disk.world);
        t.watch(disk, 'open', 'open files');
        t.task('search', async () => t.note('breaks the loop at', await firstError('server.log')));
        t.task('count', async () => t.note('has read all, and counts', await countWarnings('server.log')));
        await t.all();
        if (disk.left > 0) throw new Error(`${disk.left} file is left open`);
      },
    },
  ],
};

/** With one log on it. */
class Disk {
  readonly #files = new Set<FileHandle>();
  readonly world: World;
  open = 0;

  constructor(t: Trial) {
    const open = () => {
      const file = new FileHandle(t, () => {
        this.#files.delete(file);
        this.open = this.#files.size;
      });
      this.open = this.#files.add(file).size;
      return file;
    };
    this.world = { 'node:fs/promises': { open: t.wrap(open, { name: 'open', park: 'return' }) } };
  }

  get left(): number {
    return this.#files.size;
  }
}

/** Gives all there is at the first read. */
class FileHandle {
  #rest = new TextEncoder().encode(log);
  readonly read: () => Promise<{ bytesRead: number; buffer: Uint8Array }>;
  readonly close: () => Promise<void>;

  constructor(t: Trial, close: () => void) {
    const read = () => {
      const buffer = this.#rest;
      this.#rest = new Uint8Array();
      return { bytesRead: buffer.length, buffer };
    };
    this.read = t.wrap(read, { name: 'read', park: 'return' });
    this.close = async () => close();
  }
}
