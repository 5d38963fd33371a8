/** Whole workspaces: progress, cancellation, and what goes wrong on the way. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { Bench, bad, descendants, hasProc, isAlive, tsconfig, until } from './support.ts';

const many = (n: number, text: string) =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`src/f${String(i).padStart(3, '0')}.ts`, text]));

for (const compiler of ['native', 'classic'] as const) {
  describe(`a workspace with the ${compiler} compiler`, () => {
    it('tells findings with the texts of the editor, files done of total, and the compiler', async () => {
      using bench = new Bench(
        {
          'one/tsconfig.json': tsconfig,
          'one/a.ts': bad,
          'two/tsconfig.json': tsconfig,
          'two/a.ts': bad,
          'two/b.ts': bad,
        },
        { compiler },
      );
      bench.client.overlay(bench.at('two/b.ts'), `\n${bad}`);
      const seen: [number, number][] = [];
      const result = await bench.client.checkWorkspace([bench.folder.path], {
        onProgress: (_, done, total) => seen.push([done, total]),
      });
      deepEqual(
        result.findings.map((f) => `${f.place.file.slice(bench.folder.path.length + 1)}:${f.place.line}`),
        ['one/a.ts:1', 'one/a.ts:3', 'two/a.ts:1', 'two/a.ts:3', 'two/b.ts:2', 'two/b.ts:4'],
      );
      deepEqual([result.files, result.cancelled, result.problems, result.notes], [3, false, [], []]);
      deepEqual(
        result.compilers.map((c) => c.name),
        [compiler],
      );
      ok(
        seen.some(([done, total]) => done === 0 && total === 3),
        JSON.stringify(seen),
      );
      ok(seen.every(([done, total]) => done <= total));
      equal(bench.client.pids.length, 0);
    });

    it('is cancelled at once, while its files are checked and while a project is opened', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, ...many(300, `// SLOW 100\n${bad}`) }, { compiler });
      for (const enough of [(text: string) => /: \d of /.test(text), (text: string) => /opening/.test(text)]) {
        const control = new AbortController();
        let all: number[] = [];
        const result = bench.client.checkWorkspace([bench.folder.path], {
          signal: control.signal,
          onProgress: (text) => {
            if (!enough(text)) return;
            all = hasProc ? bench.client.pids.flatMap((pid) => [pid, ...descendants(pid)]) : [];
            control.abort();
          },
        });
        await rejects(result, { name: 'Cancelled' });
        equal(bench.client.pids.length, 0);
        await until(() => !all.some(isAlive));
      }
    });

    it('does not keep a single file waiting', async () => {
      using bench = new Bench(
        { 'tsconfig.json': tsconfig, ...many(100, `// SLOW 100\n${bad}`), 'a.ts': bad },
        { compiler },
      );
      let isDone = false;
      const control = new AbortController();
      const started = new Promise<void>((resolve) => {
        const result = bench.client.checkWorkspace([bench.folder.path], {
          signal: control.signal,
          onProgress: (text) => /: \d+ of /.test(text) && resolve(),
        });
        result.then(
          () => {
            isDone = true;
          },
          () => {},
        );
      });
      await started;
      equal(await bench.found('a.ts'), 'RG901:1 RG901:3');
      equal(isDone, false);
      control.abort();
    });

    it('whose process dies is checked again from the start; dying twice says over what', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, ...many(20, `// SLOW 50\n${bad}`) }, { compiler });
      let killed = false;
      const result = await bench.client.checkWorkspace([bench.folder.path], {
        onProgress: (text) => {
          if (killed || !/: \d of /.test(text)) return;
          killed = true;
          process.kill(bench.client.pids[0]!, 'SIGKILL');
        },
      });
      deepEqual([killed, result.findings.length], [true, 40]);
      bench.folder.write('src/deadly.ts', `// DIE\n${bad}`);
      await rejects(
        bench.client.checkWorkspace([bench.folder.path]),
        /The analysis process died over .*, 2 times: it was ended by SIGKILL\. /,
      );
    });

    it('survives a folder that disappears while it is checked, and one that never was', async () => {
      using bench = new Bench({ 'tsconfig.json': tsconfig, ...many(30, `// SLOW 30\n${bad}`) }, { compiler });
      const result = await bench.client.checkWorkspace([bench.folder.path], {
        onProgress: (text) => /: \d of /.test(text) && rmSync(bench.at('src'), { recursive: true, force: true }),
      });
      equal(result.files, 30);
      ok(result.problems.some((p) => p.message.startsWith('The file vanished while the check ran')));
      const gone = await bench.client.checkWorkspace([bench.at('nowhere')]);
      match(gone.notes.map((n) => n.message).join(), /nowhere does not exist\. Correct the path\./);
      equal(await bench.found('src/f001.ts'), 'skipped: There is no such file.');
      bench.write('src/f001.ts', bad);
      equal(await bench.found('src/f001.ts'), 'RG901:1 RG901:3');
    });
  });
}

describe('a workspace of several folders', () => {
  it('is checked but for the one whose configuration is wrong, which is named', async () => {
    using bench = new Bench(
      {
        'one/tsconfig.json': tsconfig,
        'one/a.ts': bad,
        'one/raceguard.config.json': '{ "rules": 1 }',
        'two/tsconfig.json': tsconfig,
        'two/a.ts': bad,
      },
      { compiler: 'native' },
    );
    const result = await bench.client.checkWorkspace([bench.at('one'), bench.at('two')]);
    equal(result.findings.length, 2);
    match(
      result.problems.map((p) => p.message).join(),
      /The configuration can't be used.*one\/raceguard\.config\.json:1:/s,
    );
  });

  it('counts files of folders within each other once', async () => {
    using bench = new Bench({ 'tsconfig.json': tsconfig, 'in/a.ts': bad }, { compiler: 'native' });
    const result = await bench.client.checkWorkspace([bench.folder.path, bench.at('in')]);
    deepEqual([result.files, result.findings.length], [1, 2]);
  });
});
