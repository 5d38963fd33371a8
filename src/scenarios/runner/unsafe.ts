/**
 * Runs the flow runs that a worker takes from its queue, each in a process of its own. The first of them makes the
 * runner ready; `stop` returns when no process is left, and the connection to the server is closed.
 */
import type { EventEmitter } from 'node:events';

export interface FlowRun {
  readonly id: string;
  readonly flow: string;
  readonly retries: number;
}

export interface Connection {
  post(path: string, body: object): Promise<void>;
  close(): Promise<void>;
}

export interface Host {
  connect(): Promise<Connection>;
  /** Runs a process to its end; gives its exit code. */
  launch(run: FlowRun): Promise<number>;
}

/** Talks to the server. A client is opened once. */
export class ApiClient {
  readonly #host: Host;
  #connection: Connection | undefined;
  #opened = false;

  constructor(host: Host) {
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  async open(): Promise<void> {
    if (this.#opened) throw new Error('Cannot open a client instance more than once.');
    this.#opened = true;
    this.#connection = await this.#host.connect();
  }

  async setState(of: string, state: string): Promise<void> {
    const connection = this.#connection;
    if (!connection) throw new Error('Cannot send a request: the client is not open.');
    await connection.post(`${of}/set_state`, { state });
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }
}

/** Tasks that end together. It is entered once, and left when all of them have ended. */
export class TaskScope {
  readonly failures: unknown[] = [];
  private state: 'new' | 'entered' | 'left' = 'new';
  private readonly tasks = new Set<Promise<void>>();

  async enter(): Promise<void> {
    if (this.state !== 'new') throw new Error('Each TaskScope may only be entered once.');
    this.state = 'entered';
  }

  spawn(work: () => Promise<void>): void {
    if (this.state !== 'entered') throw new Error('The scope is not entered.');
    const task = work().catch((error) => void this.failures.push(error));
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
  }

  async leave(): Promise<void> {
    await Promise.all([...this.tasks]);
    this.tasks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.tasks` is cleared here after awaiting a copy of it: a task added during the `await` is dropped unawaited
    this.state = 'left';
  }
}

/** What was entered is left in reverse order. */
export class ExitStack {
  readonly #entered: TaskScope[] = [];

  async enter(scope: TaskScope): Promise<void> {
    await scope.enter();
    this.#entered.push(scope);
  }

  async close(): Promise<void> {
    for (let scope = this.#entered.pop(); scope; scope = this.#entered.pop()) await scope.leave();
  }
}

export class Runner {
  readonly #host: Host;
  readonly #exits = new ExitStack();
  private client: ApiClient | undefined;
  private runs: TaskScope | undefined;
  private started = false;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Starts a run; its process goes on after that. */
  async execute(run: FlowRun): Promise<void> {
    await this.start();
    if (!this.client || !this.runs) throw new Error('The runner has stopped.');
    //                   ^^^^^^^^^ RG104 `this.runs` can be gone after `await this.client.setState(…)`: `stop` may clear it meanwhile
    await this.client.setState(run.id, 'Pending');
    this.runs.spawn(() => this.process(run));
  }

  /** Ends when all runs have ended. */
  async stop(): Promise<void> {
    await this.#exits.close();
    this.runs = undefined;
    await this.client?.close();
    this.client = undefined;
    this.started = false;
  }

  private async start(): Promise<void> {
    if (this.started) return;
    //  ^^^^^^^^^^^^ RG101 `this.started` can let the initialisation run twice: it is tested here and set only after `await this.client.open()`
    if (!this.client) this.client = new ApiClient(this.#host);
    //   ^^^^^^^^^^^ RG102 `this.client` can be entered twice: who finds it set here goes on to `await this.client.open()` too
    if (!this.client.isOpen) await this.client.open();
    if (!this.runs) this.runs = new TaskScope();
    //   ^^^^^^^^^ RG102 `this.runs` can be entered twice: who finds it set here goes on to `await this.#exits.enter(this.runs)` too
    await this.#exits.enter(this.runs);
    await this.client.setState('runner', 'Ready');
    this.started = true;
  }

  private async process(run: FlowRun): Promise<void> {
    const code = await this.#host.launch(run);
    if (code !== 0 && run.retries > 0) {
      await this.execute({ ...run, retries: run.retries - 1 });
      return;
    }
    await this.client?.setState(run.id, code === 0 ? 'Completed' : 'Failed');
  }
}

/** Takes what is due from the queue, many at once. */
export class Worker {
  readonly crashed = new Map<string, unknown>();
  readonly #runner: Runner;

  constructor(runner: Runner, queue: EventEmitter) {
    this.#runner = runner;
    queue.on('due', (runs: readonly FlowRun[]) => this.submit(runs));
    queue.on('end', () => this.#runner.stop());
  }

  async submit(due: readonly FlowRun[]): Promise<void> {
    await Promise.all(due.map((run) => this.#submit(run)));
  }

  async #submit(run: FlowRun): Promise<void> {
    try {
      await this.#runner.execute(run);
    } catch (error) {
      this.crashed.set(run.id, error);
    }
  }
}
