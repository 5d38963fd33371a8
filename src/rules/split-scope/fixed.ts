import { TaskGroup } from '@raceguard/runtime';

export interface Transport {
  send(text: string): Promise<void>;
  receive(): Promise<string | undefined>;
}

type Task = (signal: AbortSignal) => Promise<void>;

/** Tasks that end together. One task enters it, and the same one leaves it. */
export class TaskScope {
  private readonly controller = new AbortController();
  private readonly tasks = new Set<Promise<void>>();
  private isEntered = false;

  async enter(): Promise<void> {
    await Promise.resolve();
    this.isEntered = true;
  }

  spawn(task: Task): void {
    if (!this.isEntered) throw new Error('The scope is not entered.');
    this.tasks.add(task(this.controller.signal).catch(() => {}));
  }

  async exit(): Promise<void> {
    if (!this.isEntered) throw new Error('The scope is not entered.');
    this.controller.abort();
    await Promise.all(this.tasks);
  }
}

/** A query reads what comes for as long as somebody wants its messages. */
export class Query {
  readonly messages: string[] = [];
  private readonly scope = new TaskGroup();
  private readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  async start(): Promise<void> {
    void this.scope.spawn((signal) => this.read(signal));
    await this.transport.send('hello');
  }

  async close(): Promise<void> {
    await this.scope.cancel();
  }

  private async read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const message = await this.transport.receive();
      if (message === undefined) return;
      this.messages.push(message);
    }
  }
}
