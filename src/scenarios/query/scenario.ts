import { deepEqual, equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Scenario } from '../scenario.ts';
import type { Answer, ControlRequest, Message, Transport } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

const hello: Message = { type: 'message', text: 'hello' };
const ask = (id: string, tool: string): ControlRequest => ({ type: 'request', id, tool });
const takeBack = (id: string): ControlRequest => ({ type: 'cancel', id, tool: '' });

/** An agent that sends what it is told to, one after the other, and says what is wrong with the answers. */
class Agent implements Transport {
  readonly #script: (Message | ControlRequest)[];
  readonly #arrive: (what: string) => Promise<string>;
  readonly #decide: (tool: string) => Promise<string>;
  readonly #running = new Map<string, { id: string; signal: AbortSignal }>();
  readonly #takenBack = new Set<string>();
  readonly answeredInVain: string[] = [];
  readonly goneOn: string[] = [];
  #latest: Message | ControlRequest | undefined;

  constructor(t: Trial, script: readonly (Message | ControlRequest)[]) {
    this.#script = [...script];
    this.#arrive = t.wrap(async (what: string) => what, { name: 'arrives' });
    this.#decide = t.wrap(async (tool: string) => `may ${tool}`, { name: 'decides' });
  }

  /** Asks the user, who is slow. */
  permit = async (tool: string, signal: AbortSignal): Promise<string> => {
    this.#running.set(tool, { id: this.#latest!.type === 'message' ? '' : this.#latest!.id, signal });
    try {
      const decision = await this.#decide(tool);
      signal.throwIfAborted();
      return decision;
    } finally {
      this.#running.delete(tool);
    }
  };

  async receive(signal: AbortSignal): Promise<Message | ControlRequest | undefined> {
    this.#look();
    const next = this.#script.shift();
    if (next === undefined) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    } else {
      await this.#arrive(next.type === 'message' ? next.text : `${next.type} ${next.id} ${next.tool}`);
    }
    signal.throwIfAborted();
    this.#latest = next;
    if (next?.type === 'request') this.#takenBack.delete(next.id);
    return next;
  }

  async send(answer: Answer | { readonly type: 'prompt' }): Promise<void> {
    if (answer.type === 'answer' && this.#takenBack.has(answer.id)) this.answeredInVain.push(answer.id);
  }

  async close(): Promise<void> {}

  /** What came last has been seen to. */
  #look(): void {
    if (this.#latest?.type !== 'cancel') return;
    const { id } = this.#latest;
    this.#takenBack.add(id);
    for (const [tool, task] of this.#running) if (task.id === id && !task.signal.aborted) this.goneOn.push(tool);
  }
}

export const scenario: Scenario<Subject> = {
  title: 'A query is closed by a task that did not open it',
  story:
    'A query to an agent starts a reader in a group of tasks, which one method enters and another leaves. It is ' +
    'left in the `finally` of the async generator that yields the messages, and whoever abandons the generator ' +
    'has another task close it: "Attempted to exit a cancel scope in a different task than it was entered in". ' +
    'Requests of the agent are kept by their id while they are answered. One that was taken back was answered ' +
    'all the same, since a catch-all took the cancel for a failure; and at its end it deleted what stood under ' +
    'its id, by then a newer request, which could not be taken back any more.',
  origin: 'claude-agent-sdk-python PR #746',
  url: 'https://github.com/anthropics/claude-agent-sdk-python/pull/746',
  rules: ['RG301', 'RG315', 'RG403'],
  defects: [
    { what: '`start` enters a group by hand, and `close` leaves it in whatever task that runs', code: 'RG301' },
    { what: 'the done callback of a request deletes a newer one that has the same id', code: 'RG315' },
    { what: 'a request that was taken back is answered: a catch-all takes the cancel for a failure', code: 'RG403' },
    { what: 'a catch-all swallows the end of the reader, who waits for a message gets it as a failure', code: 'RG403' },
  ],
  drives: [
    {
      hazard: 'the generator is abandoned, and another task closes it',
      failure: /Attempted to exit a scope in a different task than it was entered in/,
      async program(t, load) {
        const agent = new Agent(t, [hello]);
        const messages = load().query('hi', agent, agent.permit);
        await t.task('reader', async () => deepEqual((await messages.next()).value, hello));
        t.task('collector', async () => deepEqual(await messages.return(undefined), { value: undefined, done: true }));
        await t.all();
      },
    },
    {
      hazard: 'a request that was taken back is answered',
      failure: /answered in vain/,
      async program(t, load) {
        const agent = new Agent(t, [takeBack('unknown'), ask('1', 'read'), takeBack('1'), hello]);
        t.task('reader', async () => {
          for await (const message of load().query('hi', agent, agent.permit)) if (message === hello) break;
        });
        await t.all();
        equal(agent.answeredInVain.join(), '', 'answered in vain');
      },
    },
    {
      hazard: 'a request deletes a newer one of the same id as it ends, which can no longer be taken back',
      failure: /goes on though it was taken back/,
      async program(t, load) {
        const agent = new Agent(t, [ask('1', 'read'), takeBack('1'), ask('1', 'write'), takeBack('1'), hello]);
        t.task('reader', async () => {
          for await (const message of load().query('hi', agent, agent.permit)) if (message === hello) break;
        });
        await t.all();
        equal(agent.goneOn.join(), '', 'goes on though it was taken back');
      },
    },
    {
      hazard: 'who waits for a message gets the end of the reader as a failure',
      failure: /AbortError|This operation was aborted/,
      async program(t, load) {
        const agent = new Agent(t, [hello]);
        const query = new (load().Query)(agent, agent.permit);
        t.task('owner', async (task) => {
          await query.start('hi');
          t.task('reader', async () => {
            while (await query.next());
          });
          await task.step('has enough');
          await query.close();
        });
        await t.all();
      },
    },
  ],
};
