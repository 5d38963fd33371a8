const RUNNING = 0;
const DONE = 1;

/** What the threads of a crawl agree by. */
export class Progress {
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(memory: SharedArrayBuffer) {
    this.state = new Int32Array(memory);
  }

  stop(): void {
    this.state[RUNNING] = 1;
//  ^^^^^^^^^^^^^^^^^^^^^^^ RG502 `this.state[RUNNING]` is written without `Atomics`
  }

  isStopped(): boolean {
    if (this.state[RUNNING] === 1) return true;
//      ^^^^^^^^^^^^^^^^^^^ RG502 `this.state[RUNNING]` is read without `Atomics`
    return false;
  }

  count(pages: number): void {
    this.state[DONE]! += pages;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG502 `this.state[DONE]` is read and written in two steps
  }
}
