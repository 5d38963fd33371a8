import { EventEmitter } from 'node:events';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Load } from '../drive.ts';
import type { Scenario } from '../scenario.ts';
import { watchField } from '../watch-field.ts';
import type { FlowRun, Worker } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

/** What takes its time: the explorer decides when it comes to its end. The rest is done at once. */
type Slow = 'is connected' | 'is Ready' | 'is Pending' | 'process ends';

/** A worker, its server and its processes. `codes`: what the processes end with, in order. */
function begin(t: Trial, load: Load<Subject>, codes: readonly number[] = []) {
  let slow: readonly string[] = [];
  let launched = 0;
  let running = 0;
  const done = async (what: string) => slow.includes(what) && t.step(what);
  const host = {
    async connect() {
      await done('is connected');
      return {
        post: async (_: string, { state }: { state?: string }) => void (await done(`is ${state}`)),
        async close() {},
      };
    },
    async launch(): Promise<number> {
      const code = codes[launched++] ?? 0;
      running++;
      await done('process ends');
      running--;
      return code;
    },
  };
  const { Runner, Worker } = load();
  const runner = new Runner(host);
  const worker = new Worker(runner, new EventEmitter());
  return {
    runner,
    worker,
    slow(...what: readonly Slow[]): void {
      slow = what;
    },
    async stop(): Promise<void> {
      await runner.stop();
      if (running > 0) throw new Error('the runner is left while a child still runs');
    },
  };
}

const runs = (...ids: string[]): FlowRun[] => ids.map((id) => ({ id, flow: 'etl', retries: 0 }));

/** What went wrong with the runs; one that comes too late may be told so. */
function crashes({ crashed }: Worker): Error[] {
  return [...crashed.values()].map((error) => error as Error).filter(({ message }) => !/has stopped/.test(message));
}

export const scenario: Scenario<Subject> = {
  title: 'Twenty runs start one runner',
  story:
    'A runner is started by the first run that needs it: it opens a client, enters a group of tasks, tells the ' +
    'server, and only then says that it has started. A worker takes twenty runs from its queue at once, and all ' +
    'of them find the runner not started. The second enters the group of the first ("Each CancelScope may only ' +
    'be used for a single with block"), opens its client ("Cannot open a client instance more than once"), or ' +
    'reads what is being torn down. About 3 % of the runs crashed.',
  origin: 'Prefect #20117',
  url: 'https://github.com/PrefectHQ/prefect/issues/20117',
  rules: ['RG101', 'RG102', 'RG104', 'RG314'],
  defects: [
    { what: 'twenty runs find the runner not started, and all of them start it', code: 'RG101' },
    { what: 'a group that can be entered once is made by the first and entered by the second', code: 'RG102' },
    { what: 'so is a client that can be opened once', code: 'RG102' },
    { what: 'a run reads the group while it is torn down', code: 'RG104' },
    { what: 'the runner is left while children still run', code: 'RG314' },
  ],
  drives: [
    {
      hazard: 'a second run enters the same group',
      failure: /Each TaskScope may only be entered once/,
      async program(t, load) {
        const { runner, worker, slow, stop } = begin(t, load);
        slow('is Ready', 'process ends');
        watchField(t, runner, 'started');
        t.watch(runner, 'runs', 'group');
        t.watch(worker, 'crashed');
        for (const id of ['1', '2']) t.task(`run ${id}`, () => worker.submit(runs(id)));
        await t.all();
        await stop();
        for (const crash of crashes(worker)) throw crash;
      },
    },
    {
      hazard: 'a second run opens the same client',
      failure: /Cannot open a client instance more than once/,
      async program(t, load) {
        const { runner, worker, slow, stop } = begin(t, load);
        slow('is connected', 'process ends');
        t.watch(runner, 'client');
        t.watch(worker, 'crashed');
        for (const id of ['1', '2']) t.task(`run ${id}`, () => worker.submit(runs(id)));
        await t.all();
        await stop();
        for (const crash of crashes(worker)) throw crash;
      },
    },
    {
      hazard: 'a run reads a group that is torn down',
      failure: /Cannot read properties of undefined \(reading 'spawn'\)/,
      async program(t, load) {
        const { runner, worker, slow, stop } = begin(t, load);
        slow('process ends');
        t.watch(runner, 'runs', 'group');
        t.watch(worker, 'crashed');
        t.task('run 1', async () => {
          await worker.submit(runs('1'));
          slow('is connected', 'is Ready', 'is Pending', 'process ends');
          t.task('run 2', () => worker.submit(runs('2')));
          t.task('owner', () => stop());
        });
        await t.all();
        await stop();
        for (const crash of crashes(worker)) throw crash;
      },
    },
    {
      hazard: 'the runner is torn down while the first runs still start it',
      failure: /Cannot read properties of undefined \(reading 'setState'\)/,
      async program(t, load) {
        const { runner, worker, slow, stop } = begin(t, load);
        slow('is connected', 'is Ready', 'is Pending', 'process ends');
        t.watch(runner, 'client');
        t.watch(worker, 'crashed');
        for (const id of ['1', '2']) t.task(`run ${id}`, () => worker.submit(runs(id)));
        t.task('owner', () => stop());
        await t.all();
        await stop();
        for (const crash of crashes(worker)) throw crash;
      },
    },
    {
      hazard: 'the runner is left while children still run',
      failure: /left while a child still runs/,
      async program(t, load) {
        const { runner, worker, slow, stop } = begin(t, load, [1]);
        slow('is Pending', 'process ends');
        t.task('run 1', async () => {
          await worker.submit([{ id: '1', flow: 'etl', retries: 1 }]);
          watchField(t, Reflect.get(runner, 'runs'), 'tasks');
          t.task('owner', () => stop());
        });
        await t.all();
      },
    },
  ],
};
