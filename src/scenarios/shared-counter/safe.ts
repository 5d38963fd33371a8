/** What the threads of a server count together: each has a `Statistics` of its own over the same memory. */
const NEXT_ID = 0;
const ANSWERED = 1;

export class Statistics {
  readonly memory: SharedArrayBuffer;
  private readonly cells: Int32Array<SharedArrayBuffer>;

  /** @param memory of another thread's, as its `workerData` brings it */
  constructor(memory = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.cells = new Int32Array(memory);
  }

  get answered(): number {
    return Atomics.load(this.cells, ANSWERED);
  }

  /** A number that no other request has. */
  nextId(): number {
    return Atomics.add(this.cells, NEXT_ID, 1);
  }

  /** After each request. */
  count(): void {
    Atomics.add(this.cells, ANSWERED, 1);
  }
}
