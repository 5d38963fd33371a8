/**
 * Hands the messages of several routes to the nodes of a graph, and what they answer on to whoever listens to the
 * route. `stop` returns when nothing is under way any more.
 */
import type { EventEmitter } from 'node:events';
import { TaskRegistry } from '@raceguard/runtime';

export interface Message {
  readonly id: string;
  readonly route: string;
  readonly node: string;
  readonly body: string;
}

export interface Graph {
  /** Runs one node; what it answers may go on to other nodes. */
  run(node: string, body: string): Promise<Answer>;
}

export interface Answer {
  readonly body: string;
  readonly next: readonly string[];
}

export interface Journal {
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

export type Listener = (message: Message, answer: string) => void;

export class GraphBridge {
  readonly #graph: Graph;
  readonly #journal: Journal;
  readonly #listeners = new Map<string, Listener[]>();
  private readonly activeTasks = new TaskRegistry();
  private failed = 0;

  constructor(graph: Graph, journal: Journal, stream: EventEmitter) {
    this.#graph = graph;
    this.#journal = journal;
    stream.on('message', (message: Message) => this.submit(message));
    stream.on('batch', (messages: readonly Message[]) => {
      for (const message of messages) this.submit(message);
    });
  }

  /** Tells the listener every answer on this route; returns what ends that. */
  listen(route: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(route) ?? [];
    this.#listeners.set(route, listeners);
    listeners.push(listener);
    return () => {
      const at = listeners.indexOf(listener);
      if (at >= 0) listeners.splice(at, 1);
    };
  }

  /** How many messages failed. */
  get failures(): number {
    return this.failed;
  }

  /** How many messages are under way. */
  get active(): number {
    return this.activeTasks.size;
  }

  submit(message: Message): void {
    void this.activeTasks.track(this.process(message));
  }

  /** Ends when all that was submitted has ended. */
  async stop(): Promise<void> {
    await this.activeTasks.idle();
    await this.#journal.append(`stopped, ${this.failed} failed`);
    await this.#journal.close();
  }

  private async process(message: Message): Promise<void> {
    try {
      const answer = await this.#graph.run(message.node, message.body);
      await this.#journal.append(`${message.id} ${message.node}`);
      this.tell(message, answer.body);
      for (const node of answer.next) this.submit({ ...message, node, body: answer.body });
    } catch (error) {
      this.failed += 1;
      await this.#journal.append(`${message.id} failed: ${String(error)}`);
    }
  }

  private tell(message: Message, answer: string): void {
    for (const listener of this.#listeners.get(message.route) ?? []) listener(message, answer);
  }
}
