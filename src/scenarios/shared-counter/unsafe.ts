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
    return this.cells[ANSWERED]!;
  }

  /** A number that no other request has. */
  nextId(): number {
    return this.cells[NEXT_ID]!++;
    //     ^^^^^^^^^^^^^^^^^^^^^^ RG502 `this.cells[NEXT_ID]` is read and written in two steps
  }

  /** After each request. */
  count(): void {
    this.cells[ANSWERED]! += 1;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG502 `this.cells[ANSWERED]` is read and written in two steps
  }
}
