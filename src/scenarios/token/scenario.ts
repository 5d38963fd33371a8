import { equal, ok } from 'node:assert/strict';
import type { Scenario } from '../scenario.ts';
import { cancelManyThreads } from './real.ts';
import type { Outcome } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

export const scenario: Scenario<Subject> = {
  title: 'A cancelled agent goes on, for its token was reset',
  story:
    'The agents of a session share a token: they poll it between steps, and others wait for it. A session that ' +
    'is interrupted cancels what runs and begins anew at once, so it takes the flag down with no regard to who ' +
    'is about to look. An agent that looks a step later finds it down and goes on with its plan; a waiter ' +
    'wakes, finds it down and waits for ever; a consumer that has begun its tear-down finds it down in the ' +
    'middle, and takes what it has half torn down for completed. The same token exists for agents in threads of ' +
    'their own, over shared memory, and there the flag is also read and written as if there were one thread.',
  origin: 'CleverAgents #7166',
  rules: ['RG401', 'RG502'],
  defects: [
    { what: '`reset` takes the flag down under those who poll it', code: 'RG401' },
    { what: 'a waiter wakes and finds the flag down', code: 'RG401' },
    { what: 'a consumer begins its tear-down, and the flag goes down under it', code: 'RG401' },
    { what: 'so it is between threads', code: 'RG401' },
    { what: 'there the flag is read and written as if there were one thread', code: 'RG502' },
  ],
  drives: [
    {
      hazard: 'an agent that was cancelled goes on with its plan',
      failure: /goes on after the cancel/,
      async program(t, load) {
        const session = new (load().Session)({ append: async () => {} });
        const work = t.wrap(async () => {}, { name: 'step' });
        let begun = false;
        let interrupted = false;
        const step = () => {
          if (begun && interrupted) throw new Error('goes on after the cancel');
          begun = true;
          return work();
        };
        t.task('agent', () => session.begin([step, step, step], []));
        t.task('user', () => {
          session.interrupt('stop');
          interrupted = begun;
        });
        await t.all();
      },
    },
    {
      hazard: 'who waits for the cancel wakes, finds the flag down and waits on',
      failure: /not in the journal/,
      async program(t, load) {
        const journal: string[] = [];
        const session = new (load().Session)({ append: async (line) => void journal.push(line) });
        const work = t.wrap(async () => {}, { name: 'step' });
        let begun = false;
        let expected = 0;
        t.task('agent', () => {
          begun = true;
          return session.begin([work], []);
        });
        t.task('user', () => {
          if (begun) expected++;
          session.interrupt('stop');
        });
        await t.all();
        equal(journal.length, expected, 'not in the journal');
      },
    },
    {
      hazard: 'the flag goes down under the tear-down',
      failure: /completed, with its tools closed/,
      async program(t, load) {
        const { Agent, CancelToken } = load();
        const token = new CancelToken();
        let closed = 0;
        const close = t.wrap(async () => void closed++, { name: 'close' });
        const agent = new Agent(token, [{ name: 'shell', close }]);
        const work = t.wrap(async () => {}, { name: 'step' });
        let outcome: Outcome | undefined;
        t.task('agent', async () => {
          outcome = await agent.run([work]);
        });
        t.task('user', async (task) => {
          token.cancel('stop');
          await task.step('begins anew');
          token.reset();
        });
        await t.all();
        if (closed > 0) ok(outcome === 'cancelled', `${outcome}, with its tools closed`);
      },
    },
    {
      hazard: 'a thread goes on with its work',
      failure: /works on after the cancel/,
      async program(t, load) {
        const { serve, ThreadToken } = load();
        const token = new ThreadToken();
        const work = t.wrap(async () => {}, { name: 'work' });
        let turns = 0;
        let interrupted = false;
        const user = t.task('user', () => {
          token.cancel(7);
          token.reset();
          interrupted = turns > 0;
        });
        // Another thread has a token of its own, and the same memory.
        const thread = t.task('thread', () =>
          serve(new ThreadToken(token.buffer), async () => {
            if (interrupted) throw new Error('works on after the cancel');
            if (++turns > 2) await user;
            else await work();
          }),
        );
        await user;
        if (!interrupted) token.cancel(7);
        await thread;
      },
    },
  ],
  real: {
    what: 'four threads poll and await a token that is cancelled and taken down in one go',
    failure: /threads go on after the cancel|threads still wait for the cancel/,
    run: cancelManyThreads,
  },
};
