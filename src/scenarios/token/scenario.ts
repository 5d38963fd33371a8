import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Scenario } from '../scenario.ts';
import { cancelManyThreads } from './real.ts';
import type { CancelToken, Outcome, Session } from './unsafe.ts';

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
        let begun = 0;
        let interrupted = false;
        const step = () => {
          if (begun > 0 && interrupted) throw new Error('goes on after the cancel');
          return t.step(`has done step ${++begun}`);
        };
        watchFlag(t, tokenOf(session));
        t.task('agent', () => session.begin([step, step, step], []));
        t.task('user', () => {
          session.interrupt('stop');
          interrupted = begun > 0;
        });
        await t.all();
      },
    },
    {
      hazard: 'who waits for the cancel wakes, finds the flag down and waits on',
      failure: /of 1 cancel 0 are in the journal/,
      async program(t, load) {
        const journal: string[] = [];
        const session = new (load().Session)({ append: async (line) => void journal.push(line) });
        let begun = false;
        watchFlag(t, tokenOf(session));
        t.watch('journal', () => journal);
        let expected = 0;
        t.task('agent', () => {
          begun = true;
          return session.begin([() => t.step('has done its step')], []);
        });
        t.task('user', () => {
          if (begun) expected++;
          session.interrupt('stop');
        });
        await t.all();
        if (journal.length !== expected) throw new Error(`of ${expected} cancel ${journal.length} are in the journal`);
      },
    },
    {
      hazard: 'the flag goes down under the tear-down',
      failure: /completed, with its tools closed/,
      async program(t, load) {
        const { Agent, CancelToken } = load();
        const token = new CancelToken();
        let closed = 0;
        const close = async () => {
          closed++;
          await t.step('has closed a tool');
        };
        const agent = new Agent(token, [{ name: 'shell', close }]);
        let outcome: Outcome | undefined;
        watchFlag(t, token);
        t.task('agent', async () => {
          outcome = await agent.run([() => t.step('has done its step')]);
          t.note(outcome);
        });
        t.task('user', async (task) => {
          token.cancel('stop');
          await task.step('begins anew');
          token.reset();
        });
        await t.all();
        if (closed > 0 && outcome !== 'cancelled') throw new Error(`${outcome}, with its tools closed`);
      },
    },
    {
      hazard: 'a thread goes on with its work',
      failure: /works on after the cancel/,
      async program(t, load) {
        const { serve, ThreadToken } = load();
        const token = new ThreadToken();
        let turns = 0;
        let interrupted = false;
        t.watch('cancelled', () => token.cancelled);
        const user = t.task('user', () => {
          token.cancel(7);
          t.note('cancels, and cancelled is', token.cancelled);
          token.reset();
          t.note('resets, and cancelled is', token.cancelled);
          interrupted = turns > 0;
        });
        // Another thread has a token of its own, and the same memory.
        const thread = t.task('thread', () =>
          serve(new ThreadToken(token.buffer), async () => {
            if (interrupted) throw new Error('works on after the cancel');
            if (++turns > 2) await user;
            else await t.step(`has done turn ${turns}`);
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

function tokenOf(session: Session): CancelToken {
  return Reflect.get(session, 'token');
}

/** A field of the unsafe token; the safe one has no flag, and tells whether it is cancelled. */
function watchFlag(t: Trial, token: CancelToken): void {
  if (Object.hasOwn(token, 'cancelled')) t.watch(token, 'cancelled');
  else t.watch('cancelled', () => token.isCancelled);
}
