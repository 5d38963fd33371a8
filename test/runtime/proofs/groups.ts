import assert from 'node:assert/strict';
import type { Proof } from './proof.ts';

/** `TaskGroup` and `CancellationToken`. */
export const groups: readonly Proof[] = [
  {
    title: 'TaskGroup: a failure and a close in whichever order wait for every task, and none starts after',
    program:
      ({ TaskGroup, TaskGroupError }) =>
      async (t) => {
        const group = new TaskGroup();
        let [running, refused] = [0, 0];
        const boom = new Error('boom');
        for (const name of ['A', 'B']) {
          t.task(name, async (me) => {
            await me.step('begins');
            try {
              const done = group.spawn(async () => {
                assert.notEqual(group.state, 'closed');
                running++;
                await me.step('works');
                running--;
                if (name === 'A') throw boom;
              });
              await done.catch(() => {});
            } catch {
              refused++;
            }
          });
        }
        t.task('C', async (me) => {
          await me.step('closes');
          const closed = group.close();
          assert.equal(group.cancel(), closed);
          await closed.catch((error: unknown) => {
            assert.ok(error instanceof TaskGroupError);
            assert.deepEqual(error.errors, [boom]);
          });
          assert.deepEqual([running, group.size, group.state], [0, 0, 'closed']);
        });
        await t.all();
        return refused;
      },
    reaches: [0, 1, 2],
  },
  {
    title: 'CancellationToken: of those who cancel and reset one makes each step, and no snapshot is un-cancelled',
    program:
      ({ CancellationToken }) =>
      async (t) => {
        const token = new CancellationToken<string>();
        let [cancels, resets] = [0, 0];
        for (const name of ['A', 'B', 'C']) {
          t.task(name, async (me) => {
            await me.step('begins');
            const snapshot = token.snapshot();
            await me.step('cancels');
            if (token.cancel(name, snapshot.epoch)) cancels++;
            assert.equal(snapshot.cancelled, true, 'whoever cancelled it');
            const { reason } = snapshot;
            await me.step('resets');
            if (token.reset(snapshot.epoch)) resets++;
            assert.deepEqual([snapshot.cancelled, snapshot.reason], [true, reason]);
            assert.deepEqual(await snapshot.wait(), { epoch: snapshot.epoch, reason });
          });
        }
        await t.all();
        assert.deepEqual([cancels, resets, token.cancelled], [token.epoch, token.epoch, false]);
        return token.epoch;
      },
    reaches: [1, 2, 3],
  },
];
