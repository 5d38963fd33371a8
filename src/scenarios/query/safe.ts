/**
 * A query to an agent in a process of its own. The agent sends messages, and requests that it wants answered: whether it
 * may use a tool, say. It may take a request back, and sends the next one under the same id.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { TaskGroup, TaskRegistry } from '@raceguard/runtime';

export interface Message {
  readonly type: 'message';
  readonly text: string;
}

export interface ControlRequest {
  readonly type: 'request' | 'cancel';
  readonly id: string;
  readonly tool: string;
}

export interface Answer {
  readonly type: 'answer';
  readonly id: string;
  readonly result?: string;
  readonly error?: string;
}

export interface Transport {
  send(answer: Answer | { readonly type: 'prompt'; readonly text: string }): Promise<void>;
  /** Rejects when the signal aborts. */
  receive(signal: AbortSignal): Promise<Message | ControlRequest | undefined>;
  close(): Promise<void>;
}

export type Permit = (tool: string, signal: AbortSignal) => Promise<string>;

const current = new AsyncLocalStorage<TaskScope | undefined>();

/** Tasks that end together. Who has entered it leaves it. */
export class TaskScope {
  readonly #controller = new AbortController();
  readonly #tasks = new Set<Promise<void>>();

  async enter(): Promise<void> {
    current.enterWith(this);
  }

  spawn(work: (signal: AbortSignal) => Promise<void>): void {
    this.#tasks.add(work(this.#controller.signal).catch(() => {}));
  }

  async exit(): Promise<void> {
    if (current.getStore() !== this) {
      throw new Error('Attempted to exit a scope in a different task than it was entered in.');
    }
    current.enterWith(undefined);
    this.#controller.abort();
    await Promise.all(this.#tasks);
  }
}

/** Messages that have come and were not taken yet. */
class Inbox {
  readonly #messages: Message[] = [];
  #wake = (): void => {};
  #ended = false;

  put(message: Message): void {
    this.#messages.push(message);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async take(): Promise<Message | undefined> {
    while (this.#messages.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#messages.shift();
  }
}

export class Query {
  private readonly scope = new TaskGroup();
  private readonly inflight = new TaskRegistry();
  private error: unknown;
  readonly #inbox = new Inbox();
  readonly #transport: Transport;
  readonly #permit: Permit;

  constructor(transport: Transport, permit: Permit) {
    this.#transport = transport;
    this.#permit = permit;
  }

  async start(prompt: string): Promise<void> {
    void this.scope.spawn((signal) => this.read(signal));
    await this.#transport.send({ type: 'prompt', text: prompt });
  }

  /** The next message; `undefined` when there are no more. */
  async next(): Promise<Message | undefined> {
    const message = await this.#inbox.take();
    if (!message && this.error) throw this.error;
    return message;
  }

  async close(): Promise<void> {
    await this.scope.cancel();
    await this.inflight.idle();
    await this.#transport.close();
  }

  private async read(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const received = await this.#transport.receive(signal);
        if (received === undefined) break;
        if (received.type === 'message') this.#inbox.put(received);
        else if (received.type === 'request') this.accept(received, signal);
        else this.cancel(received.id);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      this.error = error;
    } finally {
      this.#inbox.end();
    }
  }

  private accept({ id, tool }: ControlRequest, reading: AbortSignal): void {
    void this.inflight.track((signal) => this.answer(id, tool, AbortSignal.any([reading, signal])), { id, onDuplicate: 'replace' });
  }

  /** One that is not there has its answer already. */
  private cancel(id: string): void {
    this.inflight.cancel(id);
  }

  private async answer(id: string, tool: string, signal: AbortSignal): Promise<void> {
    try {
      const result = await this.#permit(tool, signal);
      await this.#transport.send({ type: 'answer', id, result });
    } catch (error) {
      if (signal.aborted) return;
      await this.#transport.send({ type: 'answer', id, error: String(error) });
    }
  }
}

/** The messages of the agent, until it has no more or nobody reads on. */
export async function* query(prompt: string, transport: Transport, permit: Permit): AsyncGenerator<Message> {
  const asked = new Query(transport, permit);
  try {
    await asked.start(prompt);
    for (let message = await asked.next(); message; message = await asked.next()) yield message;
  } finally {
    await asked.close();
  }
}
