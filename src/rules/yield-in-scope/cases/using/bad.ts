import { Mutex } from '@raceguard/runtime';

declare function fetchRow(at: number): Promise<string>;

export class Table {
  private readonly mutex = new Mutex();
  private at = 0;

  /** Rows are read one after the other, by whomever. */
  async *rows(): AsyncGenerator<string> {
    while (this.at < 10) {
      using _lock = await this.mutex.acquire();
      // The cursor moves under the lock.
      const row: string = await fetchRow(this.at);
      this.at++;
      yield row;
//    ^^^^^^^^^ RG302 `this.mutex` is held over `yield row` for as long as the consumer likes
    }
  }
}
