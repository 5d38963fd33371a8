/** Real processes, really killed. */
import { equal, match, ok, rejects } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Bench, bad, descendants, hasProc, isAlive, tsconfig, until } from './support.ts';

const project = { 'tsconfig.json': tsconfig, 'a.ts': bad, 'b.ts': bad };
const slow = (ms: number) => `// SLOW ${ms}\n${bad}`;
const deadly = `// DIE\n${bad}`;

describe('the analysis process', () => {
  it('is started by the first request and no sooner', async () => {
    using bench = new Bench(project, { compiler: 'classic' });
    equal(bench.client.state.kind, 'idle');
    equal(bench.client.pids.length, 0);
    await bench.check('a.ts');
    equal(bench.states.map((s) => s.kind).join(), 'starting,ready');
    match(
      bench.lines.join(),
      /tsconfig\.json: opened in \d+ ms, 2 files, TypeScript 6\.0\.3, classic \(the workspace installs it\)/,
    );
  });

  it('killed in the middle of a request: the request is answered by the next one, with the texts of the editor', async () => {
    using bench = new Bench(project, { compiler: 'classic' });
    bench.client.overlay(bench.at('b.ts'), `\n${bad}`);
    bench.client.overlay(bench.at('a.ts'), slow(400));
    const [first] = [bench.found('a.ts'), await soon()];
    const second = bench.found('b.ts');
    const [pid] = bench.client.pids;
    process.kill(pid!, 'SIGKILL');
    equal(await first, 'RG901:2 RG901:4');
    equal(await second, 'RG901:2 RG901:4');
    ok(bench.client.pids[0] !== pid);
    equal(bench.states.map((s) => s.kind).join(), 'starting,ready,starting,ready');
    match(bench.lines.join('\n'), /The analysis process ended: it was ended by SIGKILL\./);

    async function soon(): Promise<void> {
      await until(() => bench.states.at(-1)?.kind === 'ready');
    }
  });

  it('that dies twice over a file fails its request; the others are answered', async () => {
    using bench = new Bench({ ...project, 'deadly.ts': deadly }, { compiler: 'classic' });
    const dead = rejects(bench.check('deadly.ts'), (error: Error) => {
      match(
        error.message,
        /^The analysis process died over .*\/deadly\.ts, 2 times: it was ended by SIGKILL\. Restart/,
      );
      return true;
    });
    const others = [bench.found('a.ts'), bench.found('b.ts')];
    await dead;
    for (const found of await Promise.all(others)) equal(found, 'RG901:1 RG901:3');
  });

  it('that runs out of memory says so', async () => {
    using bench = new Bench({ ...project, 'big.ts': `// EAT\n${bad}` }, { compiler: 'native', memory: 100 });
    await rejects(bench.check('big.ts'), /big\.ts, 2 times: it ran out of memory \(100 MB\)/);
    equal(await bench.found('a.ts'), 'RG901:1 RG901:3');
  });

  it('that keeps dying is given up, until it is restarted by hand', async () => {
    using bench = new Bench(project, {
      compiler: 'classic',
      env: { RACEGUARD_TEST_RULES: '/nowhere/rules.ts' },
      limits: { deaths: 3, pausesMs: [0, 50] },
    });
    const failed =
      /The analysis process ended 3 times within 60 seconds, the last time because it failed with Error.*\/nowhere\/rules\.ts.* Restart it with/;
    await rejects(bench.check('a.ts'), failed);
    const { state } = bench.client;
    ok(state.kind === 'failed');
    match(state.why, failed);
    equal(bench.client.pids.length, 0);
    await rejects(bench.check('a.ts'), failed);
    bench.client.restart();
    equal(bench.client.state.kind, 'starting');
  });

  it('restarted by hand answers what was asked before', async () => {
    using bench = new Bench(project, { compiler: 'classic' });
    await bench.check('b.ts');
    bench.client.overlay(bench.at('a.ts'), slow(1000));
    const found = bench.found('a.ts');
    const [pid] = bench.client.pids;
    bench.client.restart();
    equal(await found, 'RG901:2 RG901:4');
    ok(bench.client.pids[0] !== pid);
  });

  it('that hangs is ended', async () => {
    using bench = new Bench(
      { ...project, 'hangs.ts': `// SLOW 100000\n${bad}` },
      { compiler: 'classic', limits: { hangMs: 6000, tries: 1 } },
    );
    await rejects(bench.check('hangs.ts'), /died over .*\/hangs\.ts: it hung over .* for 6 seconds and was ended/);
    equal(await bench.found('a.ts'), 'RG901:1 RG901:3');
  });

  it('answers an abort at once, and does not check what was cancelled', async () => {
    using bench = new Bench(project, { compiler: 'classic' });
    await bench.check('a.ts');
    bench.client.overlay(bench.at('a.ts'), slow(1500));
    const busy = bench.check('a.ts');
    const control = new AbortController();
    const waiting = bench.client.checkFile(bench.at('b.ts'), { signal: control.signal });
    control.abort();
    await rejects(waiting, { name: 'Cancelled' });
    equal(await Promise.race([busy.then(() => 'done'), 'not yet']), 'not yet');
    await rejects(bench.client.checkFile(bench.at('b.ts'), { signal: control.signal }), { name: 'Cancelled' });
  });

  it('checks the newest text: an older check of the same file that waits is cancelled', async () => {
    using bench = new Bench(project, { compiler: 'classic' });
    bench.client.overlay(bench.at('a.ts'), slow(300));
    const busy = bench.check('a.ts');
    await until(() => bench.states.at(-1)?.kind === 'ready');
    const older = bench.check('b.ts');
    const superseded = rejects(older, { name: 'Cancelled' });
    bench.client.overlay(bench.at('b.ts'), `\n${bad}`);
    equal(await bench.found('b.ts'), 'RG901:2 RG901:4');
    await superseded;
    await busy;
  });

  it('makes a fix before the checks that wait', async () => {
    using bench = new Bench({ ...project, 'c.ts': slow(200), 'd.ts': slow(200) }, { compiler: 'classic' });
    await bench.check('a.ts');
    const order: string[] = [];
    const [place] = [{ file: bench.at('a.ts'), line: 1, column: 14, endLine: 1, endColumn: 17 }];
    await Promise.all([
      ...['c.ts', 'd.ts', 'b.ts'].map((name) => bench.check(name).then(() => order.push(name))),
      bench.client
        .fix({ file: bench.at('a.ts'), code: 'RG901', place: place!, title: 'Write `GOOD`' })
        .then(() => order.push('fix')),
    ]);
    ok(order.indexOf('fix') < 2, order.join());
  });

  for (const compiler of ['native', 'classic'] as const) {
    for (const state of ['idle', 'busy'] as const) {
      it(`leaves no process behind (${compiler}, ${state})`, async function () {
        if (!hasProc) this.skip();
        const bench = new Bench({ ...project, 'slow.ts': slow(20_000) }, { compiler });
        await bench.check('a.ts');
        const [pid] = bench.client.pids;
        const all = [pid!, ...descendants(pid!)];
        equal(all.length, compiler === 'native' ? 2 : 1);
        const busy = state === 'busy' ? rejects(bench.check('slow.ts'), { name: 'Cancelled' }) : undefined;
        bench[Symbol.dispose]();
        await busy;
        await until(() => !all.some(isAlive));
      });

      it(`ends with its parent that was killed (${compiler}, ${state})`, async function () {
        if (!hasProc) this.skip();
        using bench = new Bench({ ...project, 'slow.ts': slow(20_000) }, { compiler });
        const parent = fork(fileURLToPath(new URL('./parent.ts', import.meta.url)), [
          bench.folder.path,
          ...(state === 'busy' ? ['a.ts', 'slow.ts'] : ['a.ts']),
        ]);
        await new Promise((ready) => parent.once('message', ready));
        const all = descendants(parent.pid!);
        equal(all.length, compiler === 'native' ? 2 : 1);
        parent.kill('SIGKILL');
        await until(() => !all.some(isAlive));
      });
    }
  }
});
