import { EventEmitter } from 'node:events';
import type { Scenario } from '../scenario.ts';
import { watchField } from '../watch-field.ts';
import type { Answer, Message } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

const message = (id: string, node: string): Message => ({ id, node, route: 'out', body: id });

export const scenario: Scenario<Subject> = {
  title: 'A bridge stops, and a task that came late still runs',
  story:
    'A bridge between a stream of messages and a graph of nodes keeps what is under way in a set. To stop, it ' +
    'takes a copy of the set, awaits it, and clears the set. But the answer of a node leads to further nodes, ' +
    'so tasks are added while the clean-up awaits: these are dropped unawaited. Nobody sees them fail, and they ' +
    'write to a journal that has been closed.',
  origin: 'CleverAgents #7105',
  rules: ['RG313', 'RG314'],
  defects: [
    { what: 'a set of tasks is filled from several sides and emptied by callbacks of the tasks', code: 'RG313' },
    { what: 'clean-up awaits a copy of the set and then clears it: late tasks are lost', code: 'RG314' },
  ],
  drives: [
    {
      hazard: 'the bridge has stopped, and a task that came late still runs',
      failure: /the journal is closed, and gets "1 second"/,
      async program(t, load) {
        const answers: Record<string, Answer> = {
          first: { body: 'one', next: ['second'] },
          second: { body: 'two', next: [] },
        };
        const run = t.wrap(async (node: string) => answers[node]!, { name: 'run', park: 'call' });
        const journal = { state: 'open' };
        let closed = false;
        let late: string | undefined;
        const append = t.wrap(
          (line: string) => {
            if (closed) late = line;
          },
          { name: 'append', park: 'call' },
        );
        const close = async () => {
          closed = true;
          journal.state = 'closed';
        };
        t.invariant(() => {
          if (late !== undefined) throw new Error(`the journal is closed, and gets "${late}"`);
        });
        const stream = new EventEmitter();
        const { GraphBridge } = load();
        const bridge = new GraphBridge({ run }, { append, close }, stream);
        watchField(t, bridge, 'activeTasks');
        t.watch(journal, 'state', 'journal');
        t.task('message', () => {
          stream.emit('message', message('1', 'first'));
          t.task('owner', () => bridge.stop());
        });
        await t.all();
      },
    },
  ],
};
