import type { Proof } from '../../../test/rules/proofs/proof.ts';

type Subject = typeof import('./bad.ts');

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'a search that was replaced takes out the controller of the newer one, which nobody can cancel',
    failure: /a search goes on after `cancel`/,
    async program(t, load) {
      const running = new Set<AbortSignal>();
      const wait = t.wrap(() => {}, { name: 'fetch' });
      const fetch = async (_url: string, { signal }: { signal: AbortSignal }) => {
        running.add(signal);
        await wait();
        running.delete(signal);
        if (signal.aborted) throw signal.reason;
        return { text: async () => 'found' };
      };
      const { Searches } = load({ fetch });
      const searches = new Searches();
      t.watch(Reflect.get(searches, 'running') as Map<string, AbortController>, 'files', "running['files']");
      const search = (text: string) => searches.search('files', text).catch(() => 'aborted');
      t.task('A', () => search('a'));
      t.task('B', () => search('ab'));
      t.task('user', () => {
        searches.cancel('files');
        for (const signal of running) if (!signal.aborted) throw new Error('a search goes on after `cancel`');
      });
      await t.all();
    },
  },
  {
    hazard: 'a request that was made before `refresh` takes out the one that came after it, and a third is made',
    failure: /asked again while a request runs/,
    async program(t, load) {
      const running = new Set<number>();
      let made = 0;
      const answer = t.wrap(() => {}, { name: 'fetch' });
      const fetch = async () => {
        const request = ++made;
        running.add(request);
        await answer();
        return { text: async () => `${running.delete(request)}` };
      };
      const { Settings } = load({ fetch });
      const settings = new Settings();
      t.task('A', () => settings.load());
      t.task('B', () => settings.refresh());
      t.task('C', () => {
        const newest = made;
        const loaded = settings.load();
        if (running.has(newest) && made > newest) throw new Error('asked again while a request runs');
        return loaded;
      });
      await t.all();
    },
  },
];
