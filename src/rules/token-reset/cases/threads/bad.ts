const FLAG = 0;
const WORDS = 1;

/** Threads share one: each makes a token of the buffer. */
export class ThreadToken {
  readonly buffer: SharedArrayBuffer;
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(WORDS * 4)) {
    this.buffer = buffer;
    this.state = new Int32Array(buffer);
  }

  get cancelled(): boolean {
    return Atomics.load(this.state, FLAG) === 1;
  }

  cancel(): void {
    Atomics.store(this.state, FLAG, 1);
    Atomics.notify(this.state, FLAG);
  }

  reset(): void {
    Atomics.store(this.state, FLAG, 0);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.state[FLAG]` is taken down under those who look at it or wait for it
  }

  async wait(): Promise<void> {
    while (Atomics.load(this.state, FLAG) === 0) await Atomics.waitAsync(this.state, FLAG, 0).value;
  }
}

export async function serve(token: ThreadToken, work: () => Promise<void>): Promise<void> {
  while (!token.cancelled) await work();
}
