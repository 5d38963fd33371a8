/**
 * One request to TypeScript 7 that is sent before its answer is wanted: the process works on it meanwhile. Its API knows
 * only requests that wait; this stops one between its two halves.
 */

/** What of the API's channel is relied on. */
export interface Channel {
  requestBytesSync(method: string, payload: string | Uint8Array): Buffer;
  /** Sends a request. */
  writeTuple(...message: unknown[]): void;
  /** Waits for the next message. */
  readTuple(): void;
}

interface Sent {
  readonly method: string;
  readonly payload: string;
}

export class Ahead {
  private readonly channel: Channel;
  private readonly request: Channel['requestBytesSync'];
  /** Nobody has read its answer yet. */
  private pending: Sent | undefined;
  /** Read on the way to another one. */
  private answered: (Sent & { readonly answer: Buffer }) | undefined;
  private sending = false;

  /** Undefined where the channel isn't as this needs it. */
  static of(channel: unknown): Ahead | undefined {
    const { requestBytesSync, writeTuple, readTuple } = (channel ?? {}) as Partial<Channel>;
    return requestBytesSync && writeTuple && readTuple && new Ahead(channel as Channel);
  }

  private constructor(channel: Channel) {
    this.channel = channel;
    this.request = channel.requestBytesSync;
    channel.requestBytesSync = (method, payload) => this.ask({ method, payload: textOf(payload) }, payload);
  }

  /** Sends the request that `work` makes of the API, if it makes one; what else `work` does is not to be relied on. */
  send(work: () => void): void {
    this.settle();
    this.sending = true;
    try {
      work();
    } catch (error) {
      if (error !== sent) throw error;
    } finally {
      this.sending = false;
    }
    // Once this thread is free, Node would take the answer for output of a process that it reads.
    queueMicrotask(() => this.settle());
  }

  private ask(wanted: Sent, payload: string | Uint8Array): Buffer {
    if (this.sending) {
      if (this.answered && isSame(this.answered, wanted)) throw sent;
      this.answered = undefined;
      this.pending = wanted;
      return this.with('readTuple', throwSent, () => this.request.call(this.channel, wanted.method, payload));
    }
    if (this.pending && isSame(this.pending, wanted)) return this.answer(payload);
    this.settle();
    if (this.answered && isSame(this.answered, wanted)) {
      const { answer } = this.answered;
      this.answered = undefined;
      return answer;
    }
    return this.request.call(this.channel, wanted.method, payload);
  }

  /** Reads the answer that is under way, so that the next one is that of the next request. */
  private settle(): void {
    const { pending } = this;
    if (!pending) return;
    try {
      this.answered = { ...pending, answer: this.answer(pending.payload) };
    } catch {
      // Who wants it will ask again, and be told.
    }
  }

  private answer(payload: string | Uint8Array): Buffer {
    const { method } = this.pending!;
    this.pending = undefined;
    let written = false;
    const { writeTuple } = this.channel;
    const once = (...message: unknown[]) => {
      if (written) writeTuple.apply(this.channel, message);
      written = true;
    };
    return this.with('writeTuple', once, () => this.request.call(this.channel, method, payload));
  }

  private with<K extends 'readTuple' | 'writeTuple', R>(name: K, instead: Channel[K], work: () => R): R {
    const former = this.channel[name];
    this.channel[name] = instead;
    try {
      return work();
    } finally {
      this.channel[name] = former;
    }
  }
}

const sent = new Error('The request was sent.');

function throwSent(): never {
  throw sent;
}

function isSame(a: Sent, b: Sent): boolean {
  return a.method === b.method && a.payload === b.payload;
}

function textOf(payload: string | Uint8Array): string {
  return typeof payload === 'string' ? payload : Buffer.from(payload).toString('utf8');
}
