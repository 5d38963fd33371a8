import { CancellationToken, SharedCancellationToken } from '@raceguard/runtime';

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
export class CancelToken extends CancellationToken<string> {
  get isCancelled(): boolean {
    return this.cancelled;
  }
}

/** The same between threads: hand `buffer` to them, and make a token of it in each. */
export class ThreadToken extends SharedCancellationToken {}

/** Works through a plan. When it is cancelled it closes its tools, and tells so. */
export class Agent {
  private readonly token: CancelToken;
  readonly #tools: readonly Tool[];

  constructor(token: CancelToken, tools: readonly Tool[]) {
    this.token = token;
    this.#tools = tools;
  }

  async run(plan: readonly Step[]): Promise<Outcome> {
    const run = this.token.snapshot();
    for (const step of plan) {
      if (run.cancelled) break;
      await step(this.#tools);
    }
    if (run.cancelled) {
      for (const tool of this.#tools) await tool.close();
    }
    return run.cancelled ? 'cancelled' : 'completed';
  }
}

/** Writes down each cancel, and why it came. */
export async function keepJournal(token: CancelToken, journal: Journal): Promise<void> {
  const run = token.snapshot();
  await run.wait();
  await journal.append(`cancelled: ${run.reason}`);
}

/** Works in a thread: counts what it has done until it is cancelled. */
export async function serve(token: ThreadToken, work: () => Promise<void>): Promise<number> {
  const run = token.snapshot();
  let done = 0;
  while (!run.cancelled) {
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
