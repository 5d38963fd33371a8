import { equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Load, Proof } from '../../../test/rules/proofs/proof.ts';
import { MemoryDisk } from '../../runner/memory-disk.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'two clones run into one folder',
    failure: /not an empty folder/,
    async program(t, load) {
      const { send } = workspace(t, load, new MemoryDisk(t, { '/work': null }));
      for (const name of ['A', 'B']) t.task(name, () => send('pull', 'app', 'url'));
      await t.all();
    },
  },
  {
    hazard: 'a failed update removes the folder under a neighbour',
    failure: /was removed/,
    async program(t, load) {
      let updates = 0;
      const disk = new MemoryDisk(t, { '/work/app/HEAD': 'main' });
      const update = async (folder: string) => {
        if (++updates === 1) throw new Error('no network');
        if (!disk.exists(folder)) throw new Error(`${folder} was removed`);
      };
      const { send } = workspace(t, load, disk, { update: t.wrap(update, { name: 'update', park: 'call' }) });
      for (const name of ['A', 'B'])
        t.task(name, () =>
          send('refresh', 'app', 'url').catch((error: Error) => {
            if (error.message !== 'no network') throw error;
          }),
        );
      await t.all();
    },
  },
  {
    hazard: 'settings that were written meanwhile are replaced by the empty ones',
    failure: /settings/,
    async program(t, load) {
      const disk = new MemoryDisk(t, { '/work': null });
      const { send } = workspace(t, load, disk);
      t.task('A', () => send('settings'));
      t.task('B', async () => disk.writeFile((await send('settings')) as string, '{"theme":"dark"}'));
      await t.all();
      equal(disk.readFile('/work/settings.json'), '{"theme":"dark"}', 'settings');
    },
  },
  {
    hazard: 'two create one file, and both are told that it is theirs',
    failure: /2 !== 1/,
    async program(t, load) {
      let made = 0;
      const { send } = workspace(t, load, new MemoryDisk(t, { '/work': null }));
      const create = (text: string) =>
        send('create', 'note', text).then(
          () => made++,
          () => {},
        );
      for (const name of ['A', 'B']) t.task(name, () => create(name));
      await t.all();
      equal(made, 1);
    },
  },
  {
    hazard: 'the folder is made twice',
    failure: /EEXIST/,
    async program(t, load) {
      const { send } = workspace(t, load, new MemoryDisk(t, { '/work': null }));
      for (const name of ['A', 'B']) t.task(name, () => send('folder', 'notes'));
      await t.all();
    },
  },
  {
    hazard: 'the file is removed twice',
    failure: /ENOENT/,
    async program(t, load) {
      const { send } = workspace(t, load, new MemoryDisk(t, { '/work/note': '' }));
      for (const name of ['A', 'B']) t.task(name, () => send('forget', 'note'));
      await t.all();
    },
  },
];

function workspace(t: Trial, load: Load<Subject>, disk: MemoryDisk, more: Record<string, unknown> = {}) {
  const listeners = new Map<string, (name: string, text: string) => Promise<unknown>>();
  // As git does: it makes the folder, which must be empty, and fills it.
  const begin = t.wrap((folder: string) => {
    if (disk.exists(folder)) throw new Error(`${folder} is not an empty folder`);
    disk.mkdir(folder);
  });
  const fill = t.wrap((folder: string) => disk.writeFile(`${folder}/HEAD`, 'main'));
  const clone = async (_url: string, folder: string) => {
    await begin(folder);
    await fill(folder);
  };
  const { Workspace } = load({ ...disk.world, clone, update: async () => {}, ...more });
  new Workspace('/work', { on: (event, listener) => listeners.set(event, listener) });
  return { send: async (event: string, name = '', text = '') => listeners.get(event)!(name, text) };
}
