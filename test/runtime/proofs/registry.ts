import assert from 'node:assert/strict';
import type { Task } from '../../../runtime/src/testing/index.ts';
import type { Proof } from './proof.ts';

export const registry: Proof[] = [
  {
    title: 'TaskRegistry: idle waits for all, late ones included, and hands over every failure once',
    program: (runtime) => async (t) => {
      const tasks = new runtime.TaskRegistry();
      let running = 0;
      const handed: unknown[] = [];
      t.invariant('it knows what runs', () => assert.equal(tasks.size, running));
      const work = (me: Task, fails: string) => async () => {
        running++;
        await me.step('works');
        running--;
        if (fails !== '') throw fails;
      };
      for (const name of ['A', 'B']) {
        t.task(name, async (me) => {
          tasks.track(work(me, name)).catch(() => {});
          await me.step('tracks another');
          tasks.track(work(me, '')).catch(() => {});
        });
      }
      t.task('waits', async () => {
        handed.push(...(await tasks.idle()));
        assert.equal(running, 0, 'idle while a task runs');
      });
      await t.all();
      handed.push(...(await tasks.idle()));
      assert.deepEqual(handed.sort(), ['A', 'B']);
      assert.deepEqual(await tasks.idle(), []);
    },
  },
  {
    title: 'TaskRegistry: nothing begins after close has ended, and what is refused is not called',
    reaches: [0, 1, 2],
    program: (runtime) => async (t) => {
      const tasks = new runtime.TaskRegistry();
      let [running, closed, refused, late] = [0, false, 0, 0];
      for (const name of ['A', 'B']) {
        t.task(name, async (me) => {
          try {
            tasks.track(async () => {
              if (closed) late++;
              running++;
              await me.step('works');
              running--;
            });
          } catch (error) {
            assert.equal((error as { code: string }).code, 'RACEGUARD_CLOSED');
            refused++;
          }
        });
      }
      t.task('closes', async () => {
        const closing = tasks.close();
        assert.deepEqual(await closing, []);
        assert.equal(running, 0);
        closed = true;
        assert.equal(tasks.close(), closing);
      });
      await t.all();
      assert.equal(late, 0, 'begun after close');
      return refused;
    },
  },
  {
    title: 'TaskRegistry: with `late: reject`, nothing begins after close was called',
    reaches: [0, 1, 2],
    program: (runtime) => async (t) => {
      const tasks = new runtime.TaskRegistry();
      let [closing, refused, late] = [false, 0, 0];
      for (const name of ['A', 'B']) {
        t.task(name, async (me) => {
          try {
            tasks.track(() => {
              if (closing) late++;
              return me.step('works');
            });
          } catch {
            refused++;
          }
        });
      }
      t.task('closes', async () => {
        closing = true;
        await tasks.close({ late: 'reject' });
        assert.equal(tasks.size, 0);
      });
      await t.all();
      assert.equal(late, 0, 'begun after close');
      return refused;
    },
  },
  {
    title: 'TaskRegistry: an id belongs to the newest task that has it, and the end of an older one does not take it',
    reaches: ['A,B,C', 'C,B,A'],
    program: (runtime) => async (t) => {
      const tasks = new runtime.TaskRegistry<string, string>();
      const began: string[] = [];
      const ended = new Set<string>();
      let newest: Promise<string> | undefined;
      t.invariant('the id is that of the newest task', () => {
        const last = began.at(-1);
        assert.equal(tasks.get('id'), last === undefined || ended.has(last) ? undefined : newest);
      });
      for (const name of ['A', 'B', 'C']) {
        t.task(name, async (me) => {
          const own = tasks.track(
            async (signal) => {
              began.push(name);
              await me.step('works');
              ended.add(name);
              assert.equal(signal.aborted, began.at(-1) !== name, 'older ones are aborted, the newest is not');
              return name;
            },
            { id: 'id', onDuplicate: 'replace' },
          );
          newest = own;
          assert.equal(await own, name);
        });
      }
      await t.all();
      assert.equal(tasks.size, 0);
      assert.equal(tasks.has('id'), false);
      return began.join();
    },
  },
  {
    title: 'TaskRegistry: who joins gets the running task; a cancelled one is no failure and writes no reply',
    reaches: [[], ['reply']],
    program: (runtime) => async (t) => {
      const tasks = new runtime.TaskRegistry<string, void>();
      const replies: string[] = [];
      let [running, cancelled] = [0, 0];
      for (const name of ['A', 'B']) {
        t.task(name, async (me) => {
          const work = async (signal: AbortSignal) => {
            assert.equal(running++, 0, 'two at once');
            await me.step('asks');
            running--;
            signal.throwIfAborted();
            replies.push('reply');
          };
          await tasks.track(work, { id: 'id', onDuplicate: 'join' }).catch((reason) => assert.equal(reason, 'enough'));
        });
      }
      t.task('cancels', () => {
        if (tasks.cancel('id', 'enough')) cancelled++;
        assert.equal(tasks.cancel('unknown'), false);
        assert.equal(tasks.cancel('id', 'again'), false);
      });
      await t.all();
      assert.deepEqual(await tasks.idle(), []);
      return replies.slice(0, cancelled === 0 ? 1 : replies.length);
    },
  },
];
