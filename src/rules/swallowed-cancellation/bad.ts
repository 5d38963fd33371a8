interface Reply {
  send(message: { error: string } | { result: string }): void;
}

declare function search(query: string, signal?: AbortSignal): Promise<string>;
declare function sleep(ms: number): Promise<void>;

/** A request that was cancelled gets an answer all the same. */
export async function handle(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    const result = await search(query, signal);
    reply.send({ result });
  } catch (error) {
    reply.send({ error: String(error) });
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG403 `reply.send({ error: String(error) })` also answers when `signal` was aborted
  }
}

/** A job that was cancelled counts as failed. */
export class Job {
  status: 'idle' | 'running' | 'done' | 'failed' = 'idle';
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  async run(query: string): Promise<void> {
    this.status = 'running';
    try {
      await search(query, this.signal);
      this.status = 'done';
    } catch {
      this.status = 'failed';
//    ^^^^^^^^^^^^^^^^^^^^^^ RG403 `this.status = 'failed'` also runs when `this.signal` was aborted
    }
  }
}

/** It is tried again and again, although nobody wants it any more. */
export async function retry(query: string, signal?: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await search(query, signal);
    } catch (error) {
//    ^^^^^^^^^^^^^ RG403 `catch` goes on when `signal` was aborted
      if (attempt === 3) throw error;
      await sleep(attempt * 100);
    }
  }
}
