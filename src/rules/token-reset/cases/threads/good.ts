const DONE = 0;

/** No token: how far the threads are. It begins anew when all of them have ended. */
export class Progress {
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.state = new Int32Array(buffer);
  }

  get isDone(): boolean {
    return Atomics.load(this.state, DONE) === 1;
  }

  finish(): void {
    Atomics.store(this.state, DONE, 1);
  }

  reset(): void {
    Atomics.store(this.state, DONE, 0);
  }
}

/** It is taken up once, and stays so. */
export class StopSignal {
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.state = new Int32Array(buffer);
    Atomics.store(this.state, 0, 0);
  }

  get stopped(): boolean {
    return Atomics.load(this.state, 0) === 1;
  }

  stop(): void {
    Atomics.store(this.state, 0, 1);
  }
}

/** Each cancel has a number of its own: who looks compares it with that of his work. */
export class EpochToken {
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(buffer: SharedArrayBuffer) {
    this.state = new Int32Array(buffer);
  }

  get epoch(): number {
    return Atomics.load(this.state, 0);
  }

  cancel(): void {
    Atomics.add(this.state, 0, 1);
  }
}
