import { Mutex } from '@raceguard/runtime';

declare function fetchRow(at: number): Promise<string>;

export class Table {
  private readonly mutex = new Mutex();
  private at = 0;

  /** Rows are read one after the other, by whomever. */
  async *rows(): AsyncGenerator<string> {
    while (this.at < 10) {
      let row: string;
      {
        using _lock = await this.mutex.acquire();
        // The cursor moves under the lock.
        row = await fetchRow(this.at);
        this.at++;
      }
      yield row;
    }
  }
}
