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
    if (signal.aborted) throw error;
    reply.send({ error: String(error) });
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
    } catch (error) {
      if (this.signal.aborted) throw error;
      this.status = 'failed';
    }
  }
}

/** It is tried again and again, although nobody wants it any more. */
export async function retry(query: string, signal?: AbortSignal): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await search(query, signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      if (attempt === 3) throw error;
      await sleep(attempt * 100);
    }
  }
}
