const HEAD = 0;
const TAIL = 1;

/** A ring: its data are written before the index that tells of them, and read behind it. */
export class Ring {
  private readonly index: Int32Array<SharedArrayBuffer>;
  private readonly data: Uint8Array<SharedArrayBuffer>;

  constructor(memory: SharedArrayBuffer) {
    this.index = new Int32Array(memory, 0, 2);
    this.data = new Uint8Array(memory, 8);
  }

  /** The one writer knows where it stands. */
  push(byte: number): boolean {
    const head = this.index[HEAD]!;
    const next = (head + 1) % this.data.length;
    if (next === Atomics.load(this.index, TAIL)) return false;
    this.data[head] = byte;
    Atomics.store(this.index, HEAD, next);
    Atomics.notify(this.index, HEAD);
    return true;
  }

  shift(): number | undefined {
    const tail = this.index[TAIL]!;
    if (tail === Atomics.load(this.index, HEAD)) return undefined;
    const byte = this.data[tail];
    this.data[tail]! ^= 0xff;
    Atomics.store(this.index, TAIL, (tail + 1) % this.data.length);
    return byte;
  }
}

/** Set up before another thread has it. */
export function makeCounter(share: (memory: SharedArrayBuffer) => void): Int32Array {
  const memory = new SharedArrayBuffer(8);
  const state = new Int32Array(memory);
  state[0] = 5;
  state[1] = 1;
  share(memory);
  return state;
}

/** Nobody else ever has it. */
export function sum(numbers: readonly number[]): number {
  const memory = new SharedArrayBuffer(4);
  const state = new Int32Array(memory);
  for (const n of numbers) state[0]! += n;
  return state[0] === undefined ? 0 : numbers.length;
}

/** A slot of the memory is set up by the one who makes its thread; what never changes needs no more. */
export class Slot {
  private readonly state: Int32Array;

  constructor(memory: SharedArrayBuffer, capacity: number) {
    this.state = new Int32Array(memory, 0, 2);
    this.state[0] = 0;
    this.state[1] = capacity;
  }

  take(): boolean {
    return Atomics.add(this.state, 0, 1) < this.state[1]!;
  }
}

/** What was written before the message is there when it comes. */
export function watch(port: { on(event: string, f: () => void): void }, memory: SharedArrayBuffer): void {
  const state = new Int32Array(memory);
  port.on('message', () => {
    if (state[0] === 1) console.log('done');
  });
}

/** Memory of its own. */
export class Own {
  private readonly state = new Int32Array(4);

  count(): void {
    this.state[0]!++;
  }
}
