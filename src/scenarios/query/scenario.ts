import { deepEqual } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { World } from '../drive.ts';
import type { Scenario } from '../scenario.ts';
import { watchField } from '../watch-field.ts';
import type { Answer, ControlRequest, Message, Query, Transport } from './unsafe.ts';

type Subject = typeof import('./unsafe.ts');

const hello: Message = { type: 'message', text: 'hello' };
const ask = (id: string, tool: string): ControlRequest => ({ type: 'request', id, tool });
const takeBack = (id: string): ControlRequest => ({ type: 'cancel', id, tool: '' });

/** An agent that sends what it is told to, one after the other, and says what is wrong with the answers. */
class Agent implements Transport {
  readonly #t: Trial;
  readonly #script: (Message | ControlRequest)[];
  readonly #receive: (what: string) => Promise<void>;
  readonly #running = new Map<string, { id: string; signal: AbortSignal }>();
  readonly #takenBack = new Set<string>();
  readonly answeredInVain: string[] = [];
  readonly goneOn: string[] = [];
  #latest: Message | ControlRequest | undefined;

  constructor(t: Trial, script: readonly (Message | ControlRequest)[]) {
    this.#t = t;
    this.#script = [...script];
    this.#receive = t.wrap((_: string) => {}, { name: 'receives', park: 'call' });
  }

  /** Asks the user, who is slow. */
  permit = async (tool: string, signal: AbortSignal): Promise<string> => {
    this.#running.set(tool, { id: this.#latest!.type === 'message' ? '' : this.#latest!.id, signal });
    try {
      const decision = await this.#t.task(`user: ${tool}?`, (task) => {
        task.note('allows it');
        return `may ${tool}`;
      });
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
      await this.#receive(next.type === 'message' ? next.text : `${next.tool || next.type} ${next.id}`);
    }
    signal.throwIfAborted();
    this.#latest = next;
    if (next?.type === 'request') this.#takenBack.delete(next.id);
    return next;
  }

  async send(answer: Answer | { readonly type: 'prompt' }): Promise<void> {
    if (answer.type === 'answer') this.#t.note(`answers ${answer.id}: ${answer.result ?? answer.error}`);
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
        const messages = load(telling(t)).query('hi', agent, agent.permit);
        await t.task('reader', async () => deepEqual((await messages.next()).value, hello));
        t.task('collector', async () => deepEqual(await messages.return(undefined), { value: undefined, done: true }));
        await t.all();
      },
    },
    {
      hazard: 'a request that was taken back is answered',
      failure: /request 1 was taken back, and is answered/,
      async program(t, load) {
        const agent = new Agent(t, [takeBack('unknown'), ask('1', 'read'), takeBack('1'), hello]);
        const query = new (load().Query)(agent, agent.permit);
        watchField(t, query, 'inflight', 'requests');
        t.task('reader', () => untilHello(query));
        await t.all();
        const [id] = agent.answeredInVain;
        if (id !== undefined) throw new Error(`request ${id} was taken back, and is answered`);
      },
    },
    {
      hazard: 'a request deletes a newer one of the same id as it ends, which can no longer be taken back',
      failure: /the request to write was taken back, and goes on/,
      async program(t, load) {
        const agent = new Agent(t, [ask('1', 'read'), takeBack('1'), ask('1', 'write'), takeBack('1'), hello]);
        const query = new (load().Query)(agent, agent.permit);
        watchField(t, query, 'inflight', 'requests');
        t.task('reader', () => untilHello(query));
        await t.all();
        const [tool] = agent.goneOn;
        if (tool !== undefined) throw new Error(`the request to ${tool} was taken back, and goes on`);
      },
    },
    {
      hazard: 'who waits for a message gets the end of the reader as a failure',
      failure: /AbortError|This operation was aborted/,
      async program(t, load) {
        const agent = new Agent(t, [hello]);
        const query = new (load().Query)(agent, agent.permit);
        t.watch(query, 'error');
        t.task('owner', async (task) => {
          await query.start('hi');
          t.task('reader', async () => {
            for (let message = await query.next(); message; message = await query.next()) t.note('takes', message.text);
          });
          await task.step('has enough');
          await query.close();
        });
        await t.all();
      },
    },
  ],
};

/** Reads until the message comes, as whoever leaves the loop over it. */
async function untilHello(query: Query): Promise<void> {
  await query.start('hi');
  while ((await query.next()) !== hello);
  await query.close();
}

/** Tells who enters and leaves a scope, and who is in none. */
function telling(t: Trial): World {
  class Telling<T> extends AsyncLocalStorage<T> {
    override enterWith(store: T): void {
      t.note(store === undefined ? 'leaves the scope' : 'enters the scope');
      super.enterWith(store);
    }

    override getStore(): T | undefined {
      const store = super.getStore();
      if (store === undefined) t.note('is in no scope');
      return store;
    }
  }
  return { 'node:async_hooks': { AsyncLocalStorage: Telling } };
}
