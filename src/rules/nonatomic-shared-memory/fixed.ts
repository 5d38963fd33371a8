const RUNNING = 0;
const DONE = 1;

/** What the threads of a crawl agree by. */
export class Progress {
  private readonly state: Int32Array<SharedArrayBuffer>;

  constructor(memory: SharedArrayBuffer) {
    this.state = new Int32Array(memory);
  }

  stop(): void {
    Atomics.store(this.state, RUNNING, 1);
  }

  isStopped(): boolean {
    if (Atomics.load(this.state, RUNNING) === 1) return true;
    return false;
  }

  count(pages: number): void {
    Atomics.add(this.state, DONE, pages);
  }
}
