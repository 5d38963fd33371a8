import { equal } from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Report } from '../report.ts';
import type { Answer, Message } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

const message = (id: string, node: string): Message => ({ id, node, route: 'out', body: id });

export const report: Report<Subject> = {
  origin: 'CleverAgents #7105',
  defects: [
    { what: 'a set of tasks is filled from several sides and emptied by callbacks of the tasks', code: 'RG313' },
    { what: 'clean-up awaits a copy of the set and then clears it: late tasks are lost', code: 'RG314' },
  ],
  proofs: [
    {
      hazard: 'the bridge has stopped, and a task that came late still runs',
      failure: /this still runs: run answers/,
      async program(t, load) {
        const answers: Record<string, Answer> = {
          first: { body: 'one', next: ['second'] },
          second: { body: 'two', next: [] },
        };
        const run = t.wrap(async (node: string) => answers[node]!, { name: 'run' });
        let closed = false;
        const journal = {
          append: t.wrap(
            async () => {
              equal(closed, false, 'the journal is closed, and still written to');
            },
            { name: 'append' },
          ),
          close: async () => {
            closed = true;
          },
        };
        const stream = new EventEmitter();
        const { GraphBridge } = load();
        const bridge = new GraphBridge({ run }, journal, stream);
        stream.emit('message', message('1', 'first'));
        t.task('owner', () => bridge.stop());
        await t.all();
      },
    },
  ],
};
