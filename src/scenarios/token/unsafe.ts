/**
 * How the agents of a session are stopped: a token that its agents share, and one for those that run in threads of
 * their own. A session takes it down again when it goes on with the next plan.
 */
export interface Tool {
  readonly name: string;
  close(): Promise<void>;
}

export type Step = (tools: readonly Tool[]) => Promise<void>;

export interface Journal {
  append(line: string): Promise<void>;
}

export type Outcome = 'completed' | 'cancelled';

/** Looked at between steps, and waited for. */
export class CancelToken {
  private cancelled = false;
  reason: string | undefined;
  private waiters: (() => void)[] = [];

  get isCancelled(): boolean {
    return this.cancelled;
  }

  cancel(reason: string): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.reason = reason;
    for (const wake of this.waiters.splice(0)) wake();
  }

  reset(): void {
    this.cancelled = false;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.cancelled` is taken down under those who look at it or wait for it
    this.reason = undefined;
  }

  async wait(): Promise<void> {
    while (!this.cancelled) {
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }
}

const FLAG = 0;
const REASON = 1;

/** The same between threads: hand `buffer` to them, and make a token of it in each. */
export class ThreadToken {
  readonly buffer: SharedArrayBuffer;
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(buffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer;
    this.state = new Int32Array(buffer);
  }

  get cancelled(): boolean {
    return this.state[FLAG] === 1;
    //     ^^^^^^^^^^^^^^^^ RG502 `this.state[FLAG]` is read without `Atomics`
  }

  get reason(): number | undefined {
    return this.cancelled ? this.state[REASON] : undefined;
  }

  cancel(reason: number): void {
    this.state[REASON] = reason;
    this.state[FLAG] = 1;
//  ^^^^^^^^^^^^^^^^^^^^ RG502 `this.state[FLAG]` is written without `Atomics`
    Atomics.notify(this.state, FLAG);
  }

  reset(): void {
    this.state[FLAG] = 0;
//  ^^^^^^^^^^^^^^^^^^^^ RG401 `this.state[FLAG]` is taken down under those who look at it or wait for it
  }

  async wait(): Promise<void> {
    while (this.state[FLAG] === 0) await Atomics.waitAsync(this.state, FLAG, 0).value;
    //     ^^^^^^^^^^^^^^^^ RG502 `this.state[FLAG]` is read without `Atomics`
  }
}

/** Works through a plan. When it is cancelled it closes its tools, and tells so. */
export class Agent {
  private readonly token: CancelToken;
  readonly #tools: readonly Tool[];

  constructor(token: CancelToken, tools: readonly Tool[]) {
    this.token = token;
    this.#tools = tools;
  }

  async run(plan: readonly Step[]): Promise<Outcome> {
    for (const step of plan) {
      if (this.token.isCancelled) break;
      await step(this.#tools);
    }
    if (this.token.isCancelled) {
      for (const tool of this.#tools) await tool.close();
    }
    return this.token.isCancelled ? 'cancelled' : 'completed';
  }
}

/** Writes down each cancel, and why it came. */
export async function keepJournal(token: CancelToken, journal: Journal): Promise<void> {
  await token.wait();
  await journal.append(`cancelled: ${token.reason}`);
}

/** Works in a thread: counts what it has done until it is cancelled. */
export async function serve(token: ThreadToken, work: () => Promise<void>): Promise<number> {
  let done = 0;
  while (!token.cancelled) {
    await work();
    done++;
  }
  return done;
}

export class Session {
  private readonly token = new CancelToken();
  readonly threads = new ThreadToken();
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  begin(plan: readonly Step[], tools: readonly Tool[]): Promise<Outcome> {
    void keepJournal(this.token, this.#journal);
    return new Agent(this.token, tools).run(plan);
  }

  /** What runs is cancelled; the next plan may begin at once. */
  interrupt(reason: string): void {
    this.token.cancel(reason);
    this.threads.cancel(1);
    this.token.reset();
    this.threads.reset();
  }
}
