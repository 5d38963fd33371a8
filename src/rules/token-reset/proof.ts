import { equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'pages are kept that come after the abort',
    failure: /kept after the abort/,
    async program(t, load) {
      const prefetch = new (load(net(t)).Prefetch)();
      let begun = false;
      t.task('A', () => {
        begun = true;
        return prefetch.load(['one', 'two']);
      });
      const kept = await t.task('B', () => {
        if (!begun) return undefined;
        prefetch.abort();
        return prefetch.pages.length;
      });
      await t.all();
      if (kept !== undefined) equal(prefetch.pages.length, kept, 'kept after the abort');
    },
  },
  {
    hazard: 'an import that was cancelled goes on beside the next one',
    failure: /imported after the cancel/,
    async program(t, load) {
      const importer = new (load(net(t)).Importer)();
      const imported = () => importer.imported.filter((page) => page.startsWith('old')).length;
      let begun = false;
      t.task('A', () => {
        begun = true;
        return importer.run(['old 1', 'old 2']);
      });
      const atCancel = await t.task('B', async () => {
        if (!begun) return undefined;
        importer.cancel();
        const count = imported();
        await importer.run(['new']);
        return count;
      });
      await t.all();
      if (atCancel !== undefined) equal(imported(), atCancel, 'imported after the cancel');
    },
  },
  {
    hazard: 'the answer of an aborted search replaces that of the next one',
    failure: /the latest search/,
    async program(t, load) {
      const search = new (load(net(t)).Search)();
      let latest = '';
      for (const text of ['red', 'green'])
        t.task(text, () => {
          latest = text;
          return search.search(text);
        });
      await t.all();
      equal(search.found, latest, 'the latest search');
    },
  },
  {
    hazard: 'who waits for the cancel wakes, finds the token reset, and leaves all open',
    failure: /left open/,
    async program(t, load) {
      const { StopToken, closeWhenCancelled } = load(net(t));
      const token = new StopToken();
      let open = 0;
      t.task('A', () => {
        open++;
        const closed = closeWhenCancelled(token, () => open--);
        t.task('B', () => {
          token.cancel();
          token.reset();
        });
        return closed;
      });
      await t.all();
      equal(open, 0, 'left open');
    },
  },
];

/** Answers when the explorer lets it, aborted or not. */
function net(t: Trial) {
  return { fetchPage: t.wrap(async (url: string) => url, { name: 'fetchPage' }) };
}
